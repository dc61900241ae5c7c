"""The calendar page's form."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from yishi.errors import Invalid
from yishi.workdays.rules import DayKind

MOST = 250  # working days that the page draws


def override(fields: Mapping[str, str]) -> tuple[dt.date, DayKind, str]:
    """Day, kind and reason; raises Invalid with errors by field."""
    errors: dict[str, str] = {}
    day = _day(fields.get("day", ""))
    if day is None:
        errors["day"] = "请选一天，2000 年到 2100 年之间。"
    kind = fields.get("kind", "")
    if kind not in set(DayKind):
        errors["kind"] = "请选上班还是放假。"
    if day is None or errors:
        raise Invalid("还差一点", errors)
    return day, DayKind(kind), fields.get("note", "")


class Question(NamedTuple):
    """(算一算) So many working days from which day; None where it cannot be read."""

    start: dt.date | None
    n: int | None


def question(args: Mapping[str, str]) -> Question:
    """What the calendar page is asked to work out."""
    n = args.get("n", "")
    count = int(n) if n.isascii() and n.isdigit() and len(n) < 4 else None
    return Question(_day(args.get("start", "")), count if count and count <= MOST else None)


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None
