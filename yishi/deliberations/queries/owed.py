"""What days owe to the workbench."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from yishi.accounts.actors import Actor
from yishi.accounts.rules import OFFICE, Role
from yishi.accounts.scoping import scoped, within
from yishi.clock import local
from yishi.database import db
from yishi.dates import short_day
from yishi.deliberations.models import Deliberation
from yishi.deliberations.queries.carried import put_off_before
from yishi.deliberations.rules import HELD, OPEN, PUBLIC, UNSTARTED, WITH_RESULT, State
from yishi.deliberations.rules.owing import Step, next_step
from yishi.deliberations.words import listed
from yishi.web.owed import Group, Owed
from yishi.web.urls import path_for
from yishi.workdays import queries as workdays
from yishi.workdays.rules import Colour, Light

PUT_OFF_LATE = dt.timedelta(days=30)
PUT_OFF_SHOWN = dt.timedelta(days=20)
NEAR = dt.timedelta(days=45)
FRESH = dt.timedelta(days=4)  # a result is posted and sent to the group in these days
SHOWN = 6
PAGES = {
    "发公告": "deliberations.prepare",
    "定新日期": "deliberations.prepare",
    "开始": "deliberations.session",
    "回到现场": "deliberations.session",
    "核对纪要": "deliberations.minutes",
    "公布结果": "deliberations.minutes",
}


class NextDay(NamedTuple):
    """A day at the right of the workbench."""

    title: str
    starts_at: dt.datetime
    words: str
    url: str


def owed(actor: Actor, now: dt.datetime) -> list[Owed]:
    """Days that wait for the office: to announce, to open, to review, to publish."""
    if Role.ORGANIZER not in actor.roles:
        return []
    waiting = (UNSTARTED | OPEN | HELD) - WITH_RESULT
    query = scoped(Deliberation, actor).where(Deliberation.state.in_(waiting))
    return [*_rows(db.session.scalars(query).all(), now), *_put_off(actor, now)]


def my_days(actor: Actor, now: dt.datetime) -> list[NextDay]:
    """The next days of this person's area, and results that have just been published."""
    ahead = sa.and_(
        Deliberation.state.in_(UNSTARTED | OPEN),
        Deliberation.starts_at.between(now - dt.timedelta(days=1), now + NEAR),
    )
    fresh = sa.and_(Deliberation.state == State.PUBLISHED, Deliberation.published_at >= now - FRESH)
    query = scoped(Deliberation, actor).where(sa.or_(ahead, fresh))
    days = db.session.scalars(query.order_by(Deliberation.starts_at).limit(SHOWN))
    return [_next_day(day, actor) for day in days]


def _next_day(day: Deliberation, actor: Actor) -> NextDay:
    words = f"{day.state.label} {day.place}".strip()
    page = _page(day, actor)
    return NextDay(day.title, day.starts_at, words, path_for(page, day_id=day.id) if page else "")


def _page(day: Deliberation, actor: Actor) -> str:
    """Where the day opens for this person; empty while a draft is nobody else's business."""
    if actor.has(Role.ORGANIZER) and day.state is State.PUBLISHED:
        return "deliberations.minutes"
    if actor.has(*OFFICE, Role.SUPERVISOR):
        return "deliberations.show"
    return "deliberations_public.show" if day.state in PUBLIC else ""


def has_any(actor: Actor) -> bool:
    """Whether this office has ever made a day."""
    query = sa.select(sa.exists(sa.select(Deliberation.id).where(within(Deliberation, actor))))
    return bool(db.session.scalar(query))


def _rows(days: Sequence[Deliberation], now: dt.datetime) -> Iterator[Owed]:
    for day in days:
        step = next_step(day, workdays.calendar(day.area_code))
        if step is not None and step.since <= now:
            yield _row(day, step, now)


def _put_off(actor: Actor, now: dt.datetime) -> Iterator[Owed]:
    """What was put off and finds no next day within thirty days: one row a day it came from."""
    items = put_off_before(actor, now - PUT_OFF_SHOWN)
    for day in dict.fromkeys(item.deliberation for item in items):
        titles = [item.title for item in items if item.deliberation is day]
        due = (day.closed_at or day.ends_at) + PUT_OFF_LATE
        late = now > due
        where = f"estate:{day.estate_id}" if day.estate_id else f"area:{day.area_code}"
        yield Owed(
            group=Group.OVERDUE if late else Group.TO_HOLD,
            title=f"{listed(titles, 2)}（{short_day(day.starts_at)}转下次，还没排上）",
            url=path_for("deliberations.create", where=where),
            action="排下一场",
            light=Light(Colour.RED, "超期") if late else Light(Colour.GREEN, "正常"),
            due_at=due,
        )


def _row(day: Deliberation, step: Step, now: dt.datetime) -> Owed:
    late = now > step.late_at
    planned = {"开始": day.starts_at, "回到现场": day.ends_at}  # what people were told
    due = step.late_at if late else planned.get(step.action, step.late_at)
    return Owed(
        group=_group(day, late=late),
        title=day.title,
        url=path_for(PAGES[step.action], day_id=day.id),
        action=step.action,
        light=_light(step, now, late=late),
        due_at=due,
    )


def _group(day: Deliberation, *, late: bool) -> Group:
    if late:
        return Group.OVERDUE
    if day.state in {State.CONCLUDED, State.MINUTES_REVIEW}:
        return Group.TO_REVIEW
    return Group.TO_HOLD


def _light(step: Step, now: dt.datetime, *, late: bool) -> Light:
    if late:
        return Light(Colour.RED, "超期")
    soon = local(step.late_at).date() <= local(now).date()
    return Light(Colour.YELLOW, "临期", "今天") if soon else Light(Colour.GREEN, "正常")
