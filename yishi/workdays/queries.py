"""The calendar of an area: published days, overrides from the city down, and the office's hours.

Built at most every few seconds a process: a due date asks often, an override is rare.
"""

import datetime as dt
import time
from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from flask import current_app

from yishi.database import db
from yishi.organizations.queries import setting
from yishi.organizations.rules import above
from yishi.workdays.models import DayOverride
from yishi.workdays.published import published
from yishi.workdays.rules import Calendar, Known, read_hours

KEPT = 5.0  # seconds; another process sees an override that much later
WRITTEN = "workdays_written"  # this session changed the calendar: nobody else may see it yet
HOURS = "workdays.hours"


class _Kept(NamedTuple):
    until: float
    calendar: Calendar


def calendar(area_code: str = "") -> Calendar:
    """The calendar that holds in an area; without one, what holds for the whole installation."""
    if db.session().info.get(WRITTEN):
        return _build(area_code)
    kept = _cache().get(area_code)
    if kept is None or kept.until < time.monotonic():
        kept = _Kept(time.monotonic() + KEPT, _build(area_code))
        _cache()[area_code] = kept
    return kept.calendar


def overrides(area_code: str, since: dt.date | None = None) -> Sequence[DayOverride]:
    """The overrides that hold in an area, by day, the widest first."""
    query = sa.select(DayOverride).where(DayOverride.area_code.in_(above(area_code)))
    if since is not None:
        query = query.where(DayOverride.day >= since)
    return db.session.scalars(query.order_by(DayOverride.day, DayOverride.area_code)).all()


def forget() -> None:
    """Empties this process's cache."""
    _cache().clear()


def _build(area_code: str) -> Calendar:
    own = {row.day: Known(row.kind, row.note) for row in overrides(area_code)}
    hours = read_hours(setting(area_code, HOURS))
    known = published()
    return Calendar(known.days, known.first_year, known.last_year, own, hours)


def _cache() -> dict[str, _Kept]:
    cache: dict[str, _Kept] = current_app.extensions.setdefault("yishi_calendars", {})
    return cache
