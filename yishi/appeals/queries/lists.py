"""Lists of appeals: the register, the triage pile, and what the rooms above ask for. Scoped."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.elements import ColumnElement

from yishi.accounts.actors import Actor
from yishi.accounts.scoping import in_area, scoped, within
from yishi.appeals import rules
from yishi.appeals.models import Appeal
from yishi.appeals.rules import AppealState, Brings, Source
from yishi.database import db
from yishi.organizations.models import Estate
from yishi.web.pagination import Slice, keyset

PAGE = 30
S = AppealState
_appeal = Appeal.__table__.c


@dataclass(frozen=True)
class Filters:
    """(筛选) What the register's filter bar says; by default everything that owes something."""

    q: str = ""
    state: str = "owing"
    estate_id: int | None = None
    source: str = ""


def _to_triage() -> ColumnElement[bool]:
    return sa.and_(Appeal.state == S.RECEIVED, Appeal.triage_due_at.is_not(None))


def _to_answer() -> ColumnElement[bool]:
    return sa.and_(Appeal.answer_due_at.is_not(None), Appeal.answered_at.is_(None))


STATES: Mapping[str, tuple[str, Any]] = {
    "owing": ("还欠答复的", _to_answer),
    "triage": ("待分办", _to_triage),
    "accepted": ("已受理", lambda: Appeal.state == S.ACCEPTED),
    "underway": ("上会或派单，在办", lambda: Appeal.state.in_(rules.UNDERWAY)),
    "final": ("已答复", lambda: Appeal.state.in_(rules.FINAL)),
    "void": ("作废", lambda: Appeal.state == S.VOID),
    "leads": ("线索", lambda: Appeal.brings == Brings.LEAD),
    "all": ("全部", sa.true),
}


def register(actor: Actor, filters: Filters, *, after: str | None = None) -> Slice[Appeal]:
    """One page of the register, the newest at the top."""
    query = scoped(Appeal, actor).options(joinedload(Appeal.estate)).where(*_conditions(filters))
    return keyset(
        query,
        [_appeal.received_at, _appeal.id],
        lambda appeal: [appeal.received_at.isoformat(), appeal.id],
        after=after,
        limit=PAGE,
        descending=True,
    )


def estates_of_register(actor: Actor) -> Sequence[Estate]:
    """The estates that somebody of this person's area wrote from, for the filter bar."""
    named = sa.select(Appeal.estate_id).where(within(Appeal, actor)).distinct()
    return db.session.scalars(
        sa.select(Estate).where(Estate.id.in_(named)).order_by(Estate.name)
    ).all()


def next_to_triage(actor: Actor, but: int = 0) -> Appeal | None:
    """The appeal whose triage falls due first."""
    query = scoped(Appeal, actor).where(_to_triage(), Appeal.id != but)
    order = (Appeal.void_asked_at.is_not(None), Appeal.triage_due_at, Appeal.id)
    return db.session.scalars(query.order_by(*order).limit(1)).one_or_none()


def count_to_triage(actor: Actor) -> int:
    """How many wait for triage, counted to a hundred."""
    some = sa.select(Appeal.id).where(within(Appeal, actor), _to_triage()).limit(100)
    return db.session.scalar(sa.select(sa.func.count()).select_from(some.subquery())) or 0


def ready_for_agenda(estate_id: int | None, area_code: str) -> Sequence[Appeal]:
    """Released appeals without a final decision that a day there could take up, oldest first."""
    place = Appeal.estate_id == estate_id if estate_id else in_area(_appeal.area_code, area_code)
    return db.session.scalars(
        sa.select(Appeal)
        .where(place, Appeal.state.in_(rules.UNDECIDED), Appeal.released_at.is_not(None))
        .order_by(Appeal.received_at, Appeal.id)
        .limit(100)
    ).all()


def owing(actor: Actor, limit: int = 500) -> Sequence[Appeal]:
    """What still owes triage or an answer, what falls due first at the top."""
    due = sa.case((_to_triage(), Appeal.triage_due_at), else_=Appeal.answer_due_at)
    query = scoped(Appeal, actor).where(_to_answer()).options(joinedload(Appeal.estate))
    return db.session.scalars(query.order_by(due, Appeal.id).limit(limit)).all()


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    conditions = [STATES.get(filters.state, STATES["owing"])[1]()]
    if filters.q.strip():
        conditions.append(_matches(filters.q.strip()))
    if filters.estate_id:
        conditions.append(Appeal.estate_id == filters.estate_id)
    if filters.source in set(Source):
        conditions.append(Appeal.source == filters.source)
    return conditions


def _matches(words: str) -> ColumnElement[bool]:
    number = rules.read_number(words)
    if number:
        return Appeal.number == number
    return sa.or_(
        Appeal.title.contains(words, autoescape=True),
        Appeal.public_title.contains(words, autoescape=True),
        Appeal.external_number == words,
    )
