"""The ladder, levels 0 to 2: when each rung is due, whom it reaches. Pure (SPEC § 10).

Fixed: the lowest level not yet sent comes first; after the system slept, one
notice, then at least until the next morning to react; a unit is never punished
for our sleep.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from yishi.dates import date_of
from yishi.organizations.rules import IssueClass
from yishi.workdays.rules import TERMS, Calendar, red_at

LATE_AFTER = dt.timedelta(hours=1)
ASK_AGAIN = dt.timedelta(minutes=1)  # whether the first notice has left
ASK_SLOWLY = dt.timedelta(minutes=5)
MORNING = dt.time(9, 0)


class Level(StrEnum):
    """(级) A rung of the ladder; the order of the members is the order of the rungs."""

    ASSIGNED = "0"
    UNACKNOWLEDGED = "0a"
    STILL_UNACKNOWLEDGED = "0b"
    YELLOW = "1"
    RED = "2"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Level.ASSIGNED: "派单",
    Level.UNACKNOWLEDGED: "未签收",
    Level.STILL_UNACKNOWLEDGED: "仍未签收",
    Level.YELLOW: "黄灯",
    Level.RED: "红灯",
}


class Reader(StrEnum):
    """(通知谁) Whom a rung reaches."""

    HANDLER = "handler"
    HEAD = "head"
    LEADER = "leader"  # the deputy in charge, else the chief
    OFFICE = "office"


class Fired(NamedTuple):
    """(已发) When a rung was due and when it came; `late`: the system had slept."""

    due_at: dt.datetime
    fired_at: dt.datetime
    late: bool


def _nothing() -> Mapping[Level, Fired]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Standing:
    """(办到哪了) What the ladder needs to know of an issue in the hands of a unit."""

    issue_class: IssueClass
    unacknowledged: bool
    assigned_at: dt.datetime
    acknowledge_by: dt.datetime | None  # empty until the first notice left
    due_at: dt.datetime
    yellow_at: dt.datetime
    sent: Mapping[Level, Fired] = field(default_factory=_nothing)


Moment = Callable[[Standing, Calendar], dt.datetime | None]


@dataclass(frozen=True)
class Rung:
    """(一级) One line of the table; `kind` is the notice, empty where another room has sent it."""

    level: Level
    kind: str
    readers: tuple[Reader, ...]
    moment: Moment


def _at_assignment(standing: Standing, _calendar: Calendar) -> dt.datetime:
    return standing.assigned_at


def _acknowledge_by(standing: Standing, _calendar: Calendar) -> dt.datetime | None:
    return standing.acknowledge_by if standing.unacknowledged else None


def _another_period(standing: Standing, calendar: Calendar) -> dt.datetime | None:
    first = standing.sent.get(Level.UNACKNOWLEDGED)
    if first is None or not standing.unacknowledged:
        return None
    start = first.fired_at if first.late else first.due_at
    return TERMS[standing.issue_class].acknowledge.after(start, calendar)


def _yellow(standing: Standing, calendar: Calendar) -> dt.datetime | None:
    """If it lies before the assignment: 09:00 of the due day, or none at all."""
    morning = calendar.at(date_of(standing.due_at), MORNING)
    for moment in (standing.yellow_at, morning):
        if standing.assigned_at < moment <= standing.due_at:
            return moment
    return None


def _red(standing: Standing, calendar: Calendar) -> dt.datetime:
    return red_at(standing.due_at, standing.issue_class, calendar)


_UNIT = (Reader.HANDLER, Reader.HEAD)

LADDER = (
    Rung(Level.ASSIGNED, "", _UNIT, _at_assignment),
    Rung(Level.UNACKNOWLEDGED, "unacknowledged", _UNIT, _acknowledge_by),
    Rung(Level.STILL_UNACKNOWLEDGED, "unacknowledged_again", _UNIT, _another_period),
    Rung(Level.YELLOW, "yellow", (Reader.HANDLER,), _yellow),
    Rung(Level.RED, "red", (*_UNIT, Reader.LEADER, Reader.OFFICE), _red),
)


class Due(NamedTuple):
    """(该发的) A rung whose moment has come; `late`: 停机补发."""

    rung: Rung
    due_at: dt.datetime
    late: bool


def due(standing: Standing, now: dt.datetime, calendar: Calendar) -> Due | None:
    """The lowest rung not yet sent whose moment has come."""
    for rung, planned, moment in _waiting(standing, calendar):
        if moment <= now:
            return Due(rung, planned, bool(rung.kind) and now - planned > LATE_AFTER)
    return None


def look_again(standing: Standing, now: dt.datetime, calendar: Calendar) -> dt.datetime | None:
    """When the sweep has to look next; None if nothing more can come by itself."""
    moments = [moment for _rung, _planned, moment in _waiting(standing, calendar)]
    if standing.unacknowledged and standing.acknowledge_by is None:
        young = now - standing.assigned_at < dt.timedelta(hours=1)
        moments.append(now + (ASK_AGAIN if young else ASK_SLOWLY))
    return min(moments, default=None)


def _waiting(standing: Standing, calendar: Calendar) -> list[tuple[Rung, dt.datetime, dt.datetime]]:
    """Rungs not yet sent: the planned moment, and the one after a rest that a late notice gives."""
    rest = _rest_until(standing, calendar)
    rows = []
    for rung in LADDER:
        planned = None if rung.level in standing.sent else rung.moment(standing, calendar)
        if planned is not None:
            rows.append((rung, planned, max(planned, rest) if rest else planned))
    return rows


def _rest_until(standing: Standing, calendar: Calendar) -> dt.datetime | None:
    late = [fired.fired_at for fired in standing.sent.values() if fired.late]
    if not late:
        return None
    if standing.issue_class is IssueClass.E:
        return TERMS[IssueClass.E].acknowledge.after(max(late), calendar)
    return calendar.at(calendar.add_workdays(max(late), 1), MORNING)
