"""为什么是这一天, drawn as a calendar: weeks of days, the count large, the date small. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yishi.workdays.rules.calendar import Calendar, Day


@dataclass(frozen=True)
class Cell:
    """(一天) `small` is the date, `large` its count or 休; `look` are CSS classes."""

    date: dt.date
    small: str
    large: str
    look: str


@dataclass(frozen=True)
class Key:
    """(图例) What an outlined or filled day means."""

    look: str
    large: str
    words: str


@dataclass(frozen=True)
class Week:
    """(一周) Monday to Sunday, with empty places before the start and after the due day."""

    before: int
    cells: Sequence[Cell]
    after: int


@dataclass(frozen=True)
class Panel:
    """(为什么是这一天) The drawing, its keys, and the rule in sentences."""

    weeks: Sequence[Week]
    keys: Sequence[Key]
    rule: str
    provisional: str = ""


def panel(
    calendar: Calendar,
    start: dt.date,
    due: dt.date,
    *,
    start_word: str,
    marks: Mapping[dt.date, str],
    due_words: str,
    rule: str,
) -> Panel:
    """The panel from start to due; `marks` outlines further days, with what each means."""
    last = max([due, *marks])
    days = calendar.explain(start, last)
    cells = [_cell(day, start, due, start_word, marks) for day in days]
    keys = [Key("mark", _count(days, day), words) for day, words in sorted(marks.items())]
    keys.append(Key("due", _count(days, due), due_words))
    return Panel(_weeks(cells), keys, rule, _provisional(calendar, days, due))


def _cell(
    day: Day, start: dt.date, due: dt.date, start_word: str, marks: Mapping[dt.date, str]
) -> Cell:
    first = day.date == start
    look = ["" if day.worked else "off", "mark" if first or day.date in marks else ""]
    if day.date == due:
        look = ["due"]
    large = start_word if first else str(day.number) if day.number else "休"
    return Cell(day.date, _small(day, start), large, " ".join(filter(None, look)))


def _small(day: Day, start: dt.date) -> str:
    months = day.date == start or day.date.day == 1
    date = f"{day.date.month}/{day.date.day}" if months else str(day.date.day)
    return f"{date} 班" if day.worked and day.date.weekday() > 4 else date


def _count(days: Sequence[Day], date: dt.date) -> str:
    """The day's own count; a promised day off has none and stands as 休."""
    number = next((day.number for day in days if day.date == date), None)
    return str(number) if number else "休"


def _weeks(cells: Sequence[Cell]) -> list[Week]:
    weeks: list[list[Cell]] = []
    for cell in cells:
        if not weeks or cell.date.weekday() == 0:
            weeks.append([])
        weeks[-1].append(cell)
    return [Week(w[0].date.weekday(), w, 6 - w[-1].date.weekday()) for w in weeks]


def _provisional(calendar: Calendar, days: Sequence[Day], due: dt.date) -> str:
    if not any(day.provisional for day in days if day.date <= due):
        return ""
    until = calendar.known_until()
    return (
        f"{until.year}年{until.month}月{until.day}日以后的放假安排还没有公布，"
        "先按周一至周五算；公布后日期如有变动，会通知并写在办理经过里。"
    )
