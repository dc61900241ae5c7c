"""Which days are worked, counting them, and why a date came out as it did. Pure.

Sources: SPEC § 9; the State Council's yearly notice on holidays reaches us as
`Known` days; the four fixed holidays of unknown years stand in 《全国年节及纪念日放假办法》.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from types import MappingProxyType

from yishi.dates import SHANGHAI, date_of
from yishi.workdays.rules.hours import Hours

FARTHEST = 4000  # days; nothing is due later, and a loop ends

_FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
_CHRISTMAS = (12, 25)  # New Year's holiday may begin after it, and comes with the next notice


class DayKind(StrEnum):
    """(上班 / 放假) What a calendar says of a day."""

    WORK = "work"
    REST = "rest"

    @property
    def label(self) -> str:
        """上班 or 放假."""
        return "上班" if self is DayKind.WORK else "放假"


@dataclass(frozen=True)
class Known:
    """(已知的一天) A day that differs from its weekday, and its name (国庆节, 调休)."""

    kind: DayKind
    name: str = ""


@dataclass(frozen=True)
class Day:
    """(为什么是这一天) One day between start and due: `number` is its count, None = not counted."""

    date: dt.date
    worked: bool
    number: int | None
    name: str
    provisional: bool


def _nothing() -> Mapping[dt.date, Known]:
    return MappingProxyType({})


@dataclass(frozen=True)
class Calendar:
    """(工作日历) An office's overrides, the published days, and the working hours.

    `first_year` to `last_year` are the years the published days cover; outside
    them Monday to Friday without the fixed holidays is worked, provisionally.
    """

    published: Mapping[dt.date, Known] = field(default_factory=_nothing, repr=False)
    first_year: int = 0
    last_year: int = 0
    overrides: Mapping[dt.date, Known] = field(default_factory=_nothing, repr=False)
    hours: Hours = field(default_factory=Hours)
    _seen: dict[dt.date, bool] = field(default_factory=dict, repr=False, compare=False)

    def is_workday(self, day: dt.date) -> bool:
        """Whether the office works on this day; a register asks for the same ones often."""
        worked = self._seen.get(day)
        if worked is None:
            worked = self._seen[day] = self._is_workday(day)
        return worked

    def is_provisional(self, day: dt.date) -> bool:
        """Whether the State Council's notice may still change this day."""
        if day in self.overrides or day in self.published:
            return False
        late = day.year == self.last_year and (day.month, day.day) > _CHRISTMAS
        return late or not self._covers(day)

    def name(self, day: dt.date) -> str:
        """国庆节, 调休上班, or nothing for an ordinary day."""
        known = self._known(day)
        return known.name if known else ""

    def add_workdays(self, start: dt.date | dt.datetime, n: int) -> dt.date:
        """The nth working day after `start`, which itself is not counted; n = 0: start's day."""
        if n < 0:
            raise ValueError("n counts forward")
        day = date_of(start)
        if n == 0:
            return day
        due = next(islice(self._workdays_after(day), n - 1, None), None)
        if due is None:
            raise ValueError("too far ahead")
        return due

    def due_at(self, start: dt.date | dt.datetime, n: int) -> dt.datetime:
        """The end of work on the nth working day, in UTC."""
        return self.end_of(self.add_workdays(start, n))

    def end_of(self, day: dt.date) -> dt.datetime:
        """The end of work on a day (17:30), worked or not: a promised Sunday stands. UTC."""
        return self.at(day, self.hours.end(day))

    def at(self, day: dt.date, time: dt.time) -> dt.datetime:
        """The moment (UTC) at which a clock in Liaocheng shows this day and time."""
        return dt.datetime.combine(day, time, SHANGHAI).astimezone(dt.UTC)

    def add_work_minutes(self, start: dt.datetime, minutes: int) -> dt.datetime:
        """The moment (UTC) when so many minutes of working time have passed since `start`."""
        left = dt.timedelta(minutes=minutes)
        for begin, end in self._sessions_from(start):
            if begin + left <= end:
                return (begin + left).astimezone(dt.UTC)
            left -= end - begin
        raise ValueError("too far ahead")

    def workdays_between(self, start: dt.date, end: dt.date) -> int:
        """Working days in (start, end]; negative when `end` lies before `start`."""
        if end < start:
            return -self.workdays_between(end, start)
        days = (start + dt.timedelta(days=i) for i in range(1, (end - start).days + 1))
        return sum(self.is_workday(day) for day in days)

    def previous_workday(self, day: dt.date) -> dt.date:
        """The last working day before this one."""
        return self.workdays_before(day, 1)

    def workdays_before(self, day: dt.date, n: int) -> dt.date:
        """The nth working day before this one."""
        while n > 0:
            day -= dt.timedelta(days=1)
            n -= self.is_workday(day)
        return day

    def next_workday(self, day: dt.date) -> dt.date:
        """This day if it is worked, else the first working day after it."""
        return day if self.is_workday(day) else self.add_workdays(day, 1)

    def resumed_due(self, suspended: dt.date, resumed: dt.date, due: dt.date) -> dt.date:
        """The new due day after a suspension: the working days that were left, counted again."""
        return self.add_workdays(resumed, self.workdays_between(suspended, due))

    def explain(self, start: dt.date | dt.datetime, due: dt.date | dt.datetime) -> list[Day]:
        """Every day from start to due with its count: what 为什么是这一天 shows."""
        first, last = date_of(start), date_of(due)
        days, number = [self._day(first, None)], 0
        for offset in range(1, (last - first).days + 1):
            date = first + dt.timedelta(days=offset)
            number += self.is_workday(date)
            days.append(self._day(date, number if self.is_workday(date) else None))
        return days

    def known_until(self) -> dt.date:
        """The last day that no coming notice can change."""
        return dt.date(self.last_year, *_CHRISTMAS)

    def _day(self, date: dt.date, number: int | None) -> Day:
        return Day(date, self.is_workday(date), number, self.name(date), self.is_provisional(date))

    def _is_workday(self, day: dt.date) -> bool:
        known = self._known(day)
        return known.kind is DayKind.WORK if known else _usually_worked(day, self._covers(day))

    def _known(self, day: dt.date) -> Known | None:
        return self.overrides.get(day) or self.published.get(day)

    def _covers(self, day: dt.date) -> bool:
        return self.first_year <= day.year <= self.last_year

    def _workdays_after(self, day: dt.date) -> Iterator[dt.date]:
        for offset in range(1, FARTHEST):
            date = day + dt.timedelta(days=offset)
            if self.is_workday(date):
                yield date

    def _sessions_from(self, start: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        local = start.astimezone(SHANGHAI)
        for offset in range(FARTHEST):
            date = local.date() + dt.timedelta(days=offset)
            if not self.is_workday(date):
                continue
            for begin, end in self.hours.of(date):
                opened = max(dt.datetime.combine(date, begin, SHANGHAI), local)
                closed = dt.datetime.combine(date, end, SHANGHAI)
                if opened < closed:
                    yield opened, closed


def _usually_worked(day: dt.date, covered: bool) -> bool:
    """By weekday; a covered year names its holidays itself, another has only the fixed ones."""
    holiday = not covered and (day.month, day.day) in _FIXED_HOLIDAYS
    return day.weekday() < 5 and not holiday
