"""The five classes: acknowledge, contact, finish, yellow, red, and the light itself."""

import datetime as dt

import pytest

from yishi.dates import SHANGHAI
from yishi.organizations.rules import IssueClass
from yishi.workdays.published import published
from yishi.workdays.rules import TERMS, Calendar, Colour, light, red_at, yellow_at

KNOWN = published()
CALENDAR = Calendar(KNOWN.days, KNOWN.first_year, KNOWN.last_year)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(f"2026-{text}").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("letter", "acknowledge", "contact", "finish"),
    [
        ("E", "11-23 10:30", "11-23 12:00", "11-24 10:00"),
        ("A", "11-23 12:00", "11-23 17:30", "11-24 17:30"),
        ("B", "11-23 15:30", "11-24 17:30", "11-30 17:30"),
        ("C", "11-24 17:30", "11-25 17:30", "12-14 17:30"),
    ],
)
def test_each_class_has_its_times(letter: str, acknowledge: str, contact: str, finish: str) -> None:
    terms, start = TERMS[IssueClass(letter)], at("11-23 10:00")

    assert terms.acknowledge.after(start, CALENDAR) == at(acknowledge)
    assert terms.first_contact.after(start, CALENDAR) == at(contact)
    assert terms.finish is not None
    assert terms.finish.after(start, CALENDAR) == at(finish)


def test_works_have_only_the_promised_date() -> None:
    assert TERMS[IssueClass.D].finish is None


def test_the_same_day_means_the_first_day_on_which_somebody_is_at_work() -> None:
    same_day = TERMS[IssueClass.A].first_contact

    assert same_day.after(at("11-28 11:24"), CALENDAR) == at("11-30 17:30")
    assert same_day.after(at("11-23 18:00"), CALENDAR) == at("11-24 17:30")


@pytest.mark.parametrize(
    ("letter", "due", "yellow", "red"),
    [
        ("E", "11-24 10:00", "11-24 06:00", "11-24 10:00"),
        ("A", "11-24 17:30", "11-24 09:00", "11-25 09:00"),
        ("B", "11-30 17:30", "11-27 09:00", "12-01 09:00"),
        ("C", "12-14 17:30", "12-11 09:00", "12-15 09:00"),
        ("C", "12-13 17:30", "12-11 09:00", "12-14 09:00"),  # a promised Sunday stands
        ("D", "12-25 17:30", "12-18 09:00", "12-28 09:00"),
    ],
)
def test_the_warnings_come_at_nine(letter: str, due: str, yellow: str, red: str) -> None:
    of_class = IssueClass(letter)

    assert yellow_at(at(due), of_class, CALENDAR) == at(yellow)
    assert red_at(at(due), of_class, CALENDAR) == at(red)


def test_works_are_never_warned_before_half_their_working_days() -> None:
    due, start = at("12-01 17:30"), at("11-23 10:00")  # six working days

    assert yellow_at(due, IssueClass.D, CALENDAR, start) == at("11-26 09:00")


@pytest.mark.parametrize(
    ("now", "colour", "desk", "public"),
    [
        ("11-23 10:00", Colour.GREEN, "正常 剩5个工作日", "正在办 剩5个工作日"),
        ("11-27 09:00", Colour.YELLOW, "临期 剩1个工作日", "快到期 剩1个工作日"),
        ("11-30 17:30", Colour.YELLOW, "临期 今天到期", "快到期 今天到期"),
        ("11-30 17:31", Colour.RED, "超期 不到1个工作日", "已超期不到1个工作日"),
        ("12-02 08:00", Colour.RED, "超期 2个工作日", "已超期2个工作日"),
    ],
)
def test_a_light_is_colour_word_and_count(now: str, colour: str, desk: str, public: str) -> None:
    shown = light(at("11-30 17:30"), at(now), CALENDAR, IssueClass.B)

    assert (shown.colour, shown.desk_words, shown.public_words) == (colour, desk, public)


def test_an_emergency_counts_hours() -> None:
    due = at("11-24 10:00")

    assert light(due, at("11-23 10:00"), CALENDAR, IssueClass.E).count == "剩24小时"
    assert light(due, at("11-24 09:30"), CALENDAR, IssueClass.E).count == "剩不到1小时"
    assert light(due, at("11-24 13:10"), CALENDAR, IssueClass.E).count == "3小时"


def test_a_day_off_before_a_promised_sunday_counts_in_days() -> None:
    shown = light(at("11-29 17:30"), at("11-28 10:00"), CALENDAR, IssueClass.C)

    assert shown.desk_words == "临期 剩1天"


def test_a_clock_that_does_not_run_is_grey() -> None:
    assert light(None, at("11-23 10:00"), CALENDAR, IssueClass.B).colour is Colour.GREY
    grey = light(at("11-20 17:30"), at("11-23 10:00"), CALENDAR, IssueClass.B, True)
    assert (grey.desk_words, grey.public_words) == ("办结", "已办完")


@pytest.mark.parametrize(
    ("letter", "label"), [("E", "30分钟"), ("A", "2个工作小时"), ("C", "1个工作日")]
)
def test_times_can_be_read(letter: str, label: str) -> None:
    assert TERMS[IssueClass(letter)].acknowledge.label == label
