"""What the public home shows: released facts of all rooms, never more."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.elements import ColumnElement

from yishi.accounts.scoping import in_area
from yishi.appeals.models import Appeal, AppealDecision
from yishi.appeals.rules import Act
from yishi.clock import local
from yishi.database import db
from yishi.deliberations.models import Deliberation
from yishi.deliberations.queries import next_public_day
from yishi.deliberations.rules import OPEN
from yishi.issues.models import Issue, Submission
from yishi.issues.queries import light_of
from yishi.issues.rules import CLIMBING, DONE, Source
from yishi.web.urls import path_for
from yishi.workdays.rules import Light

LATEST = 5


class NextDay(NamedTuple):
    """The next announced deliberation day; `in_days` counts calendar days from today."""

    starts_at: dt.datetime
    in_days: int
    is_open: bool
    place: str
    words: str
    url: str


class Tally(NamedTuple):
    """How the open promises stand, in a neighbour's words."""

    red: int
    yellow: int
    green: int


class Answer(NamedTuple):
    """Something that somebody answered or finished."""

    title: str
    words: str
    by: str
    at: dt.datetime
    light: Light | None
    url: str


def next_day(now: dt.datetime, area_code: str) -> NextDay | None:
    """The day to go to, in a subtree of areas; None while none is announced."""
    day = next_public_day(now, area_code)
    if day is None:
        return None
    return NextDay(
        starts_at=day.starts_at,
        in_days=(local(day.starts_at).date() - local(now).date()).days,
        is_open=day.state in OPEN,
        place=f"{day.title}，{day.place}" if day.place else day.title,
        words=_agenda_words(day),
        url=path_for("deliberations_public.show", day_id=day.id),
    )


def _agenda_words(day: Deliberation) -> str:
    """议充电车棚等 3 个议题，鑫和物业、县供电公司到场当面答复。"""
    if not day.matters:
        return ""
    first, count = day.matters[0].title, len(day.matters)
    matters = f"议“{first}”" if count == 1 else f"议“{first}”等 {count} 个议题"
    units = list(dict.fromkeys(invitation.unit.name for invitation in day.invitations))
    coming = (
        f"，{'、'.join(units[:3])}{'等' if len(units) > 3 else ''}到场当面答复" if units else ""
    )
    return f"{matters}{coming}。"


def tally(now: dt.datetime, area_code: str) -> Tally | None:
    """Open promises by light; None before the first promise is dispatched."""
    open_promise = (
        Issue.source == Source.PROMISE,
        Issue.state.in_(CLIMBING),
        in_area(Issue.__table__.c.area_code, area_code),
    )
    late, soon = Issue.due_at < now, Issue.yellow_at <= now
    row = db.session.execute(
        sa.select(
            sa.func.count().filter(late),
            sa.func.count().filter(sa.not_(late), soon),
            sa.func.count().filter(sa.not_(late), sa.not_(soon)),
        ).where(*open_promise)
    ).one()
    return Tally(*row) if any(row) else None


def latest_answers(now: dt.datetime, area_code: str) -> Sequence[Answer]:
    """The newest answers to appeals and the newest finished issues, newest first.

    An appeal that became an issue is told once, by the issue.
    """
    finished = _finished(now, area_code)
    answered = {
        appeal: answer
        for appeal, answer in reversed(_answered(area_code))  # the latest word on each appeal
        if appeal.issue_id not in finished
    }
    found = [*finished.values(), *answered.values()]
    return sorted(found, key=lambda answer: answer.at, reverse=True)[:LATEST]


def _finished(now: dt.datetime, area_code: str) -> dict[int, Answer]:
    query = (
        sa.select(Issue, Submission)
        .join(Submission, _passed_of(Issue))
        .where(Issue.state.in_(DONE), in_area(Issue.__table__.c.area_code, area_code))
        .options(joinedload(Issue.unit))
        .order_by(Submission.at.desc())
        .limit(LATEST)
    )
    return {
        issue.id: Answer(
            title=issue.title,
            words=submission.text,
            by=issue.unit.name,
            at=submission.at,
            light=light_of(issue, now),
            url=path_for("issues_public.show", number=issue.number),
        )
        for issue, submission in db.session.execute(query)
    }


def _passed_of(issue: Any) -> ColumnElement[bool]:
    return sa.and_(
        Submission.issue_id == issue.id,
        Submission.cycle == issue.cycle,
        Submission.passed.is_(True),
    )


def _answered(area_code: str) -> list[tuple[Appeal, Answer]]:
    query = (
        sa.select(Appeal, AppealDecision)
        .join(AppealDecision, AppealDecision.appeal_id == Appeal.id)
        .where(
            AppealDecision.act.in_((Act.ANSWER, Act.DECLINE)),
            Appeal.released_at.is_not(None),
            Appeal.withheld.is_(False),
            in_area(Appeal.__table__.c.area_code, area_code),
        )
        .order_by(AppealDecision.at.desc())
        .limit(2 * LATEST)
    )
    return [(appeal, _answer_of(appeal, said)) for appeal, said in db.session.execute(query)]


def _answer_of(appeal: Appeal, decision: AppealDecision) -> Answer:
    return Answer(
        title=appeal.public_title,
        words=decision.text,
        by="街道议事办",
        at=decision.at,
        light=None,
        url=path_for("appeals_public.show", number=appeal.number),
    )
