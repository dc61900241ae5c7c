"""Dates and names as sentences need them. Pure."""

import datetime as dt

from yishi.workdays.rules import SHANGHAI

LONGEST_TITLE = 80
_WEEKDAYS = "一二三四五六日"

# The desk's word for a step, and the neighbours'.
PUBLIC_KINDS = {"签收": "接下", "报办结": "说办完了", "审核通过": "看过，请居民评", "归档": "结束"}


def public_kind(kind: str) -> str:
    """接下 for 签收; the desk's word where both say the same."""
    return PUBLIC_KINDS.get(kind, kind)


def short_title(title: str, measure: str) -> str:
    """One line of at most eighty characters; without a title, how the measure begins."""
    return " ".join(title.split())[:LONGEST_TITLE] or " ".join(measure.split())[:30]


def day_words(day: dt.date) -> str:
    """12月14日（周一）"""
    return f"{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"


def moment_words(moment: dt.datetime) -> str:
    """12月14日（周一）17:30"""
    local = moment.astimezone(SHANGHAI)
    return f"{day_words(local.date())}{local.hour}:{local.minute:02}"
