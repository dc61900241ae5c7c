"""The final answer follows what became of the issue: looked for here, for issues know no appeal."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa

from yishi.accounts.actors import SYSTEM
from yishi.appeals.models import Appeal, AppealImport
from yishi.appeals.rules import AppealState
from yishi.appeals.services._moves import lock
from yishi.appeals.services.deciding import finish
from yishi.database import change, db
from yishi.dates import day_words
from yishi.issues.models import Issue, Submission
from yishi.issues.rules import DONE, IssueState
from yishi.organizations.models import Unit
from yishi.records import queries as records

GIVEN_UP = frozenset({IssueState.WITHDRAWN, IssueState.DISCARDED})
KEPT_UNDECIDED = dt.timedelta(hours=48)  # an uploaded table that nobody imported


def to_follow() -> Sequence[int]:
    """Appeals whose issue has come to an end that they do not know of yet."""
    return db.session.scalars(
        sa.select(Appeal.id)
        .join(Issue, Issue.id == Appeal.issue_id)
        .where(Appeal.state == AppealState.REFERRED, Issue.state.in_(DONE | GIVEN_UP))
        .order_by(Appeal.id)
    ).all()


def follow(appeal_id: int, *, now: dt.datetime) -> bool:
    """Answers one appeal with what its unit did; False if somebody has answered meanwhile."""
    appeal = db.session.get_one(Appeal, appeal_id)
    lock(appeal)
    issue = db.session.get(Issue, appeal.issue_id)
    if appeal.state is not AppealState.REFERRED or issue is None:
        return False
    if issue.state not in DONE | GIVEN_UP:
        return False
    finish(appeal, _words(issue), by=SYSTEM, now=now)
    return True


def forget_old_tables(now: dt.datetime) -> int:
    """Drops uploaded tables that nobody imported; returns how many."""
    return change(
        sa.update(AppealImport)
        .where(AppealImport.content.is_not(None), AppealImport.created_at < now - KEPT_UNDECIDED)
        .values(content=None)
    )


def _words(issue: Issue) -> str:
    unit = db.session.get_one(Unit, issue.lead_unit_id).name
    if issue.state in GIVEN_UP:
        last = next(iter(records.timeline(issue.ref, public_only=True)), None)
        return f"交{unit}办的这件事已撤回。{last.text if last else ''}"
    done = db.session.scalars(
        sa.select(Submission)
        .where(Submission.issue_id == issue.id, Submission.passed.is_(True))
        .order_by(Submission.id.desc())
        .limit(1)
    ).one_or_none()
    found = f"，{issue.outcome.label}" if issue.outcome else ""
    said = f"：{done.text}" if done else "。"
    day = day_words(issue.finished_at) if issue.finished_at else ""
    return f"{unit}{day}办结{found}{said}"
