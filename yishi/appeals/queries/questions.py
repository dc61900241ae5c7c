"""What a resident is asked on the receipt page: 解决了吗, and what was said to it."""

import datetime as dt
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from yishi.appeals import rules
from yishi.appeals.models import Appeal, AppealQuestion
from yishi.appeals.rules import Stage
from yishi.database import db
from yishi.issues.models import Issue, Verdict
from yishi.issues.queries import rest_of, verdicts_by
from yishi.issues.rules import Answer, IssueState


class Question(NamedTuple):
    """(解决了吗) The issue asked about, what this resident said of it, and the rest if partly."""

    issue: Issue
    stage: Stage
    given: Verdict | None
    rest: Issue | None


def questions(appeal: Appeal, now: dt.datetime) -> list[Question]:
    """What whoever reported it was asked, the oldest first; nothing of what was withdrawn."""
    rows = db.session.execute(
        sa.select(AppealQuestion, Issue)
        .join(Issue, Issue.id == AppealQuestion.issue_id)
        .where(AppealQuestion.appeal_id == appeal.id, Issue.state != IssueState.WITHDRAWN)
        .options(joinedload(Issue.unit))
        .order_by(AppealQuestion.asked_at, Issue.id)
    ).all()
    said = verdicts_by([issue.id for _, issue in rows], appeal.contact_point_id, appeal.id)
    newest = {verdict.issue_id: verdict for verdict in reversed(said)}
    return [_question(row, issue, newest.get(issue.id), now) for row, issue in rows]


def _question(
    row: AppealQuestion, issue: Issue, given: Verdict | None, now: dt.datetime
) -> Question:
    stage = rules.stage(
        issue.state,
        is_asked_cycle=issue.cycle == row.cycle,
        given=given is not None and given.cycle == row.cycle,
        until=row.until,
        now=now,
    )
    partly = given is not None and given.answer is Answer.PARTLY
    return Question(issue, stage, given, rest_of(issue) if partly else None)
