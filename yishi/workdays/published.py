"""The State Council's days, as the package chinesecalendar knows them; read once."""

import datetime as dt
import functools
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from chinese_calendar import constants

from yishi.workdays.rules import DayKind, Known

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}


class Published(NamedTuple):
    """The days that differ from their weekday, and the years they cover."""

    days: Mapping[dt.date, Known]
    first_year: int
    last_year: int


@functools.cache
def published() -> Published:
    """Everything that has been published so far."""
    days = {day: Known(DayKind.REST, _name(name)) for day, name in constants.holidays.items()}
    days |= {
        day: Known(DayKind.WORK, f"{_name(name)}调休") for day, name in constants.workdays.items()
    }
    years = [day.year for day in days]
    return Published(MappingProxyType(days), min(years), max(years))


def _name(name: object) -> str:
    return NAMES.get(str(name), "")
