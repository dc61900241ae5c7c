"""A day of 光明居二期 before it is held: planned on Tuesday for Saturday."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa

from tests.cast import Cast
from yishi.clock import at
from yishi.database import db
from yishi.deliberations.models import Deliberation
from yishi.deliberations.services import announcing, planning
from yishi.deliberations.services.planning import Frame, Wish
from yishi.notices.models import Notice

TUESDAY = at(dt.date(2026, 11, 24), dt.time(15, 0))
SATURDAY = dt.date(2026, 11, 28)
MORNING = at(SATURDAY, dt.time(9, 0))
TITLES = ("东街路灯晚上不亮", "3号楼下水道返水", "小广场晚上音响太吵")


def frame(**changes: object) -> Frame:
    """Saturday nine to eleven on the square."""
    usual = {
        "starts_at": MORNING,
        "ends_at": MORNING + dt.timedelta(hours=2),
        "place": "社区广场",
        "chair_name": "吕主任",
    }
    return Frame(**{**usual, **changes})  # type: ignore[arg-type]


def wish(
    cast: Cast, *, titles: Sequence[str] = TITLES, appeals: Sequence[int] = (), **changes: object
) -> Wish:
    """Three lines and two units."""
    units = [cast.property_company.id, cast.city_management.id]
    return Wish(frame(**changes), appeals, titles, units)


def drafted(
    cast: Cast,
    *,
    titles: Sequence[str] = TITLES,
    appeals: Sequence[int] = (),
    now: dt.datetime = TUESDAY,
    **changes: object,
) -> Deliberation:
    """A draft that may be announced."""
    wanted = wish(cast, titles=titles, appeals=appeals, **changes)
    return planning.draft(cast.estate, wanted, by=cast.actor(cast.organizer), now=now)


def announced(cast: Cast, *, now: dt.datetime = TUESDAY, **changes: object) -> Deliberation:
    """The same day, announced."""
    day = drafted(cast, now=now, **changes)  # type: ignore[arg-type]
    announcing.announce(day, by=cast.actor(cast.organizer), now=now)
    return day


def notices(kind: str) -> Sequence[Notice]:
    """What was queued of a kind."""
    return db.session.scalars(
        sa.select(Notice).where(Notice.kind == kind).order_by(Notice.id)
    ).all()
