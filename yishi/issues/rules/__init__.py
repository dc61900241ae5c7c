"""Everything about issues that can be read to an official. Pure."""

from yishi.issues.rules import guards
from yishi.issues.rules.dates import Course, Due, decide_due, kept, reopened_due, rule_in_words
from yishi.issues.rules.states import (
    CLIMBING,
    DONE,
    GREY,
    IN_THE_ROOM,
    OPEN,
    PUBLIC,
    WORKING,
    AcknowledgedHow,
    Answer,
    ConfirmedHow,
    FollowedUp,
    IssueState,
    Outcome,
    Source,
    VerdictSource,
)
from yishi.issues.rules.table import TABLE, Action, Step, possible, step

__all__ = [
    "CLIMBING",
    "DONE",
    "GREY",
    "IN_THE_ROOM",
    "OPEN",
    "PUBLIC",
    "TABLE",
    "WORKING",
    "AcknowledgedHow",
    "Action",
    "Answer",
    "ConfirmedHow",
    "Course",
    "Due",
    "FollowedUp",
    "IssueState",
    "Outcome",
    "Source",
    "Step",
    "VerdictSource",
    "decide_due",
    "guards",
    "kept",
    "possible",
    "reopened_due",
    "rule_in_words",
    "step",
]
