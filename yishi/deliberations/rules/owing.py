"""What a day owes and since when (SPEC § 6). Pure."""

import datetime as dt
from typing import NamedTuple, Protocol

from yishi.dates import SHANGHAI, date_of
from yishi.deliberations.rules.minutes import REVIEW_WORKDAYS
from yishi.deliberations.rules.states import NOTICE_DAYS, OPEN, UNSTARTED, State
from yishi.workdays.rules import Calendar

OPEN_LATE = dt.timedelta(hours=24)
CLOSE_LATE = dt.timedelta(hours=12)
PUBLISH_WORKDAYS = 5
NEW_DATE_WORKDAYS = 10


class Step(NamedTuple):
    """The next thing that somebody must do to a day, shown from `since`, late after `late_at`."""

    action: str
    since: dt.datetime
    late_at: dt.datetime


class Course(Protocol):
    """What is looked at of a day."""

    @property
    def state(self) -> State: ...
    @property
    def starts_at(self) -> dt.datetime: ...
    @property
    def ends_at(self) -> dt.datetime: ...
    @property
    def closed_at(self) -> dt.datetime | None: ...
    @property
    def halted_at(self) -> dt.datetime | None: ...
    @property
    def publish_at(self) -> dt.datetime | None: ...


def next_step(day: Course, calendar: Calendar) -> Step | None:
    """The step that stands open in this state; None where nothing waits for a person."""
    if day.state in UNSTARTED | OPEN:
        return _before_and_during(day, calendar)
    if day.state in {State.CONCLUDED, State.MINUTES_REVIEW, State.SIGNED}:
        return _after(day, calendar)
    return None


def _before_and_during(day: Course, calendar: Calendar) -> Step:
    if day.state in {State.DRAFT, State.PLANNED}:
        late = _morning(day.starts_at, 1 - NOTICE_DAYS)
        return Step("发公告", late - dt.timedelta(days=2), late)
    if day.state is State.POSTPONED:
        since = day.halted_at or day.starts_at
        return Step("定新日期", since, calendar.due_at(since, NEW_DATE_WORKDAYS))
    if day.state in {State.IN_SESSION, State.PAUSED}:
        return Step("回到现场", day.starts_at, day.ends_at + CLOSE_LATE)
    return Step("开始", _morning(day.starts_at), day.starts_at + OPEN_LATE)


def _after(day: Course, calendar: Calendar) -> Step:
    """Pressed 无异议即公布 waits for the clock alone until the fifth working day is over."""
    closed = day.closed_at or day.ends_at
    if day.publish_at is None and day.state is not State.SIGNED:
        return Step("核对纪要", closed, calendar.due_at(closed, REVIEW_WORKDAYS))
    due = calendar.due_at(closed, PUBLISH_WORKDAYS)
    return Step("公布结果", due, due)


def _morning(moment: dt.datetime, days: int = 0) -> dt.datetime:
    """Midnight at the beginning of that day in Liaocheng, so many days away."""
    day = date_of(moment) + dt.timedelta(days=days)
    return dt.datetime.combine(day, dt.time(), SHANGHAI)
