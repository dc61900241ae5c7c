"""Another person than the one who did it looks: pass to the residents, or return to the unit."""

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa

from yishi.accounts.actors import Actor
from yishi.database import db
from yishi.dates import date_of
from yishi.errors import NotAllowed, NotFound
from yishi.files import queries as file_queries
from yishi.files import services as files
from yishi.issues.models import Issue, Submission
from yishi.issues.rules import Action, Outcome, guards
from yishi.issues.services import _notices
from yishi.issues.services._moves import move, require, tell
from yishi.issues.services._voices import of_office
from yishi.issues.services.assigning import assign_rest
from yishi.issues.services.working import running


def submitted(issue: Issue) -> Submission:
    """The submission that waits for review, or the last one."""
    row = db.session.scalars(
        sa.select(Submission)
        .where(Submission.issue_id == issue.id)
        .order_by(Submission.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row


def review_pass(
    issue: Issue,
    outcome: Outcome | None,
    *,
    by: Actor,
    now: dt.datetime,
    text: str = "",
    rest_due_on: dt.date | None = None,
    released: Collection[int] = (),
) -> None:
    """The office agrees; `released` are the photos that residents may see.

    The finish time is the unit's submit. Partly solved makes the rest an issue of its
    own. Raises NotAllowed for whoever submitted or typed it, Invalid by field.
    """
    submission = _reviewable(issue, by)
    today = date_of(now)
    require(guards.review_complete(outcome, text, rest_due_on, today))
    assert outcome is not None
    move(
        issue,
        Action.APPROVE,
        by=by,
        now=now,
        resolved_at=now,
        finished_at=submission.at,
        outcome=outcome,
    )
    _reviewed(submission, True, text, by, now)
    release_photos(submission.ref, released, by=by, now=now)
    _tell_passed(issue, outcome, text, by, now)
    if outcome is Outcome.PARTLY:
        assert rest_due_on is not None
        assign_rest(issue, text, rest_due_on, by=by, now=now)


def review_return(issue: Issue, reason: str, *, by: Actor, now: dt.datetime) -> None:
    """Something is missing: back to the unit with the reason; its clock went on running."""
    submission = _reviewable(issue, by)
    require(guards.reason_given(reason))
    move(issue, Action.RETURN, by=by, now=now)
    _reviewed(submission, False, reason, by, now)
    voice = of_office(by)
    tell(
        issue,
        "退回",
        reason.strip(),
        by_name=voice.by_name,
        public_name=voice.public_name,
        now=now,
    )
    _notices.returned(issue, running(issue), reason.strip(), now)


def release_photos(owner_ref: str, ids: Collection[int], *, by: Actor, now: dt.datetime) -> None:
    """Somebody of the office has looked at these photos: residents may see them."""
    for id_ in ids:
        files.release(file_queries.find(id_, owner_ref), by_name=by.name, now=now)


def _reviewable(issue: Issue, by: Actor) -> Submission:
    submission = submitted(issue)
    refusal = guards.may_review(
        by.person_id,
        by.unit_ids,
        lead_unit_id=issue.lead_unit_id,
        submitted_by=submission.by_person_id,
        typed_by=submission.typed_by_id,
    )
    if refusal:
        raise NotAllowed(refusal)
    return submission


def _reviewed(submission: Submission, passed: bool, text: str, by: Actor, now: dt.datetime) -> None:
    submission.passed = passed
    submission.reviewed_at = now
    submission.reviewed_by = by.name
    submission.review_text = text.strip()


def _tell_passed(issue: Issue, outcome: Outcome, text: str, by: Actor, now: dt.datetime) -> None:
    words = f"{outcome.label}。{text.strip()}" if text.strip() else f"{outcome.label}。"
    voice = of_office(by)
    tell(
        issue,
        "审核通过",
        f"{words}请居民评。",
        by_name=voice.by_name,
        public_name=voice.public_name,
        now=now,
    )
