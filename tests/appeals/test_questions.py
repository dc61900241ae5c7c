"""How far a resident's verdict is."""

import datetime as dt

import pytest

from yishi.appeals.rules import Stage, stage
from yishi.issues.rules import IssueState

NOW = dt.datetime(2026, 11, 23, 2, tzinfo=dt.UTC)
S = IssueState


@pytest.mark.parametrize(
    ("state", "is_asked_cycle", "given", "days_left", "found"),
    [
        (S.RESOLVED, True, False, 1, Stage.OPEN),
        (S.FOLLOWED_UP, True, False, 1, Stage.OPEN),
        (S.RESOLVED, True, False, 0, Stage.LAPSED),
        (S.CLOSED, True, False, 1, Stage.LAPSED),
        (S.CLOSED, True, True, 0, Stage.GIVEN),
        (S.IN_PROGRESS, False, False, 1, Stage.AGAIN),
        (S.RESOLVED, False, False, 1, Stage.AGAIN),
    ],
)
def test_the_question_stands_where_its_issue_does(
    state: IssueState, is_asked_cycle: bool, given: bool, days_left: int, found: Stage
) -> None:
    until = NOW + dt.timedelta(days=days_left)

    assert stage(state, is_asked_cycle=is_asked_cycle, given=given, until=until, now=NOW) is found
