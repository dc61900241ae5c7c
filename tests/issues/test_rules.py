"""SPEC § 8 row by row, the guards, the dates, and whether a promise was kept."""

import datetime as dt

import pytest

from tests.issues.makers import at
from yishi.issues.rules import (
    OPEN,
    TABLE,
    Action,
    Answer,
    Course,
    IssueState,
    Outcome,
    decide_due,
    guards,
    kept,
    possible,
    reopened_due,
    rule_in_words,
    step,
)
from yishi.organizations.rules import IssueClass
from yishi.workdays.published import published
from yishi.workdays.rules import Calendar

S, A = IssueState, Action
KNOWN = published()
CALENDAR = Calendar(KNOWN.days, KNOWN.first_year, KNOWN.last_year)
TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("frm", "action", "to"),
    [
        (None, A.DRAFT, S.DRAFTED),
        (S.DRAFTED, A.CONFIRM, S.CONFIRMED),
        (S.DRAFTED, A.DISCARD, S.DISCARDED),
        (S.DRAFTED, A.AWAIT, S.AWAITING_CONFIRMATION),
        (S.AWAITING_CONFIRMATION, A.CONFIRM_LATER, S.ASSIGNED),
        (S.AWAITING_CONFIRMATION, A.DENY, S.RULING),
        (S.AWAITING_CONFIRMATION, A.LET_STAND, S.ASSIGNED),
        (S.CONFIRMED, A.ASSIGN, S.ASSIGNED),
        (None, A.ASSIGN, S.ASSIGNED),
        (S.ASSIGNED, A.ACKNOWLEDGE, S.ACKNOWLEDGED),
        (S.ACKNOWLEDGED, A.NOTE, S.IN_PROGRESS),
        (S.ASSIGNED, A.NOTE, S.IN_PROGRESS),
        (S.ASSIGNED, A.SUBMIT, S.UNDER_REVIEW),
        (S.ASSIGNED, A.SEND_BACK, S.SEND_BACK_REVIEW),
        (S.SEND_BACK_REVIEW, A.ACCEPT_SEND_BACK, S.ASSIGNED),
        (S.SEND_BACK_REVIEW, A.REJECT_SEND_BACK, S.ACKNOWLEDGED),
        (S.SEND_BACK_REVIEW, A.LEAVE_SEND_BACK, S.RULING),
        (S.ACKNOWLEDGED, A.SEND_BACK_AGAIN, S.RULING),
        (S.RULING, A.RULE, S.ASSIGNED),
        (S.IN_PROGRESS, A.REASSIGN, S.ASSIGNED),
        (S.IN_PROGRESS, A.SUSPEND, S.SUSPENDED),
        (S.SUSPENDED, A.RESUME, S.IN_PROGRESS),
        (S.IN_PROGRESS, A.SUBMIT, S.UNDER_REVIEW),
        (S.UNDER_REVIEW, A.APPROVE, S.RESOLVED),
        (S.UNDER_REVIEW, A.RETURN, S.IN_PROGRESS),
        (S.RESOLVED, A.FIND_SOLVED, S.FOLLOWED_UP),
        (S.RESOLVED, A.FIND_PARTLY, S.FOLLOWED_UP),
        (S.RESOLVED, A.FIND_DISPUTED, S.FOLLOWED_UP),
        (S.RESOLVED, A.FIND_NOBODY, S.FOLLOWED_UP),
        (S.RESOLVED, A.REOPEN, S.IN_PROGRESS),
        (S.FOLLOWED_UP, A.REOPEN, S.IN_PROGRESS),
        (S.FOLLOWED_UP, A.CLOSE, S.CLOSED),
        (S.RULING, A.WITHDRAW, S.WITHDRAWN),
    ],
)
def test_the_table_says_what_the_specification_says(
    frm: IssueState | None, action: Action, to: IssueState
) -> None:
    row = step(frm, action)

    assert row is not None
    assert row.to is to


@pytest.mark.parametrize(
    ("frm", "action"),
    [
        (S.CONFIRMED, A.DISCARD),
        (S.UNDER_REVIEW, A.REASSIGN),
        (S.SUSPENDED, A.REASSIGN),
        (S.UNDER_REVIEW, A.SUBMIT),
        (S.CLOSED, A.REOPEN),
        (S.RESOLVED, A.WITHDRAW),
        (S.ACKNOWLEDGED, A.ACKNOWLEDGE),
        (S.DRAFTED, A.NOTE),
    ],
)
def test_what_the_table_does_not_name_cannot_happen(frm: IssueState, action: Action) -> None:
    assert step(frm, action) is None


def test_no_row_stands_twice_and_every_action_has_one() -> None:
    pairs = [(row.frm, row.action) for row in TABLE]

    assert len(pairs) == len(set(pairs))
    assert {row.action for row in TABLE} == set(Action)


def test_every_open_state_can_be_left() -> None:
    for state in OPEN:
        assert any(row.to not in {None, state} for row in TABLE if row.frm is state), state


@pytest.mark.parametrize("state", [S.DISCARDED, S.CLOSED, S.WITHDRAWN])
def test_the_end_is_the_end(state: IssueState) -> None:
    assert not possible(state)


def test_every_state_is_reached() -> None:
    assert {row.to for row in TABLE} - {None} == set(IssueState)


def test_a_promise_needs_a_unit_words_and_a_day_to_come() -> None:
    wrong = guards.promise_complete("建棚", dt.date(2026, 11, 22), None, TODAY)

    assert set(wrong) == {"unit_id", "measure", "due_on"}
    assert "11月23日" in wrong["due_on"]
    assert not guards.promise_complete("建三个充电车棚", TODAY, 1, TODAY)


def test_a_reply_has_twenty_characters_and_the_evidence_that_was_promised() -> None:
    assert "还差 17 个" in guards.reply_complete("办完了", "", 0)["text"]
    assert "站牌照片" in guards.reply_complete("写" * 20, "站牌照片", 0)["photos"]
    assert not guards.reply_complete("写" * 20, "站牌照片", 1)


@pytest.mark.parametrize(
    ("reviewer", "units", "refused"),
    [(1, (), True), (2, (), True), (3, (9,), True), (None, (), True), (3, (), False)],
)
def test_nobody_reviews_what_they_did_typed_or_lead(
    reviewer: int | None, units: tuple[int, ...], refused: bool
) -> None:
    words = guards.may_review(reviewer, units, lead_unit_id=9, submitted_by=1, typed_by=2)

    assert bool(words) is refused


def test_a_review_names_the_rest_or_the_basis() -> None:
    assert guards.review_complete(None, "", None, TODAY)
    assert not guards.review_complete(Outcome.SOLVED, "", None, TODAY)
    assert set(guards.review_complete(Outcome.PARTLY, "", None, TODAY)) == {"text", "rest_due_on"}
    assert guards.review_complete(Outcome.EXPLAINED, "没办法", None, TODAY)


def test_nobody_reached_means_three_tries_on_two_days() -> None:
    monday, tuesday = dt.date(2026, 11, 23), dt.date(2026, 11, 24)

    assert not guards.nobody_reached([monday, monday, monday])
    assert not guards.nobody_reached([monday, tuesday])
    assert guards.nobody_reached([monday, monday, tuesday])


def test_the_reporter_or_three_households_reopen() -> None:
    assert guards.may_reopen(Answer.NOT_SOLVED, True, 1)
    assert not guards.may_reopen(Answer.NOT_SOLVED, False, 2)
    assert guards.may_reopen(Answer.NOT_SOLVED, False, 3)
    assert not guards.may_reopen(Answer.PARTLY, True, 3)


@pytest.mark.parametrize(
    ("letter", "promised", "becomes", "due"),
    [
        ("B", None, "B", "11-30 17:30"),
        ("C", None, "C", "12-14 17:30"),
        ("C", dt.date(2026, 12, 4), "C", "12-04 17:30"),
        ("C", dt.date(2026, 12, 14), "C", "12-14 17:30"),
        ("C", dt.date(2026, 12, 25), "D", "12-25 17:30"),
        ("B", dt.date(2026, 12, 1), "D", "12-01 17:30"),
        ("B", dt.date(2026, 11, 29), "B", "11-29 17:30"),  # a Sunday stands
        ("E", None, "E", "11-24 10:00"),
    ],
)
def test_a_promise_earlier_than_the_class_wins_a_later_one_makes_it_works(
    letter: str, promised: dt.date | None, becomes: str, due: str
) -> None:
    decided = decide_due(IssueClass(letter), promised, at("11-23 10:00"), CALENDAR)

    assert (decided.issue_class, decided.due_at) == (becomes, at(due))
    assert decided.yellow_at < decided.due_at


def test_works_need_a_date() -> None:
    assert guards.class_set(IssueClass.D, None)
    with pytest.raises(ValueError, match="promised date"):
        decide_due(IssueClass.D, None, at("11-23 10:00"), CALENDAR)


def test_a_reopened_issue_runs_on_the_clock_of_class_b() -> None:
    again = reopened_due(at("12-28 10:00"), CALENDAR)

    assert (again.issue_class, again.due_at.astimezone().date()) == ("B", dt.date(2027, 1, 5))


ORIGINAL = dt.date(2026, 12, 25)


@pytest.mark.parametrize(
    ("finished", "reopened", "judged", "today", "is_kept"),
    [
        ("12-25 23:00", False, True, "12-28", True),
        ("12-26 08:00", False, True, "12-28", False),
        ("12-20 08:00", False, False, "12-28", None),
        ("12-20 08:00", True, True, "12-28", False),
        (None, False, False, "12-25", None),
        (None, False, False, "12-26", False),
    ],
)
def test_kept_means_on_the_original_date_and_never_reopened(
    finished: str | None, reopened: bool, judged: bool, today: str, is_kept: bool | None
) -> None:
    moment = at(finished) if finished else None

    found = kept(
        ORIGINAL, moment, reopened=reopened, judged=judged, today=at(f"{today} 00:00").date()
    )
    assert found is is_kept


@pytest.mark.parametrize(
    ("course", "words"),
    [
        (Course(IssueClass.D, IssueClass.C, "王经理", ORIGINAL, None, True), "所以按工程办"),
        (Course(IssueClass.C, IssueClass.C, "王经理", ORIGINAL, None, False), "仍照答应的算"),
        (Course(IssueClass.B, IssueClass.B, "", None, None, True), "5 个工作日内办结"),
        (Course(IssueClass.E, IssueClass.E, "", None, None, True), "24 小时"),
        (Course(IssueClass.B, IssueClass.C, "", None, dt.date(2026, 12, 28), True), "重办"),
        (Course(IssueClass.D, IssueClass.D, "", ORIGINAL, None, True), "承办单位答应的那天"),
    ],
)
def test_the_rule_behind_a_date_can_be_read(course: Course, words: str) -> None:
    assert words in rule_in_words(course)
