"""The published result: the signed words, each promise with its light as it stands today."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from yishi.accounts.scoping import in_area
from yishi.clock import local
from yishi.database import db
from yishi.dates import day_words, short_day
from yishi.deliberations.models import Correction, Deliberation, Minutes, Objection
from yishi.deliberations.rules import WITH_RESULT
from yishi.issues import queries as issues
from yishi.issues.models import Issue
from yishi.issues.rules import DONE, OPEN, PUBLIC, Source
from yishi.workdays.rules import Colour, Light

RECENTLY = dt.timedelta(days=30)
ON_A_BOARD = 12


@dataclass(frozen=True)
class Quote:
    """(承诺原话) What was promised, word for word, and how it stands."""

    words: str
    who: str
    on: dt.date | None
    number: str
    light: Light | None  # None while the unit has not confirmed
    moved: str = ""  # why and until when, if the promised day is not the one that counts now


@dataclass(frozen=True)
class Paragraph:
    """(一段) Heading, signed words, promises, and the corrections that came later."""

    heading: str
    text: str
    added: bool
    quotes: Sequence[Quote]
    corrections: Sequence[Correction]


@dataclass(frozen=True)
class Result:
    """(结果) What residents read after a day."""

    day: Deliberation
    minutes: Minutes
    opening: str
    paragraphs: Sequence[Paragraph]
    invited: int
    came: int
    objections: Sequence[Objection]
    corrections: Sequence[Correction]  # those that belong to no paragraph

    @cached_property
    def promises(self) -> int:
        return sum(len(paragraph.quotes) for paragraph in self.paragraphs)


@dataclass(frozen=True)
class BoardRow:
    """(公开栏一行) A promise as it hangs on the wall."""

    issue: Issue
    light: Light
    note: str


@dataclass(frozen=True)
class Board:
    """(公开栏) Who promised what by when, and now; the year's count of kept promises."""

    rows: Sequence[BoardRow]
    due_this_year: int
    kept_this_year: int

    @property
    def size(self) -> str:
        """Type grows when promises are few."""
        return "large" if len(self.rows) <= 4 else "medium" if len(self.rows) <= 7 else "small"


def result_of(day: Deliberation, now: dt.datetime) -> Result | None:
    """The result of a published day; None for any other."""
    if day.state not in WITH_RESULT:
        return None
    # Joined: a day has few of either, and the page shall ask the database little.
    objections = joinedload(Minutes.objections).joinedload(Objection.paragraph)
    query = sa.select(Minutes).where(Minutes.deliberation_id == day.id)
    found = db.session.scalars(query.options(objections, joinedload(Minutes.corrections)))
    minutes = found.unique().one_or_none()
    if minutes is None or minutes.content is None:
        return None
    parts = minutes.content["paragraphs"]
    current = {issue.number: issue for issue in issues.of_deliberation(day.id)}
    asked = [i for i in day.invitations if not i.walked_in]
    return Result(
        day=day,
        minutes=minutes,
        opening=parts[0]["text"] if parts else "",
        paragraphs=[_paragraph(part, minutes, current, now) for part in parts[1:]],
        invited=len(asked),
        came=sum(bool(i.came) for i in asked),
        objections=minutes.objections,
        corrections=[c for c in minutes.corrections if not _placed(c, parts[1:])],
    )


def board(day: Deliberation, now: dt.datetime) -> Board:
    """The promises of an estate, or community: running, and done within thirty days."""
    here = [Issue.source == Source.PROMISE, *_where(day)]
    shown = sa.or_(
        Issue.state.in_(OPEN),
        sa.and_(Issue.state.in_(DONE), Issue.finished_at >= now - RECENTLY),
    )
    rows = db.session.scalars(
        sa.select(Issue)
        .where(*here, shown)
        .options(joinedload(Issue.unit))
        .order_by(Issue.state.in_(DONE), Issue.due_at, Issue.id)
        .limit(ON_A_BOARD)
    ).all()
    due, kept = _kept_this_year(here, now)
    return Board([_board_row(issue, now) for issue in rows], due, kept)


def _paragraph(
    part: Mapping[str, Any], minutes: Minutes, current: Mapping[str, Issue], now: dt.datetime
) -> Paragraph:
    return Paragraph(
        heading=part["heading"],
        text=part["text"],
        added=part["added"],
        quotes=[_quote(said, current.get(said["number"]), now) for said in part["promises"]],
        corrections=[c for c in minutes.corrections if c.paragraph_id == part["id"]],
    )


def _quote(said: Mapping[str, Any], issue: Issue | None, now: dt.datetime) -> Quote:
    public = issue is not None and issue.state in PUBLIC
    return Quote(
        words=said["words"],
        who=f"{said['unit']} {said['by']}".strip(),
        on=dt.date.fromisoformat(said["on"]) if said["on"] else None,
        number=said["number"],
        light=issues.light_of(issue, now) if issue is not None and public else None,
        moved=_moved(issue) if issue is not None and public else "",
    )


def _moved(issue: Issue) -> str:
    if issue.due_at is None or issue.state not in OPEN:
        return ""
    until = day_words(issue.due_at)
    if issue.reopened:
        return f"居民说没解决，重办到{until}"
    return f"延期到{until}" if issue.extended else ""


def _placed(correction: Correction, parts: Sequence[Mapping[str, Any]]) -> bool:
    return any(part["id"] == correction.paragraph_id for part in parts)


def _where(day: Deliberation) -> list[sa.ColumnElement[bool]]:
    if day.estate_id:
        return [Issue.estate_id == day.estate_id]
    return [in_area(Issue.__table__.c.area_code, day.area_code)]


def _board_row(issue: Issue, now: dt.datetime) -> BoardRow:
    light = issues.light_of(issue, now)
    due = local(issue.due_at).date() if issue.due_at else None
    late = f"应在{short_day(due)}办完" if due and light.colour is Colour.RED else ""
    return BoardRow(issue, light, late)


def _kept_this_year(here: list[sa.ColumnElement[bool]], now: dt.datetime) -> tuple[int, int]:
    """Promises whose original date fell in this year and is over, and how many were kept."""
    today = local(now).date()
    rows = db.session.scalars(
        sa.select(Issue).where(
            *here,
            Issue.original_due_on >= today.replace(month=1, day=1),
            Issue.original_due_on <= today,
        )
    )
    verdicts = [issues.is_kept(issue, today) for issue in rows]
    known = [verdict for verdict in verdicts if verdict is not None]
    return len(known), sum(known)
