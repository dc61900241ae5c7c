"""The five classes' times: to acknowledge, to make contact, to finish, to warn. Pure.

The table of SPEC § 9. An office may change it; what was dispatched keeps the
moments that were copied into it.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from yishi.dates import date_of
from yishi.organizations.rules import IssueClass
from yishi.workdays.rules.calendar import Calendar

MORNING = dt.time(9, 0)


class Clock(StrEnum):
    """(怎么数) What a span counts."""

    MINUTES = "minutes"  # day and night
    WORK_MINUTES = "work_minutes"
    WORKDAYS = "workdays"  # to the end of work


@dataclass(frozen=True)
class Span:
    """(时长) So much time, by one of three clocks."""

    n: int
    clock: Clock

    def after(self, start: dt.datetime, calendar: Calendar) -> dt.datetime:
        """The moment (UTC) when this span that began at `start` has run out."""
        if self.clock is Clock.MINUTES:
            return (start + dt.timedelta(minutes=self.n)).astimezone(dt.UTC)
        if self.clock is Clock.WORK_MINUTES:
            return calendar.add_work_minutes(start, self.n)
        if self.n == 0:
            return _same_day(start, calendar)
        return calendar.due_at(start, self.n)

    @property
    def label(self) -> str:
        """30分钟, 4个工作小时, 5个工作日."""
        if self.clock is Clock.WORKDAYS:
            return f"{self.n}个工作日" if self.n else "当天"
        unit = "" if self.clock is Clock.MINUTES else "个工作"
        whole = self.n % 60 == 0
        return f"{self.n // 60 if whole else self.n}{unit}{'小时' if whole else '分钟'}"


@dataclass(frozen=True)
class Terms:
    """(时限) One class's times; `finish` None: the promised date alone."""

    acknowledge: Span
    first_contact: Span
    finish: Span | None
    yellow: str  # how the warning is reckoned, for people


def _minutes(n: int) -> Span:
    return Span(n, Clock.MINUTES)


def _work_hours(n: int) -> Span:
    return Span(60 * n, Clock.WORK_MINUTES)


def _workdays(n: int) -> Span:
    return Span(n, Clock.WORKDAYS)


TERMS: Mapping[IssueClass, Terms] = MappingProxyType(
    {
        IssueClass.E: Terms(_minutes(30), _minutes(120), _minutes(24 * 60), "到期前4小时"),
        IssueClass.A: Terms(_work_hours(2), _workdays(0), _workdays(1), "到期当天9:00"),
        IssueClass.B: Terms(_work_hours(4), _workdays(1), _workdays(5), "前1个工作日9:00"),
        IssueClass.C: Terms(_workdays(1), _workdays(2), _workdays(15), "前1个工作日9:00"),
        IssueClass.D: Terms(_workdays(1), _workdays(2), None, "前5个工作日9:00，不早于一半"),
    }
)


def yellow_at(
    due_at: dt.datetime,
    issue_class: IssueClass,
    calendar: Calendar,
    start: dt.datetime | None = None,
) -> dt.datetime:
    """When the light turns yellow (UTC); `start` is when the clock of a works issue began."""
    if issue_class is IssueClass.E:
        return due_at - dt.timedelta(hours=4)
    due_day = date_of(due_at)
    return calendar.at(_yellow_day(due_day, issue_class, calendar, start), MORNING)


def red_at(due_at: dt.datetime, issue_class: IssueClass, calendar: Calendar) -> dt.datetime:
    """When the red notice is due (UTC): 09:00 of the first working day after; E: at once."""
    if issue_class is IssueClass.E:
        return due_at
    due_day = date_of(due_at)
    return calendar.at(calendar.add_workdays(due_day, 1), MORNING)


def _yellow_day(
    due_day: dt.date, issue_class: IssueClass, calendar: Calendar, start: dt.datetime | None
) -> dt.date:
    if issue_class is IssueClass.A:
        return due_day
    if issue_class is not IssueClass.D:
        return calendar.previous_workday(due_day)
    early = calendar.workdays_before(due_day, 5)
    return early if start is None else max(early, _half_way(start, due_day, calendar))


def _half_way(start: dt.datetime, due_day: dt.date, calendar: Calendar) -> dt.date:
    first = date_of(start)
    workdays = calendar.workdays_between(first, due_day)
    return calendar.add_workdays(first, (max(workdays, 0) + 1) // 2)


def _same_day(start: dt.datetime, calendar: Calendar) -> dt.datetime:
    """The end of the first working day on which `start` still finds somebody at work."""
    day = calendar.next_workday(date_of(start))
    end = calendar.end_of(day)
    return end if start < end else calendar.due_at(day, 1)
