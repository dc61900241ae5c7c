"""The calendar of an area: published days, overrides from the city down, and the office's hours.

Built at most every few seconds a process: a due date asks often, an override is rare.
"""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa

from yishi.database import db
from yishi.kept import Kept
from yishi.organizations.queries import setting
from yishi.organizations.rules import above
from yishi.workdays.models import DayOverride
from yishi.workdays.published import published
from yishi.workdays.rules import Calendar, Known, read_hours

HOURS = "workdays.hours"

kept: Kept[Calendar] = Kept("calendar")


def calendar(area_code: str = "") -> Calendar:
    """The calendar that holds in an area; without one, what holds for the whole installation."""
    return kept.get(area_code, lambda: _build(area_code))


def overrides(area_code: str, since: dt.date | None = None) -> Sequence[DayOverride]:
    """The overrides that hold in an area, by day, the widest first."""
    query = sa.select(DayOverride).where(DayOverride.area_code.in_(above(area_code)))
    if since is not None:
        query = query.where(DayOverride.day >= since)
    return db.session.scalars(query.order_by(DayOverride.day, DayOverride.area_code)).all()


def _build(area_code: str) -> Calendar:
    own = {row.day: Known(row.kind, row.note) for row in overrides(area_code)}
    hours = read_hours(setting(area_code, HOURS))
    known = published()
    return Calendar(known.days, known.first_year, known.last_year, own, hours)
