"""What a day owes and since when."""

import datetime as dt
from dataclasses import dataclass

import pytest

from yishi.clock import at
from yishi.deliberations.rules import State
from yishi.deliberations.rules.owing import next_step
from yishi.workdays.rules import Calendar

SATURDAY = dt.date(2026, 11, 28)
NINE, ELEVEN = at(SATURDAY, dt.time(9, 0)), at(SATURDAY, dt.time(11, 0))


@dataclass(frozen=True)
class Day:
    """A day as the rules look at it."""

    state: State
    starts_at: dt.datetime = NINE
    ends_at: dt.datetime = ELEVEN
    closed_at: dt.datetime | None = None
    halted_at: dt.datetime | None = None
    publish_at: dt.datetime | None = None


@pytest.fixture
def calendar() -> Calendar:
    """Monday to Friday."""
    return Calendar({}, 2026, 2026)


def test_a_plan_is_late_when_the_third_day_before_is_over(calendar: Calendar) -> None:
    step = next_step(Day(State.PLANNED), calendar)

    assert step is not None
    assert (step.action, step.late_at) == ("发公告", at(dt.date(2026, 11, 26), dt.time()))


def test_an_announced_day_waits_to_be_opened_from_its_morning(calendar: Calendar) -> None:
    step = next_step(Day(State.ANNOUNCED), calendar)

    assert step is not None
    assert step.since == at(SATURDAY, dt.time())
    assert step.late_at == at(dt.date(2026, 11, 29), dt.time(9, 0))


def test_an_open_session_is_late_twelve_hours_after_its_planned_end(calendar: Calendar) -> None:
    step = next_step(Day(State.PAUSED), calendar)

    assert step is not None
    assert step.late_at == at(SATURDAY, dt.time(23, 0))


def test_a_postponed_day_needs_a_date_within_ten_working_days(calendar: Calendar) -> None:
    halted = at(dt.date(2026, 11, 25), dt.time(10, 0))

    step = next_step(Day(State.POSTPONED, halted_at=halted), calendar)

    assert step is not None
    assert step.late_at == at(dt.date(2026, 12, 9), dt.time(17, 30))


def test_review_has_two_working_days_and_publication_five(calendar: Calendar) -> None:
    closed = ELEVEN

    review = next_step(Day(State.MINUTES_REVIEW, closed_at=closed), calendar)
    pressed = next_step(Day(State.MINUTES_REVIEW, closed_at=closed, publish_at=closed), calendar)

    assert review is not None
    assert review.late_at == at(dt.date(2026, 12, 1), dt.time(17, 30))
    assert pressed is not None
    assert (pressed.action, pressed.since) == (
        "公布结果",
        at(dt.date(2026, 12, 4), dt.time(17, 30)),
    )


@pytest.mark.parametrize("state", [State.PUBLISHED, State.ARCHIVED, State.CANCELLED])
def test_a_finished_day_owes_nothing(state: State, calendar: Calendar) -> None:
    assert next_step(Day(state), calendar) is None
