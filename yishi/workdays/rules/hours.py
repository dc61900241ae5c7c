"""Working hours: a regular set, and a summer set with its dates. Pure.

Many offices in Shandong begin the afternoon at 14:00 from June to September;
the shipped set has no summer hours (SPEC § 9: 08:30–12:00 and 13:30–17:30).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Sessions = tuple[tuple[dt.time, dt.time], ...]

REGULAR: Sessions = (
    (dt.time(8, 30), dt.time(12, 0)),
    (dt.time(13, 30), dt.time(17, 30)),
)


class BadHours(ValueError):
    """Hours that cannot be used; the message is Chinese and says what to do."""


@dataclass(frozen=True)
class Hours:
    """(作息时间) Regular (winter) sessions, and summer ones from one month and day to another."""

    regular: Sessions = REGULAR
    summer: Sessions = ()
    summer_from: tuple[int, int] = (6, 1)
    summer_to: tuple[int, int] = (9, 30)

    def of(self, day: dt.date) -> Sessions:
        """The sessions of a day, should it be worked."""
        in_summer = self.summer_from <= (day.month, day.day) <= self.summer_to
        return self.summer if self.summer and in_summer else self.regular

    def end(self, day: dt.date) -> dt.time:
        """When work ends on a day: the moment at which what is due that day is due."""
        return self.of(day)[-1][1]


def read_hours(value: Mapping[str, Any]) -> Hours:
    """Hours from an office's setting: {"regular": "08:30-12:00 13:30-17:30", "summer": "…", …}.

    Raises BadHours.
    """
    return Hours(
        regular=_sessions(value.get("regular") or "08:30-12:00 13:30-17:30"),
        summer=_sessions(value["summer"]) if value.get("summer") else (),
        summer_from=_month_day(value.get("summer_from") or "06-01"),
        summer_to=_month_day(value.get("summer_to") or "09-30"),
    )


def hours_problem(value: Any) -> str | None:
    """What is wrong with hours that an office wants to set, as a sentence; None if nothing is."""
    try:
        read_hours(value)
    except BadHours as problem:
        return str(problem)
    except (AttributeError, TypeError):
        return "请写上午、下午各从几点到几点。"
    return None


def _sessions(text: str) -> Sessions:
    try:
        sessions = tuple(_session(part) for part in text.split())
    except ValueError as error:
        raise BadHours("时间请写成 08:30-12:00 13:30-17:30") from error
    moments = [moment for session in sessions for moment in session]
    if not moments or moments != sorted(set(moments)):
        raise BadHours("时间请从早写到晚，如 08:30-12:00 13:30-17:30")
    return sessions


def _session(text: str) -> tuple[dt.time, dt.time]:
    begin, end = text.split("-")
    return dt.time.fromisoformat(begin), dt.time.fromisoformat(end)


def _month_day(text: str) -> tuple[int, int]:
    try:
        day = dt.date.fromisoformat(f"2024-{text}")
    except ValueError as error:
        raise BadHours("日期请写成 06-01") from error
    return day.month, day.day
