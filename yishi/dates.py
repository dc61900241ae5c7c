"""Days and hours as sentences say them, in Liaocheng, the same in every room. Pure."""

import datetime as dt
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEKDAYS = "一二三四五六日"


def short_day(value: dt.date | dt.datetime) -> str:
    """12月14日"""
    day = date_of(value)
    return f"{day.month}月{day.day}日"


def day_words(value: dt.date | dt.datetime) -> str:
    """12月14日（周一）"""
    return f"{short_day(value)}（周{WEEKDAYS[date_of(value).weekday()]}）"


def hour_words(moment: dt.datetime) -> str:
    """17:30, 9:00"""
    local = moment.astimezone(SHANGHAI)
    return f"{local.hour}:{local.minute:02}"


def moment_words(moment: dt.datetime) -> str:
    """12月14日（周一）17:30"""
    return f"{day_words(moment)}{hour_words(moment)}"


def date_of(value: dt.date | dt.datetime) -> dt.date:
    """The date of a moment on a clock in Liaocheng; a date is one already."""
    return value.astimezone(SHANGHAI).date() if isinstance(value, dt.datetime) else value
