"""The calendar page's form."""

import datetime as dt
from collections.abc import Mapping

from yishi.errors import Invalid
from yishi.workdays.rules import DayKind


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


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year <= 2100 else None
