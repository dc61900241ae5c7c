"""Dates as the room writes them into sentences: 11月28日（周六）9:00. Pure."""

import datetime as dt
from collections.abc import Iterable

from yishi.clock import local

WEEKDAYS = "一二三四五六日"


def date_words(moment: dt.datetime) -> str:
    """11月28日（周六）"""
    day = local(moment).date()
    return f"{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def short_date(moment: dt.datetime) -> str:
    """11月28日"""
    day = local(moment).date()
    return f"{day.month}月{day.day}日"


def clock_words(moment: dt.datetime) -> str:
    """9:00"""
    time = local(moment)
    return f"{time.hour}:{time.minute:02}"


def time_words(moment: dt.datetime) -> str:
    """11月28日（周六）9:00"""
    return f"{date_words(moment)}{clock_words(moment)}"


def listed(names: Iterable[str], most: int = 0) -> str:
    """东街路灯、下水道返水 — with `most`, the rest becomes 等."""
    all_names = list(names)
    shown = all_names[:most] if most else all_names
    return "、".join(shown) + ("等" if len(shown) < len(all_names) else "")


NUMERALS = "零一二三四五六七八九十"


def count_words(number: int) -> str:
    """三 for small numbers, 12 for others."""
    return NUMERALS[number] if number < len(NUMERALS) else str(number)
