"""The room's own papers as text: what goes to the residents' group and the county's site."""

import datetime as dt
import math
from collections.abc import Sequence
from typing import NamedTuple

from yishi.dates import day_words, moment_words
from yishi.deliberations.models import Deliberation
from yishi.deliberations.rules import HALTED, State
from yishi.deliberations.words import count_words, listed
from yishi.documents.calendars import CalendarEntry

SIGN_IN_ROWS = 20  # lines on a sign-in sheet
MATTERS_ON_A_CARD = 5


class Sheets(NamedTuple):
    """(现场用纸) A4 sheets of each kind."""

    posters: int
    cards: int
    sign_ins: int
    slips: int

    @property
    def total(self) -> int:
        return sum(self)


def group_text(day: Deliberation, telephone: str, url: str | None) -> str:
    """Three or four lines for a chat group; an address only where a phone can open it."""
    lines = [
        _when_and_where(day),
        _what_and_who(day),
        "谁都可以来，不用报名。" + (f"来不了的打 {telephone}。" if telephone else ""),
    ]
    if url:
        lines.append(f"议程：{url}")
    return "\n".join(lines)


def site_text(day: Deliberation, office: str, telephone: str) -> str:
    """The announcement as plain text for the county's site: one matter a line."""
    items = [f"{number}. {item.title}" for number, item in enumerate(day.items, 1)]
    units = listed(invitation.unit.name for invitation in day.invitations)
    lines = [
        f"{day.title}公告",
        "",
        f"时间：{moment_words(day.starts_at)}",
        f"地点：{day.place}",
        *([f"主持：{day.chair_name}"] if day.chair_name else []),
        "议题：",
        *items,
        *([f"到会答复的单位：{units}"] if units else []),
        *([day.notice_text] if day.notice_text else []),
        "",
        "谁都可以来听、来说，不用报名。" + (f"来不了的请打电话 {telephone}。" if telephone else ""),
        *([f"{office}　{day_words(day.announced_at)}"] if day.announced_at else [office]),
    ]
    return "\n".join(lines)


def schedule_text(days: Sequence[Deliberation], office: str, telephone: str) -> str:
    """The coming days as plain text, one a line."""
    rows = [_schedule_line(day) for day in days] or ["下一场还没有定，定了就公布。"]
    call = [f"有事要议，打 {telephone}。"] if telephone else []
    return "\n".join(["居民公开议事日程", "", *rows, "", *call, office]).rstrip()


def calendar_entry(day: Deliberation, url: str | None, now: dt.datetime) -> CalendarEntry:
    """The day as a date for a telephone or Outlook; its place in the series of changes counts."""
    return CalendarEntry(
        uid=f"deliberation-{day.id}@yishi",
        title=day.title,
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        stamp=now,
        place=day.place,
        text=listed(item.title for item in day.items),
        url=url or "",
        cancelled=day.halted_at is not None,
        sequence=day.version,
    )


def sheets(day: Deliberation) -> Sheets:
    """How many sheets the papers of the room need: two posters, a sheet of two slips a matter."""
    cards = max(1, math.ceil(len(day.items) / MATTERS_ON_A_CARD))
    return Sheets(posters=2, cards=cards, sign_ins=2, slips=max(1, len(day.matters)))


def sign_in_rows(day: Deliberation) -> list[range]:
    """The residents' numbers on each sheet; the units stand on the first."""
    units = len(day.invitations) + 1 if day.invitations else 0
    first = max(SIGN_IN_ROWS - units, 0)
    return [range(1, first + 1), range(first + 1, first + SIGN_IN_ROWS + 1)]


def _schedule_line(day: Deliberation) -> str:
    if day.state in HALTED:
        return f"{day_words(day.starts_at)} {day.title}　{day.state.public_label}"
    if day.state is State.PLANNED:
        return f"{day_words(day.starts_at)} {day.title}　计划，时间地点定了再公告"
    titles = listed((item.title for item in day.matters), 3)
    return f"{moment_words(day.starts_at)} {day.title}　{day.place}　议{titles}"


def _when_and_where(day: Deliberation) -> str:
    """…，社区广场开公开议事日，下雨改居委会二楼。"""
    place, comma, otherwise = day.place.partition("，")
    return f"{moment_words(day.starts_at)}，{place}开公开议事日{comma}{otherwise}。"


def _what_and_who(day: Deliberation) -> str:
    matters = [item.title for item in day.matters]
    what = f"议{count_words(len(matters))}件事：{listed(matters, 6)}。"
    units = [invitation.unit.name for invitation in day.invitations]
    who = f"{listed(units, 5)}{'都' if len(units) > 1 else ''}来，当面答复。" if units else ""
    return what + who
