"""The room's own papers as text: what goes to the residents' group and the county's site."""

import datetime as dt
import math

from yishi.clock import local
from yishi.deliberations.models import Deliberation
from yishi.deliberations.rules import NOTICE_DAYS
from yishi.deliberations.words import count_words, date_words, listed, short_date, time_words
from yishi.documents.calendars import CalendarEntry

SIGN_IN_ROWS = 18  # a sheet
SLIPS_ON_A_SHEET = 3


def group_text(day: Deliberation, telephone: str, url: str | None) -> str:
    """Three or four lines for a chat group; an address only where a phone can open it."""
    lines = [
        f"{time_words(day.starts_at)}，{day.place}开公开议事日。",
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
        f"时间：{time_words(day.starts_at)}",
        f"地点：{day.place}",
        *([f"主持：{day.chair_name}"] if day.chair_name else []),
        "议题：",
        *items,
        *([f"到会答复的单位：{units}"] if units else []),
        *([day.notice_text] if day.notice_text else []),
        "",
        "谁都可以来听、来说，不用报名。" + (f"来不了的请打电话 {telephone}。" if telephone else ""),
        *([f"{office}　{date_words(day.announced_at)}"] if day.announced_at else [office]),
    ]
    return "\n".join(lines)


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


def sign_in_sheets(day: Deliberation) -> int:
    """Two sheets of residents, and one line a unit on the first."""
    return 2 + math.ceil(max(len(day.invitations) - SIGN_IN_ROWS, 0) / SIGN_IN_ROWS)


def slip_sheets(day: Deliberation) -> int:
    """Two slips for every matter, three on a sheet."""
    return max(1, math.ceil(2 * len(day.matters) / SLIPS_ON_A_SHEET))


def deadline_to_announce(day: Deliberation) -> str:
    """11月25日: the last day on which the announcement is in time."""
    last = local(day.starts_at) - dt.timedelta(days=NOTICE_DAYS)
    return short_date(last)


def _what_and_who(day: Deliberation) -> str:
    matters = [item.title for item in day.matters]
    what = f"议{count_words(len(matters))}件事：{listed(matters, 6)}。"
    units = [invitation.unit.name for invitation in day.invitations]
    who = f"{listed(units, 5)}{'都' if len(units) > 1 else ''}来，当面答复。" if units else ""
    return what + who
