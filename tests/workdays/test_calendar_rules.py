"""The vectors of SPEC § 9, and what must hold of every date."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yishi.dates import SHANGHAI
from yishi.workdays.published import published
from yishi.workdays.rules import Calendar, DayKind, Hours, Known, read_hours
from yishi.workdays.rules.hours import BadHours

KNOWN = published()
CALENDAR = Calendar(KNOWN.days, KNOWN.first_year, KNOWN.last_year)
DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2028, 12, 31))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2026-09-29", 5, "2026-10-12"),
        ("2026-02-13", 5, "2026-02-27"),
        ("2026-02-14", 5, "2026-02-28"),
        ("2026-04-30", 5, "2026-05-11"),
        ("2026-09-18", 1, "2026-09-20"),
        ("2026-10-09", 1, "2026-10-10"),
        ("2026-11-23", 5, "2026-11-30"),
        ("2026-11-23", 15, "2026-12-14"),
        ("2025-09-26", 5, "2025-10-10"),
        ("2025-09-30", 5, "2025-10-14"),
        ("2026-09-30", 15, "2026-10-27"),
        ("2026-12-25", 5, "2027-01-04"),
    ],
)
def test_so_many_working_days_later_it_is_this_day(start: str, n: int, due: str) -> None:
    assert CALENDAR.add_workdays(day(start), n) == day(due)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-23 16:30", 4, "2026-11-24 11:30"),
        ("2026-11-23 11:30", 4, "2026-11-23 17:00"),
        ("2026-09-18 17:00", 2, "2026-09-20 10:00"),
        ("2026-09-30 17:00", 2, "2026-10-08 10:00"),
        ("2026-11-23 12:30", 1, "2026-11-23 14:30"),
        ("2026-11-22 03:00", 1, "2026-11-23 09:30"),
    ],
)
def test_working_hours_run_only_while_somebody_works(start: str, hours: int, end: str) -> None:
    assert CALENDAR.add_work_minutes(moment(start), 60 * hours) == moment(end)


def test_a_suspension_gives_back_the_days_that_were_left() -> None:
    due = CALENDAR.resumed_due(day("2026-12-01"), day("2026-12-10"), day("2026-12-14"))

    assert due == day("2026-12-23")


@pytest.mark.parametrize(
    ("date", "provisional"),
    [
        ("2026-11-30", False),
        ("2026-12-25", False),
        ("2026-12-28", True),
        ("2027-01-04", True),
        ("2003-12-31", True),
    ],
)
def test_what_a_coming_notice_may_change_is_provisional(date: str, provisional: bool) -> None:
    assert CALENDAR.is_provisional(day(date)) is provisional


@pytest.mark.parametrize(
    ("date", "worked"),
    [
        ("2027-01-01", False),
        ("2027-05-01", False),
        ("2027-05-03", True),
        ("2027-10-01", False),
        ("2027-10-04", True),
        ("2027-11-28", False),
        ("2027-11-29", True),
    ],
)
def test_an_unknown_year_has_weekdays_and_the_fixed_holidays(date: str, worked: bool) -> None:
    assert CALENDAR.is_workday(day(date)) is worked


def test_the_offices_own_day_stands_before_the_published_one() -> None:
    saturday = day("2026-11-28")
    own = Calendar(
        KNOWN.days, KNOWN.first_year, KNOWN.last_year, {saturday: Known(DayKind.WORK, "值班")}
    )

    assert own.is_workday(saturday)
    assert own.name(saturday) == "值班"
    assert own.add_workdays(day("2026-11-27"), 1) == saturday


def test_an_override_settles_a_provisional_day() -> None:
    new_year = day("2027-01-04")
    own = Calendar(
        KNOWN.days, KNOWN.first_year, KNOWN.last_year, {new_year: Known(DayKind.REST, "元旦")}
    )

    assert not own.is_provisional(new_year)
    assert own.add_workdays(day("2026-12-25"), 5) == day("2027-01-05")


def test_due_is_the_end_of_work_in_shanghai_and_utc_in_the_database() -> None:
    due = CALENDAR.due_at(moment("2026-11-23 15:40"), 15)

    assert due == dt.datetime(2026, 12, 14, 9, 30, tzinfo=dt.UTC)
    assert due.tzinfo is dt.UTC


def test_a_moment_counts_as_its_day_in_shanghai() -> None:
    late_evening = dt.datetime(2026, 11, 22, 16, 30, tzinfo=dt.UTC)

    assert CALENDAR.add_workdays(late_evening, 1) == day("2026-11-24")


def test_summer_hours_move_the_afternoon_and_the_due_hour() -> None:
    hours = read_hours(
        {"summer": "08:30-12:00 14:30-18:00", "summer_from": "06-01", "summer_to": "08-31"}
    )
    office = Calendar(KNOWN.days, KNOWN.first_year, KNOWN.last_year, hours=hours)

    july = office.add_work_minutes(moment("2026-07-06 11:30"), 60)
    assert july == moment("2026-07-06 15:00")
    assert office.due_at(day("2026-07-06"), 1) == moment("2026-07-07 18:00")
    assert office.due_at(day("2026-11-23"), 1) == moment("2026-11-24 17:30")


@pytest.mark.parametrize(
    "value",
    [
        {"regular": "8.30"},
        {"regular": "13:30-17:30 08:30-12:00"},
        {"summer": "09:00-09:00"},
        {"summer_from": "13-01"},
    ],
)
def test_hours_that_make_no_sense_are_refused(value: dict[str, str]) -> None:
    with pytest.raises(BadHours):
        read_hours(value)


def test_the_explanation_counts_each_working_day_and_names_the_free_ones() -> None:
    days = CALENDAR.explain(day("2026-02-13"), day("2026-02-27"))

    assert [d.number for d in days if d.number] == [1, 2, 3, 4, 5]
    assert days[0].number is None
    assert {d.date.day: d.name for d in days if d.name} == {
        14: "春节调休",
        **dict.fromkeys(range(15, 24), "春节"),
    }


@given(start=DAYS, n=st.integers(1, 80))
def test_a_due_day_is_worked_and_exactly_n_worked_days_ahead(start: dt.date, n: int) -> None:
    due = CALENDAR.add_workdays(start, n)

    assert CALENDAR.is_workday(due)
    assert CALENDAR.workdays_between(start, due) == n
    assert CALENDAR.explain(start, due)[-1].number == n


@given(start=DAYS, n=st.integers(1, 60), m=st.integers(1, 60))
def test_counting_in_two_steps_comes_to_the_same_day(start: dt.date, n: int, m: int) -> None:
    once = CALENDAR.add_workdays(start, n + m)

    assert CALENDAR.add_workdays(CALENDAR.add_workdays(start, n), m) == once


@given(start=DAYS, n=st.integers(1, 40))
def test_counting_back_undoes_counting_forward(start: dt.date, n: int) -> None:
    worked = CALENDAR.next_workday(start)

    assert CALENDAR.workdays_before(CALENDAR.add_workdays(worked, n), n) == worked


@given(
    date=st.dates(dt.date(2026, 1, 1), dt.date(2027, 6, 1)),
    time=st.times(),
    first=st.integers(1, 900),
    second=st.integers(1, 900),
)
def test_work_minutes_add_up_and_end_in_working_hours(
    date: dt.date, time: dt.time, first: int, second: int
) -> None:
    begun = dt.datetime.combine(date, time, SHANGHAI)
    end = CALENDAR.add_work_minutes(begun, first + second)

    assert CALENDAR.add_work_minutes(CALENDAR.add_work_minutes(begun, first), second) == end
    local = end.astimezone(SHANGHAI)
    assert any(b <= local.time() <= e for b, e in Hours().of(local.date()))
