"""Days as the desk sees them, and what a new one copies from the estate's last."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from yishi.accounts.actors import Actor
from yishi.accounts.scoping import scoped
from yishi.clock import at, local
from yishi.database import db
from yishi.deliberations.models import Deliberation, Invitation
from yishi.deliberations.rules import NOTICE_DAYS, UNSTARTED, USUAL_LENGTH, State
from yishi.errors import NotFound
from yishi.organizations.models import Contact, Unit
from yishi.web.pagination import Slice, keyset

USUAL_START = dt.time(9, 0)
SHOWN_UNSTARTED = 100
_day = sa.inspect(Deliberation).columns


@dataclass(frozen=True)
class Proposal:
    """What 办一场 is filled in with; `last` is the day it was copied from."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str = ""
    chair_name: str = ""
    unit_ids: Sequence[int] = ()
    last: Deliberation | None = None


def full_day(id_: int, actor: Actor) -> Deliberation:
    """A day with agenda, invitations, contacts and changes, in five statements."""
    query = scoped(Deliberation, actor).where(Deliberation.id == id_)
    day = db.session.scalars(query.options(*whole_day())).one_or_none()
    if day is None:
        raise NotFound
    return day


def whole_day() -> tuple[ExecutableOption, ...]:
    """Loads all that a desk page of a day shows."""
    invitation = selectinload(Deliberation.invitations)
    return (
        joinedload(Deliberation.estate),
        selectinload(Deliberation.items),
        selectinload(Deliberation.changes),
        invitation.joinedload(Invitation.unit).selectinload(Unit.contacts),
        invitation.joinedload(Invitation.contact).joinedload(Contact.contact_point),
    )


def unstarted(actor: Actor) -> Sequence[Deliberation]:
    """Drafts, plans and announced days, and those now open; the next first."""
    final = (State.CANCELLED, State.PUBLISHED, State.ARCHIVED)
    query = (
        scoped(Deliberation, actor)
        .where(Deliberation.state.not_in(final))
        .options(selectinload(Deliberation.items), selectinload(Deliberation.invitations))
        .order_by(Deliberation.starts_at, Deliberation.id)
        .limit(SHOWN_UNSTARTED)
    )
    return db.session.scalars(query).all()


def held(actor: Actor, after: str | None = None) -> Slice[Deliberation]:
    """Published, archived and cancelled days, the latest first."""
    final = (State.CANCELLED, State.PUBLISHED, State.ARCHIVED)
    return keyset(
        scoped(Deliberation, actor).where(Deliberation.state.in_(final)),
        (_day.starts_at, _day.id),
        lambda day: (day.starts_at.isoformat(), day.id),
        after=after,
        limit=20,
        descending=True,
    )


def days_to_place_on(
    actor: Actor, area_code: str, estate_id: int | None, now: dt.datetime
) -> Sequence[Deliberation]:
    """Coming days of an estate or its community, on which an appeal may still be placed."""
    query = (
        scoped(Deliberation, actor)
        .where(
            Deliberation.state.in_(UNSTARTED - {State.POSTPONED}),
            Deliberation.starts_at > now,
            _same_place(area_code, estate_id),
        )
        .options(selectinload(Deliberation.items))
        .order_by(Deliberation.starts_at)
        .limit(3)
    )
    return db.session.scalars(query).all()


def last_day(
    actor: Actor, estate_id: int | None = None, area_code: str | None = None
) -> Deliberation | None:
    """The latest day of an estate or area that was not cancelled; without one, of the office."""
    query = scoped(Deliberation, actor).where(Deliberation.state != State.CANCELLED)
    if estate_id is not None:
        query = query.where(Deliberation.estate_id == estate_id)
    elif area_code is not None:
        query = query.where(Deliberation.area_code == area_code, Deliberation.estate_id.is_(None))
    query = query.order_by(Deliberation.starts_at.desc(), Deliberation.id.desc()).limit(1)
    return db.session.scalars(query.options(selectinload(Deliberation.invitations))).one_or_none()


def proposal(last: Deliberation | None, now: dt.datetime) -> Proposal:
    """A copy of the last day at the next possible date of its weekday and hour."""
    first = local(now).date() + dt.timedelta(days=NOTICE_DAYS)
    if last is None:
        starts = at(_next(first, weekday=5), USUAL_START)
        return Proposal(starts, starts + USUAL_LENGTH)
    before = local(last.starts_at)
    starts = at(_next(first, weekday=before.weekday()), before.time())
    units = [invitation.unit_id for invitation in last.invitations]
    length = last.ends_at - last.starts_at
    return Proposal(starts, starts + length, last.place, last.chair_name, units, last)


def _next(day: dt.date, weekday: int) -> dt.date:
    return day + dt.timedelta(days=(weekday - day.weekday()) % 7)


def _same_place(area_code: str, estate_id: int | None) -> sa.ColumnElement[bool]:
    whole_area = sa.and_(Deliberation.estate_id.is_(None), Deliberation.area_code == area_code)
    if estate_id is None:
        return Deliberation.area_code == area_code
    return sa.or_(Deliberation.estate_id == estate_id, whole_area)


def may_follow(id_: int, actor: Actor) -> bool:
    """Whether somebody may listen to what changes in a day."""
    query = scoped(Deliberation, actor).where(Deliberation.id == id_)
    return db.session.scalar(sa.select(query.exists())) is True
