"""Which one thing comes next on an issue's page, for whom it is open there."""

from enum import StrEnum

from yishi.accounts.actors import Actor
from yishi.accounts.rules import Role
from yishi.issues import services
from yishi.issues.models import Issue
from yishi.issues.rules import WORKING, IssueState, guards

S = IssueState


class NextStep(StrEnum):
    """(下一步) The one blue card of the page."""

    CONFIRM = "confirm"
    ACKNOWLEDGE = "acknowledge"
    RING = "ring"
    WORK = "work"
    REVIEW = "review"
    ANOTHER_REVIEWS = "another_reviews"
    FOLLOW_UP = "follow_up"
    NOTHING = "nothing"


def next_step(issue: Issue, actor: Actor) -> NextStep:
    """What this person can do now; NOTHING when it is somebody else's turn."""
    if issue.lead_unit_id in actor.unit_ids:
        return _units_step(issue)
    if issue.state is S.UNDER_REVIEW and actor.has(Role.ORGANIZER, Role.LEADER):
        return _review(issue, actor)
    if not actor.has(Role.ORGANIZER):
        return NextStep.NOTHING
    return {
        S.AWAITING_CONFIRMATION: NextStep.CONFIRM,
        S.ASSIGNED: NextStep.RING,
        S.RESOLVED: NextStep.FOLLOW_UP,
    }.get(issue.state, NextStep.NOTHING)


def _units_step(issue: Issue) -> NextStep:
    if issue.state is S.ASSIGNED:
        return NextStep.ACKNOWLEDGE
    return NextStep.WORK if issue.state in WORKING else NextStep.NOTHING


def _review(issue: Issue, actor: Actor) -> NextStep:
    submission = services.submitted(issue)
    refusal = guards.may_review(
        actor.person_id,
        actor.unit_ids,
        lead_unit_id=issue.lead_unit_id,
        submitted_by=submission.by_person_id,
        typed_by=submission.typed_by_id,
    )
    return NextStep.ANOTHER_REVIEWS if refusal else NextStep.REVIEW
