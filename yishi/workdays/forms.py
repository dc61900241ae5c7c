"""The calendar page's form."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from yishi.errors import Invalid
from yishi.web import fields as read
from yishi.workdays.rules import DayKind

MOST = 250  # working days that the page draws


def override(fields: Mapping[str, str]) -> tuple[dt.date, DayKind, str]:
    """Day, kind and reason; raises Invalid with errors by field."""
    errors: dict[str, str] = {}
    day = read.day(fields.get("day"))
    if day is None:
        errors["day"] = "请选一天，2000 年到 2100 年之间。"
    kind = read.one_of(DayKind, fields.get("kind"))
    if kind is None:
        errors["kind"] = "请选上班还是放假。"
    if day is None or kind is None:
        raise Invalid("还差一点", errors)
    return day, kind, fields.get("note", "")


class Question(NamedTuple):
    """(算一算) So many working days from which day; None where it cannot be read."""

    start: dt.date | None
    n: int | None


def question(args: Mapping[str, str]) -> Question:
    """What the calendar page is asked to work out."""
    count = read.number(args.get("n"))
    return Question(read.day(args.get("start")), count if count and count <= MOST else None)
