"""Days as everybody sees them: a draft does not exist here."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from yishi.accounts.scoping import in_area
from yishi.clock import at, local
from yishi.database import db
from yishi.deliberations.models import Deliberation, Invitation
from yishi.deliberations.rules import OPEN, PUBLIC, State
from yishi.errors import NotFound
from yishi.organizations.models import Area
from yishi.web.pagination import Slice, keyset

ON_A_PAGE = 50


def public_day(id_: int) -> Deliberation:
    """A public day with its agenda, invited units and changes, in four statements."""
    query = (
        sa.select(Deliberation)
        .where(Deliberation.id == id_, Deliberation.state.in_(PUBLIC))
        .options(
            joinedload(Deliberation.estate),
            selectinload(Deliberation.items),
            selectinload(Deliberation.invitations).joinedload(Invitation.unit),
            selectinload(Deliberation.changes),
        )
    )
    day = db.session.scalars(query).one_or_none()
    if day is None:
        raise NotFound
    return day


def schedule(
    now: dt.datetime,
    *,
    area_code: str = "",
    month: dt.date | None = None,
    after: str | None = None,
    limit: int = ON_A_PAGE,
) -> Slice[Deliberation]:
    """Public days of a month, else those from today on; a subtree if an area is given."""
    query = (
        sa.select(Deliberation)
        .where(Deliberation.state.in_(PUBLIC), *_when(month, now))
        .options(
            joinedload(Deliberation.estate),
            selectinload(Deliberation.items),
            selectinload(Deliberation.changes),
        )
    )
    if area_code:
        query = query.where(in_area(Deliberation.area_code, area_code))
    keys = (Deliberation.starts_at, Deliberation.id)
    return keyset(
        query,
        keys,
        lambda day: (day.starts_at.isoformat(), day.id),
        after=after,
        limit=limit,
    )


def areas_with_days() -> Sequence[Area]:
    """The communities that have public days, for the filter."""
    here = sa.select(Deliberation.id).where(
        Deliberation.area_code == Area.code, Deliberation.state.in_(PUBLIC)
    )
    return db.session.scalars(sa.select(Area).where(here.exists()).order_by(Area.code)).all()


def next_public_day(now: dt.datetime, area_code: str = "") -> Deliberation | None:
    """The next announced day, or the one that is open now."""
    midnight = at(local(now).date(), dt.time())
    query = sa.select(Deliberation).where(
        Deliberation.state.in_(OPEN | {State.ANNOUNCED}), Deliberation.starts_at >= midnight
    )
    if area_code:
        query = query.where(in_area(Deliberation.area_code, area_code))
    options = (
        selectinload(Deliberation.items),
        selectinload(Deliberation.invitations).joinedload(Invitation.unit),
    )
    return db.session.scalars(
        query.options(*options).order_by(Deliberation.starts_at, Deliberation.id).limit(1)
    ).one_or_none()


def _when(month: dt.date | None, now: dt.datetime) -> list[sa.ColumnElement[bool]]:
    if month is None:
        return [Deliberation.starts_at >= at(local(now).date(), dt.time())]
    following = (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return [
        Deliberation.starts_at >= at(month.replace(day=1), dt.time()),
        Deliberation.starts_at < at(following, dt.time()),
    ]
