"""How far a resident's own verdict is. Pure."""

import datetime as dt
from enum import StrEnum

from yishi.issues.rules import OPEN, IssueState

JUDGED = frozenset({IssueState.RESOLVED, IssueState.FOLLOWED_UP})


class Stage(StrEnum):
    """(问到哪一步) Where the question stands for one resident."""

    OPEN = "open"
    GIVEN = "given"
    AGAIN = "again"  # somebody said no: it is done again and asked again
    LAPSED = "lapsed"


def stage(
    state: IssueState, *, is_asked_cycle: bool, given: bool, until: dt.datetime, now: dt.datetime
) -> Stage:
    """`given`: said in the cycle that was asked about; `state`: of the issue."""
    if state in OPEN or not is_asked_cycle:
        return Stage.AGAIN
    if given:
        return Stage.GIVEN
    return Stage.OPEN if state in JUDGED and now < until else Stage.LAPSED
