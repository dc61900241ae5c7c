"""What passes with time alone: a promise nobody denied, an issue nobody objected to."""

import datetime as dt

import sqlalchemy as sa

from yishi.database import db
from yishi.issues.models import Issue
from yishi.issues.rules import IssueState, guards
from yishi.issues.services.assigning import let_stand
from yishi.issues.services.verdicts import close

AT_ONCE = 200


def sweep(now: dt.datetime) -> int:
    """Takes every step that is due; twice, or from two machines, changes nothing more."""
    undenied = _due(IssueState.AWAITING_CONFIRMATION, Issue.confirm_by <= now)
    for issue in undenied:
        let_stand(issue, now=now)
    ten_days_ago = now - dt.timedelta(days=guards.DAYS_TO_CLOSE)
    unopposed = _due(IssueState.FOLLOWED_UP, Issue.followed_up_at <= ten_days_ago)
    for issue in unopposed:
        close(issue, now=now)
    return len(undenied) + len(unopposed)


def _due(state: IssueState, is_due: sa.ColumnElement[bool]) -> list[Issue]:
    """Locked, and those that another sweep holds are left to it."""
    query = sa.select(Issue).where(Issue.state == state, is_due).order_by(Issue.id)
    return list(db.session.scalars(query.limit(AT_ONCE).with_for_update(skip_locked=True)))
