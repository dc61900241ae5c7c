"""When a notice may leave: the three windows of SPEC § 11. Pure."""

import datetime as dt
import enum

from yishi.dates import SHANGHAI, date_of
from yishi.workdays.rules import Calendar

DAILY = (dt.time(8, 0), dt.time(20, 0))
WORKDAYS = (dt.time(8, 30), dt.time(18, 0))
FARTHEST = 60  # days in which a window opens again
SOON = dt.timedelta(hours=24)


class Window(enum.StrEnum):
    """(时段) At once; any day 8:00–20:00; working days 8:30–18:00."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WORKDAYS = "workdays"

    @property
    def hours(self) -> tuple[dt.time, dt.time] | None:
        return {Window.DAILY: DAILY, Window.WORKDAYS: WORKDAYS}.get(self)


def opens_at(window: Window, now: dt.datetime, calendar: Calendar) -> dt.datetime:
    """`now` if the window is open, else the moment (UTC) when it opens next."""
    hours = window.hours
    if hours is None:
        return now
    day = date_of(now)
    for _ in range(FARTHEST):
        if window is Window.DAILY or calendar.is_workday(day):
            opens, closes = calendar.at(day, hours[0]), calendar.at(day, hours[1])
            if now < closes:
                return max(now, opens)
        day += dt.timedelta(days=1)
    return now


def closes_at(window: Window, now: dt.datetime, calendar: Calendar) -> dt.datetime | None:
    """When the window that is open or opens next closes (UTC); None for one never closed."""
    hours = window.hours
    if hours is None:
        return None
    day = opens_at(window, now, calendar).astimezone(SHANGHAI).date()
    return calendar.at(day, hours[1])
