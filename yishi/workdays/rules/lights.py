"""The light: word, count and colour, computed whenever it is shown. Pure (SPEC § 9, 5)."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from yishi.dates import date_of
from yishi.organizations.rules import IssueClass
from yishi.workdays.rules.calendar import Calendar
from yishi.workdays.rules.terms import yellow_at


class Colour(StrEnum):
    """(灯) Green, yellow, red, grey."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


DESK = {Colour.GREEN: "正常", Colour.YELLOW: "临期", Colour.RED: "超期", Colour.GREY: "办结"}
PUBLIC = {
    Colour.GREEN: "正在办",
    Colour.YELLOW: "快到期",
    Colour.RED: "已超期",
    Colour.GREY: "已办完",
}


@dataclass(frozen=True)
class Light:
    """(灯) Colour, the desk's word, the count (剩4个工作日), and the neighbours' word."""

    colour: Colour
    word: str
    count: str = ""
    public_word: str = ""

    @property
    def desk_words(self) -> str:
        """临期 剩1个工作日"""
        return f"{self.word} {self.count}".strip()

    @property
    def public_words(self) -> str:
        """快到期 剩1个工作日 · 已超期2个工作日"""
        gap = "" if self.colour is Colour.RED else " "
        return f"{self.public_word or self.word}{gap}{self.count}".strip()


def grey(word: str, public_word: str = "", count: str = "") -> Light:
    """A light whose clock does not run: 挂起 到12月20日, 待审核."""
    return Light(Colour.GREY, word, count, public_word)


def light(
    due_at: dt.datetime | None,
    now: dt.datetime,
    calendar: Calendar,
    issue_class: IssueClass,
    state_is_grey: bool = False,
    *,
    start: dt.datetime | None = None,
) -> Light:
    """The light of a due moment; `start` bounds the early warning of works (class D)."""
    if due_at is None or state_is_grey:
        return grey(DESK[Colour.GREY], PUBLIC[Colour.GREY])
    colour = _colour(due_at, now, yellow_at(due_at, issue_class, calendar, start))
    in_hours = issue_class is IssueClass.E
    count = _hours(due_at, now) if in_hours else _days(due_at, now, calendar)
    return Light(colour, DESK[colour], count, PUBLIC[colour])


def _colour(due_at: dt.datetime, now: dt.datetime, yellow: dt.datetime) -> Colour:
    if now > due_at:
        return Colour.RED
    return Colour.YELLOW if now >= yellow else Colour.GREEN


def _hours(due_at: dt.datetime, now: dt.datetime) -> str:
    hours = int(abs(due_at - now).total_seconds() // 3600)
    if now > due_at:
        return f"{hours}小时" if hours else "不到1小时"
    return f"剩{hours}小时" if hours else "剩不到1小时"


def _days(due_at: dt.datetime, now: dt.datetime, calendar: Calendar) -> str:
    today, due_day = date_of(now), date_of(due_at)
    workdays = abs(calendar.workdays_between(today, due_day))
    if now > due_at:
        return f"{workdays}个工作日" if workdays else "不到1个工作日"
    if today == due_day:
        return "今天到期"
    return f"剩{workdays}个工作日" if workdays else f"剩{(due_day - today).days}天"
