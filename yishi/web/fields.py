"""Reading the fields of a form or an address: what cannot be read is None, never an error page."""

import datetime as dt
from enum import StrEnum
from typing import TypeVar

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

from yishi import clock

E = TypeVar("E", bound=StrEnum)

LARGEST = 2**63 - 1  # of a bigint column
YEARS = range(2000, 2101)


class RowId(IntegerConverter):
    """`<int:…>` of an address: a number that no row can have leads nowhere."""

    def __init__(self, map: Map) -> None:  # noqa: A002  werkzeug's name
        super().__init__(map, max=LARGEST)


def init_app(app: Flask) -> None:
    """Addresses are read so before any room adds its own."""
    app.url_map.converters["int"] = RowId


def whole(text: str) -> int:
    """A whole number that a column can hold, for `type=`; raises ValueError."""
    value = int(text)
    if abs(value) > LARGEST:
        raise ValueError("no column holds so large a number")
    return value


def number(text: str | None) -> int | None:
    """A row's id, a count or a revision: digits alone, also full-width ones."""
    digits = (text or "").strip()
    return int(digits) if digits.isdecimal() and len(digits) < 19 else None


def day(text: str | None) -> dt.date | None:
    """A date field; years far off are none."""
    try:
        value = dt.date.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return value if value.year in YEARS else None


def month(text: str | None) -> dt.date | None:
    """2026-11 as its first day."""
    return day(f"{text}-01") if text else None


def moment(text: str | None) -> dt.datetime | None:
    """A datetime-local field: a clock in Liaocheng."""
    try:
        value = dt.datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    if value.tzinfo is not None or value.year not in YEARS:
        return None
    return clock.at(value.date(), value.time())


def one_of(kind: type[E], text: str | None) -> E | None:
    """A choice by its value."""
    return next((choice for choice in kind if choice.value == text), None)
