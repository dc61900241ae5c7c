"""为什么是这一天 as drawn for the promise of 28 November."""

import datetime as dt

from yishi.workdays.published import published
from yishi.workdays.rules import Calendar, Panel, panel

KNOWN = published()
CALENDAR = Calendar(KNOWN.days, KNOWN.first_year, KNOWN.last_year)


def drawn(start: dt.date, due: dt.date, promised: dt.date) -> Panel:
    return panel(
        CALENDAR,
        start,
        due,
        start_word="承诺",
        marks={promised: "当场承诺的日子"},
        due_words="延期后的日子",
        rule="答应当天和休息日不算。",
    )


def test_the_weeks_stand_under_monday_to_sunday() -> None:
    why = drawn(dt.date(2026, 11, 28), dt.date(2026, 12, 31), dt.date(2026, 12, 25))

    first, last = why.weeks[0], why.weeks[-1]
    assert (first.before, [cell.large for cell in first.cells]) == (5, ["承诺", "休"])
    assert (last.after, [cell.large for cell in last.cells]) == (3, ["21", "22", "23", "24"])


def test_the_promised_day_is_outlined_and_the_due_day_filled() -> None:
    why = drawn(dt.date(2026, 11, 28), dt.date(2026, 12, 31), dt.date(2026, 12, 25))

    looks = {cell.date.day: cell.look for week in why.weeks for cell in week.cells if cell.look}
    assert looks[25] == "mark"
    assert looks[31] == "due"
    assert [(key.look, key.large) for key in why.keys] == [("mark", "20"), ("due", "24")]


def test_a_month_begins_with_its_number_and_a_worked_saturday_says_so() -> None:
    why = drawn(dt.date(2026, 9, 29), dt.date(2026, 10, 12), dt.date(2026, 10, 12))

    small = [cell.small for week in why.weeks for cell in week.cells]
    assert small[:3] == ["9/29", "30", "10/1"]
    assert "10 班" in small


def test_what_may_still_change_is_said() -> None:
    why = drawn(dt.date(2026, 12, 25), dt.date(2027, 1, 4), dt.date(2027, 1, 4))

    assert why.provisional.startswith("2026年12月25日以后")
    assert not drawn(dt.date(2026, 11, 2), dt.date(2026, 11, 9), dt.date(2026, 11, 9)).provisional
