"""Lists of issues: the register, and what the rooms above ask for. Scoped."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.elements import ColumnElement

from yishi import clock
from yishi.accounts.actors import Actor
from yishi.accounts.scoping import within
from yishi.database import db
from yishi.issues.models import REGISTER_ORDER, Issue
from yishi.issues.rules import CLIMBING, GREY, OPEN, FollowedUp, IssueState, Source
from yishi.kept import Kept
from yishi.organizations.models import Unit
from yishi.web.pagination import Slice, keyset_rows
from yishi.workdays.rules import Colour

PAGE = 20
MOST_UNITS = 300  # in the filter bar
S = IssueState

kept_units: Kept[Sequence[tuple[int, str]]] = Kept("units_of_register")

_LINES = sa.select(
    Issue.id,
    Issue.number,
    Issue.title,
    Issue.state,
    Issue.issue_class,
    Issue.area_code,
    Issue.clock_from,
    Issue.due_at,
    Issue.extended,
    Issue.reopened,
    Unit.name.label("unit_name"),
).join(Unit, Unit.id == Issue.lead_unit_id)


@dataclass(frozen=True)
class Filters:
    """(筛选) What the register's filter bar says; empty = everything that is not finished."""

    q: str = ""
    light: str = ""
    state: str = "open"
    unit_id: int | None = None
    area: str = ""
    due_from: dt.date | None = None


STATES: Mapping[str, tuple[str, frozenset[IssueState]]] = {
    "open": ("没办结的", OPEN | {S.AWAITING_CONFIRMATION}),
    "assigned": ("待签收", frozenset({S.ASSIGNED})),
    "working": ("办理中", frozenset({S.ACKNOWLEDGED, S.IN_PROGRESS})),
    "review": ("待审核", frozenset({S.UNDER_REVIEW})),
    "resolved": ("待回访", frozenset({S.RESOLVED})),
    "awaiting": ("等单位确认", frozenset({S.AWAITING_CONFIRMATION})),
    "done": ("已回访、已归档", frozenset({S.FOLLOWED_UP, S.CLOSED})),
    "all": ("全部", frozenset(S) - {S.DISCARDED}),
}


def register(
    actor: Actor, filters: Filters, now: dt.datetime, *, after: str | None = None
) -> Slice[sa.Row[Any]]:
    """One page of the register, what falls due first at the top: columns, not objects."""
    query = _LINES.where(within(Issue, actor), *_conditions(filters, now))
    return keyset_rows(
        query,
        [REGISTER_ORDER, Issue.__table__.c.id],
        lambda issue: [issue.due_at.isoformat() if issue.due_at else "infinity", issue.id],
        after=after,
        limit=PAGE,
    )


def units_of_register(actor: Actor) -> Sequence[tuple[int, str]]:
    """The units that lead something this person may see, for the filter bar: id and name."""
    reach = repr((actor.area_codes, actor.unit_ids))
    return kept_units.get(reach, lambda: _units_of_register(actor))


def _units_of_register(actor: Actor) -> Sequence[tuple[int, str]]:
    leads = sa.exists().where(Issue.lead_unit_id == Unit.id, within(Issue, actor))
    query = sa.select(Unit.id, Unit.name).where(leads).order_by(Unit.name, Unit.id)
    return [(id_, name) for id_, name in db.session.execute(query.limit(MOST_UNITS))]


def of_agenda_item(agenda_item_id: int) -> Sequence[Issue]:
    """What was promised under an agenda item, discarded drafts left out."""
    return of_agenda_items([agenda_item_id]).get(agenda_item_id, ())


def of_agenda_items(ids: Sequence[int]) -> Mapping[int, Sequence[Issue]]:
    """The same for several items, in one statement."""
    rows = db.session.scalars(
        sa.select(Issue)
        .where(Issue.agenda_item_id.in_(ids), Issue.state != S.DISCARDED)
        .options(joinedload(Issue.unit))
        .order_by(Issue.id)
    )
    found: dict[int, list[Issue]] = {}
    for issue in rows:
        found.setdefault(issue.agenda_item_id or 0, []).append(issue)
    return found


def of_deliberation(deliberation_id: int) -> Sequence[Issue]:
    """Every promise of one day, discarded drafts left out."""
    return db.session.scalars(
        sa.select(Issue)
        .where(Issue.deliberation_id == deliberation_id, Issue.state != S.DISCARDED)
        .options(joinedload(Issue.unit))
        .order_by(Issue.id)
    ).all()


def open_promises(
    *, area_code: str = "", estate_id: int | None = None, limit: int = 50
) -> Sequence[Issue]:
    """承诺回看: promises that are open or were broken, of an estate or a subtree of areas."""
    unsettled = sa.or_(
        Issue.state.in_(OPEN | {S.AWAITING_CONFIRMATION, S.RESOLVED}),
        sa.and_(Issue.state == S.FOLLOWED_UP, Issue.followed_up != FollowedUp.SOLVED),
    )
    query = (
        sa.select(Issue)
        .where(Issue.source == Source.PROMISE, unsettled)
        .options(joinedload(Issue.unit))
    )
    if estate_id is not None:
        query = query.where(Issue.estate_id == estate_id)
    if area_code:
        query = query.where(Issue.area_code.startswith(area_code, autoescape=True))
    return db.session.scalars(query.order_by(Issue.due_at, Issue.id).limit(limit)).all()


def _conditions(filters: Filters, now: dt.datetime) -> list[ColumnElement[Any]]:
    states = STATES.get(filters.state, STATES["open"])[1]
    conditions: list[ColumnElement[Any]] = [Issue.state.in_(states)]
    if filters.q:
        like = f"%{filters.q.strip().replace('%', '')}%"
        conditions.append(
            sa.or_(Issue.number.ilike(like), Issue.title.ilike(like), Issue.measure.ilike(like))
        )
    if filters.light:
        conditions.append(_lit(filters.light, now))
    if filters.unit_id is not None:
        conditions.append(Issue.lead_unit_id == filters.unit_id)
    if filters.area:
        conditions.append(Issue.area_code.startswith(filters.area, autoescape=True))
    if filters.due_from is not None:
        conditions.append(Issue.due_at >= clock.at(filters.due_from, dt.time(0)))
    return conditions


def _lit(colour: str, now: dt.datetime) -> ColumnElement[bool]:
    climbing = Issue.state.in_(CLIMBING)
    if colour == Colour.RED:
        return sa.and_(climbing, Issue.due_at < now)
    if colour == Colour.YELLOW:
        return sa.and_(climbing, Issue.due_at >= now, Issue.yellow_at <= now)
    if colour == Colour.GREEN:
        return sa.and_(climbing, Issue.yellow_at > now)
    return Issue.state.in_(GREY)
