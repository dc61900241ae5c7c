"""The state machine of an issue as one table: from, what happens, guard, to. Pure (SPEC § 8).

Who may do it stands in the services. A guard is the name of a function in
`guards`; those of actions that have no service yet are written down all the same,
so that the table can be read whole. `to` = None: the state stays.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from yishi.issues.rules.states import OPEN, IssueState

S = IssueState


class Action(StrEnum):
    """(动作) What can happen to an issue."""

    DRAFT = "draft"
    AMEND = "amend"
    CONFIRM = "confirm"
    DISCARD = "discard"
    AWAIT = "await_confirmation"
    CONFIRM_LATER = "confirm_later"
    DENY = "deny"
    LET_STAND = "let_stand"
    ASSIGN = "assign"
    ACKNOWLEDGE = "acknowledge"
    NOTE = "note"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    SEND_BACK_AGAIN = "send_back_again"
    DENY_PROMISE = "deny_promise"
    ACCEPT_SEND_BACK = "accept_send_back"
    REJECT_SEND_BACK = "reject_send_back"
    LEAVE_SEND_BACK = "leave_send_back"
    RULE = "rule"
    DISCARD_DENIED = "discard_denied"
    AMEND_DENIED = "amend_denied"
    REASSIGN = "reassign"
    AMEND_MEASURE = "amend_measure"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    LAPSE_EXTENSION = "lapse_extension"
    SUSPEND = "suspend"
    RESUME = "resume"
    APPROVE = "approve"
    RETURN = "return"
    FIND_SOLVED = "find_solved"
    FIND_PARTLY = "find_partly"
    FIND_DISPUTED = "find_disputed"
    FIND_NOBODY = "find_nobody"
    REOPEN = "reopen"
    REOPEN_AGAIN = "reopen_again"
    CLOSE = "close"
    WITHDRAW = "withdraw"


A = Action


class Step(NamedTuple):
    """(一步) One row of the table."""

    frm: IssueState | None
    action: Action
    guard: str
    to: IssueState | None


def _from(
    states: Iterable[IssueState], action: Action, guard: str, to: IssueState | None
) -> list[Step]:
    return [Step(state, action, guard, to) for state in sorted(states)]


TABLE: tuple[Step, ...] = (
    # In the room: a promise is written down, and confirmed by whoever made it.
    Step(None, A.DRAFT, "promise_complete", S.DRAFTED),
    Step(S.DRAFTED, A.AMEND, "promise_complete", S.DRAFTED),
    Step(S.DRAFTED, A.CONFIRM, "", S.CONFIRMED),
    Step(S.DRAFTED, A.DISCARD, "", S.DISCARDED),
    # The session closes.
    Step(S.CONFIRMED, A.ASSIGN, "class_set", S.ASSIGNED),
    Step(S.DRAFTED, A.AWAIT, "", S.AWAITING_CONFIRMATION),
    Step(S.AWAITING_CONFIRMATION, A.CONFIRM_LATER, "class_set", S.ASSIGNED),
    Step(S.AWAITING_CONFIRMATION, A.LET_STAND, "one_workday_passed", S.ASSIGNED),
    Step(S.AWAITING_CONFIRMATION, A.DENY, "reason_given", S.RULING),
    # Without a session: a referred appeal, something referred up, the rest of a solved part.
    Step(None, A.ASSIGN, "class_set", S.ASSIGNED),
    # The unit works. Noting and submitting acknowledge too.
    Step(S.ASSIGNED, A.ACKNOWLEDGE, "", S.ACKNOWLEDGED),
    *_from({S.ASSIGNED, S.ACKNOWLEDGED, S.IN_PROGRESS}, A.NOTE, "note_complete", S.IN_PROGRESS),
    *_from({S.ASSIGNED, S.ACKNOWLEDGED, S.IN_PROGRESS}, A.SUBMIT, "reply_complete", S.UNDER_REVIEW),
    # Not ours: at most twice, then a leader rules, and that is final.
    *_from({S.ASSIGNED, S.ACKNOWLEDGED}, A.SEND_BACK, "may_send_back", S.SEND_BACK_REVIEW),
    *_from({S.ASSIGNED, S.ACKNOWLEDGED}, A.SEND_BACK_AGAIN, "may_send_back", S.RULING),
    *_from({S.ASSIGNED, S.ACKNOWLEDGED}, A.DENY_PROMISE, "head_denies_in_writing", S.RULING),
    Step(S.SEND_BACK_REVIEW, A.ACCEPT_SEND_BACK, "another_unit", S.ASSIGNED),
    Step(S.SEND_BACK_REVIEW, A.REJECT_SEND_BACK, "reason_given", S.ACKNOWLEDGED),
    Step(S.SEND_BACK_REVIEW, A.LEAVE_SEND_BACK, "one_workday_passed", S.RULING),
    Step(S.RULING, A.RULE, "lead_unit_named", S.ASSIGNED),
    Step(S.RULING, A.DISCARD_DENIED, "denied_before", S.DISCARDED),
    Step(S.RULING, A.AMEND_DENIED, "amended_once", S.AWAITING_CONFIRMATION),
    *_from(OPEN - {S.SUSPENDED, S.UNDER_REVIEW}, A.REASSIGN, "reason_given", S.ASSIGNED),
    *_from(OPEN, A.AMEND_MEASURE, "followers_told", None),
    # More time, or a clock that stands still.
    *_from({S.ASSIGNED, S.ACKNOWLEDGED, S.IN_PROGRESS}, A.ASK_EXTENSION, "may_extend", None),
    Step(S.IN_PROGRESS, A.GRANT_EXTENSION, "may_extend", None),
    Step(S.IN_PROGRESS, A.REFUSE_EXTENSION, "reason_given", None),
    Step(S.IN_PROGRESS, A.LAPSE_EXTENSION, "two_workdays_passed", None),
    Step(S.IN_PROGRESS, A.SUSPEND, "may_suspend", S.SUSPENDED),
    Step(S.SUSPENDED, A.RESUME, "", S.IN_PROGRESS),
    # Another person than the one who did it looks.
    Step(S.UNDER_REVIEW, A.APPROVE, "review_complete", S.RESOLVED),
    Step(S.UNDER_REVIEW, A.RETURN, "reason_given", S.IN_PROGRESS),
    # The residents judge.
    Step(S.RESOLVED, A.FIND_SOLVED, "", S.FOLLOWED_UP),
    Step(S.RESOLVED, A.FIND_PARTLY, "rest_complete", S.FOLLOWED_UP),
    Step(S.RESOLVED, A.FIND_DISPUTED, "tries_used_up", S.FOLLOWED_UP),
    Step(S.RESOLVED, A.FIND_NOBODY, "nobody_reached", S.FOLLOWED_UP),
    *_from({S.RESOLVED, S.FOLLOWED_UP}, A.REOPEN, "may_reopen", S.IN_PROGRESS),
    *_from({S.RESOLVED, S.FOLLOWED_UP}, A.REOPEN_AGAIN, "may_reopen", S.IN_PROGRESS),
    Step(S.FOLLOWED_UP, A.CLOSE, "ten_days_passed", S.CLOSED),
    *_from(OPEN, A.WITHDRAW, "reason_given", S.WITHDRAWN),
)

_STEPS = {(step.frm, step.action): step for step in TABLE}


def step(state: IssueState | None, action: Action) -> Step | None:
    """The row for an action in a state, or None where it is not possible."""
    return _STEPS.get((state, action))


def possible(state: IssueState) -> frozenset[Action]:
    """What can happen in a state."""
    return frozenset(row.action for row in TABLE if row.frm is state)
