"""States of a day and what may be announced."""

import datetime as dt

import pytest

from yishi.deliberations.rules import (
    MOVES,
    Check,
    Outcome,
    Plan,
    State,
    announce_checks,
    earliest_day,
    may_move,
    open_checks,
)

TODAY = dt.date(2026, 11, 24)
READY = Plan(day=dt.date(2026, 11, 28), place="社区广场", item_count=3, unit_count=3)


def _missing(**changes: object) -> list[str]:
    plan = Plan(**{**READY.__dict__, **changes})  # type: ignore[arg-type]
    return [check.words for check in open_checks(announce_checks(plan, TODAY))]


def test_a_complete_plan_may_be_announced() -> None:
    checks = announce_checks(READY, TODAY)

    assert open_checks(checks) == []
    assert checks[0] == Check("11月28日离今天 4 天，够 3 天", True)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day": None}, "写上日期"),
        ({"day": dt.date(2026, 11, 26)}, "日期改到 11月27日 或之后，或写明紧急议事的理由"),
        ({"place": "  "}, "写上地点"),
        ({"item_count": 0}, "至少写一个议题"),
        ({"unit_count": 0}, "至少请一个单位"),
    ],
)
def test_each_guard_says_what_to_do(changes: dict[str, object], words: str) -> None:
    assert _missing(**changes) == [words]


@pytest.mark.parametrize(
    ("ahead", "changes", "may"),
    [
        (3, {}, True),
        (2, {}, False),
        (2, {"urgent_reason": "自来水停了"}, True),
        (0, {"urgent_reason": "自来水停了"}, True),
        (-1, {"urgent_reason": "自来水停了"}, False),
        (1, {"was_postponed": True}, True),
        (0, {"was_postponed": True}, False),
    ],
)
def test_the_notice_is_counted_in_natural_days(
    ahead: int, changes: dict[str, object], may: bool
) -> None:
    assert (_missing(day=TODAY + dt.timedelta(days=ahead), **changes) == []) is may


def test_promises_to_look_back_at_are_named_and_do_not_count_as_an_item() -> None:
    plan = Plan(day=READY.day, place="社区广场", item_count=0, unit_count=1, promises_to_review=2)

    words = [check.words for check in announce_checks(plan, TODAY)]

    assert "上次的 2 件承诺先回看，自动排在第一" in words
    assert "至少写一个议题" in words


def test_the_earliest_day_depends_on_whether_it_was_postponed() -> None:
    assert earliest_day(TODAY) == dt.date(2026, 11, 27)
    assert earliest_day(TODAY, was_postponed=True) == dt.date(2026, 11, 25)


def test_every_state_is_in_the_table_and_has_words() -> None:
    assert set(MOVES) == set(State)
    assert all(state.label and state.public_label for state in State)
    assert all(outcome.label for outcome in Outcome)


@pytest.mark.parametrize(
    ("state", "to", "may"),
    [
        (State.DRAFT, State.ANNOUNCED, True),
        (State.PLANNED, State.ANNOUNCED, True),
        (State.POSTPONED, State.ANNOUNCED, True),
        (State.CHECKING_IN, State.CANCELLED, True),
        (State.IN_SESSION, State.CANCELLED, False),
        (State.PAUSED, State.CONCLUDED, True),
        (State.CANCELLED, State.ANNOUNCED, False),
        (State.PLANNED, State.POSTPONED, False),
        (State.PUBLISHED, State.ARCHIVED, True),
    ],
)
def test_the_table_knows_which_steps_there_are(state: State, to: State, may: bool) -> None:
    assert may_move(state, to) is may


def test_nothing_leads_out_of_the_archive_or_a_cancellation() -> None:
    assert [state for state in State if not MOVES[state]] == [State.ARCHIVED, State.CANCELLED]
