"""What earlier days put off to the next one, and no later day has taken up."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from yishi.accounts.actors import Actor
from yishi.accounts.scoping import within
from yishi.database import db
from yishi.deliberations.models import AgendaItem, Deliberation
from yishi.deliberations.rules import HELD, Outcome, State


def put_off(area_code: str, estate_id: int | None) -> Sequence[AgendaItem]:
    """Items of an estate, or of a whole community, that wait for its next day."""
    if estate_id is not None:
        return _waiting(Deliberation.estate_id == estate_id)
    return _waiting(Deliberation.area_code == area_code, Deliberation.estate_id.is_(None))


def put_off_before(actor: Actor, moment: dt.datetime) -> Sequence[AgendaItem]:
    """Items of the actor's area that wait since a session before this moment."""
    return _waiting(within(Deliberation, actor), Deliberation.closed_at <= moment)


def _waiting(*where: sa.ColumnElement[bool]) -> Sequence[AgendaItem]:
    later, its_day = aliased(AgendaItem), aliased(Deliberation)
    taken_up = (
        sa.select(later.id)
        .join(its_day, its_day.id == later.deliberation_id)
        .where(later.carried_from_id == AgendaItem.id, its_day.state != State.CANCELLED)
    )
    query = (
        sa.select(AgendaItem)
        .join(Deliberation)
        .where(
            AgendaItem.outcome == Outcome.NEXT_TIME,
            Deliberation.state.in_(HELD),
            ~taken_up.exists(),
            *where,
        )
        .options(joinedload(AgendaItem.deliberation))
        .order_by(Deliberation.starts_at, AgendaItem.position)
    )
    return db.session.scalars(query).all()
