"""When something is well, in doubt or wrong."""

import datetime as dt

import pytest

from yishi.operations import rules
from yishi.operations.rules import State


@pytest.mark.parametrize(
    ("silent", "state"),
    [(None, State.DOUBT), (5, State.OK), (119, State.OK), (121, State.BAD), (90_000, State.BAD)],
)
def test_a_worker_that_is_silent_for_two_minutes_is_wrong(silent: int | None, state: State) -> None:
    age = None if silent is None else dt.timedelta(seconds=silent)

    assert rules.background(age).state is state


def test_late_notices_say_how_long_the_oldest_has_waited() -> None:
    check = rules.waiting_notices(3, dt.timedelta(minutes=90))

    assert check.state is State.BAD
    assert check.words == "3 条到时未发，最早的已等 1 小时"


def test_notices_that_wait_a_minute_are_normal() -> None:
    assert rules.waiting_notices(3, dt.timedelta(minutes=1)).state is State.OK


def test_a_disk_with_less_than_a_tenth_free_is_wrong() -> None:
    assert rules.disk(0.09).state is State.BAD
    assert rules.disk(0.11).state is State.OK


def test_a_database_of_another_form_says_what_to_run() -> None:
    assert "db upgrade" in rules.form("abc", "def").words
