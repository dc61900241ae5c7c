"""Days as everybody sees them: a draft does not exist here."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, load_only, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from yishi.accounts.scoping import in_area
from yishi.clock import at, local
from yishi.database import db
from yishi.deliberations.models import AgendaItem, Deliberation, DeliberationChange, Invitation
from yishi.deliberations.rules import OPEN, PUBLIC, WITH_RESULT, ChangeKind, ItemKind, State
from yishi.errors import NotFound
from yishi.kept import Kept
from yishi.organizations.models import Area
from yishi.organizations.rules import spoken_name
from yishi.web.pagination import Slice, keyset_rows

ON_A_PAGE = 50

kept_areas: Kept[Sequence[tuple[str, str]]] = Kept("areas_with_days")

_day = sa.inspect(Deliberation).columns

# The page that five hundred phones open at once: its statements are built once.
_ID = sa.bindparam("id", type_=sa.BigInteger)
_DAY = (
    sa.select(Deliberation)
    .where(Deliberation.id == _ID, Deliberation.state.in_(PUBLIC))
    .options(joinedload(Deliberation.estate))
)
_ITEMS = (
    sa.select(AgendaItem)
    .where(AgendaItem.deliberation_id == _ID)
    .options(
        load_only(
            AgendaItem.kind, AgendaItem.title, AgendaItem.situation, AgendaItem.added_in_session
        )
    )
    .order_by(AgendaItem.position, AgendaItem.id)
)
_CHANGES = (
    sa.select(DeliberationChange)
    .where(DeliberationChange.deliberation_id == _ID)
    .order_by(DeliberationChange.id)
)
_INVITATIONS = (
    sa.select(Invitation)
    .where(Invitation.deliberation_id == _ID)
    .options(joinedload(Invitation.unit))
    .order_by(Invitation.id)
)
_MATTERS = sa.select(AgendaItem.title).where(
    AgendaItem.deliberation_id == Deliberation.id, AgendaItem.kind == ItemKind.ORDINARY
)
_MOVED = (
    sa.select(DeliberationChange.previous_starts_at, DeliberationChange.previous_place)
    .where(
        DeliberationChange.deliberation_id == Deliberation.id,
        DeliberationChange.kind == ChangeKind.MOVED,
    )
    .order_by(DeliberationChange.id.desc())
    .limit(1)
    .lateral("moved")
)
_LINES = (
    sa.select(
        Deliberation.id,
        Deliberation.area_code,
        Deliberation.title,
        Deliberation.place,
        Deliberation.starts_at,
        Deliberation.state,
        Deliberation.call_until,
        Deliberation.halt_reason,
        _MOVED.c.previous_starts_at,
        _MOVED.c.previous_place,
        _MATTERS.with_only_columns(sa.func.count()).scalar_subquery().label("matter_count"),
        _MATTERS.order_by(AgendaItem.position, AgendaItem.id)
        .limit(1)
        .scalar_subquery()
        .label("first_matter"),
    )
    .outerjoin(_MOVED, sa.true())
    .where(Deliberation.state.in_(PUBLIC))
)


def public_day(id_: int) -> Deliberation:
    """A public day with what its page shows: four statements before it, two after its result."""
    day = db.session.scalars(_DAY, {"id": id_}).one_or_none()
    if day is None:
        raise NotFound
    set_committed_value(day, "invitations", _invitations(day))
    if day.state not in WITH_RESULT:
        set_committed_value(day, "items", db.session.scalars(_ITEMS, {"id": id_}).all())
        set_committed_value(day, "changes", db.session.scalars(_CHANGES, {"id": id_}).all())
    return day


def schedule(
    now: dt.datetime,
    *,
    area_code: str = "",
    month: dt.date | None = None,
    after: str | None = None,
) -> Slice[sa.Row[Any]]:
    """The lines of the schedule: a month, else from today on; a subtree if an area is given.

    Each has the day's own columns, how many matters it has, the first of them, and
    the time and place before its last move.
    """
    query = _LINES.where(*_when(month, now), *_where([area_code] if area_code else []))
    return keyset_rows(
        query,
        (_day.starts_at, _day.id),
        lambda line: (line.starts_at.isoformat(), line.id),
        after=after,
        limit=ON_A_PAGE,
    )


def days(
    now: dt.datetime,
    *,
    area_codes: Sequence[str] = (),
    month: dt.date | None = None,
    limit: int = ON_A_PAGE,
) -> Sequence[Deliberation]:
    """The same days whole, with all their matters: for calendars, posters and exports."""
    query = (
        sa.select(Deliberation)
        .where(Deliberation.state.in_(PUBLIC), *_when(month, now), *_where(area_codes))
        .options(
            joinedload(Deliberation.estate),
            selectinload(Deliberation.changes),
            selectinload(Deliberation.items),
        )
    )
    return db.session.scalars(query.order_by(_day.starts_at, _day.id).limit(limit)).all()


def areas_with_days() -> Sequence[tuple[str, str]]:
    """The communities that have public days, for the filter: code and name."""
    return kept_areas.get("all", _areas_with_days)


def next_public_day(now: dt.datetime, area_code: str = "") -> Deliberation | None:
    """The next announced day, or the one that is open now."""
    midnight = at(local(now).date(), dt.time())
    query = sa.select(Deliberation).where(
        Deliberation.state.in_(OPEN | {State.ANNOUNCED}), Deliberation.starts_at >= midnight
    )
    if area_code:
        query = query.where(in_area(_day.area_code, area_code))
    options = (
        selectinload(Deliberation.items),
        selectinload(Deliberation.invitations).joinedload(Invitation.unit),
    )
    return db.session.scalars(
        query.options(*options).order_by(Deliberation.starts_at, Deliberation.id).limit(1)
    ).one_or_none()


def _areas_with_days() -> Sequence[tuple[str, str]]:
    here = sa.select(Deliberation.id).where(
        Deliberation.area_code == Area.code, Deliberation.state.in_(PUBLIC)
    )
    query = sa.select(Area.code, Area.name).where(here.exists()).order_by(Area.code)
    return [(code, spoken_name(name)) for code, name in db.session.execute(query)]


def _invitations(day: Deliberation) -> list[Invitation]:
    rows = list(db.session.scalars(_INVITATIONS, {"id": day.id}))
    for row in rows:
        set_committed_value(row, "deliberation", day)
    return rows


def _when(month: dt.date | None, now: dt.datetime) -> list[sa.ColumnElement[bool]]:
    if month is None:
        return [Deliberation.starts_at >= at(local(now).date(), dt.time())]
    following = (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return [
        Deliberation.starts_at >= at(month.replace(day=1), dt.time()),
        Deliberation.starts_at < at(following, dt.time()),
    ]


def _where(area_codes: Sequence[str]) -> list[sa.ColumnElement[bool]]:
    here = [in_area(_day.area_code, code) for code in area_codes]
    return [sa.or_(*here)] if here else []
