"""Whether a question is still wanted when it is about to leave."""

import datetime as dt

from yishi.database import db
from yishi.followups import queries
from yishi.issues.models import Issue
from yishi.issues.rules import IssueState
from yishi.notices import registry
from yishi.notices.models import Notice


def register() -> None:
    """Tells the outbox how to ask."""
    registry.register("question", _wanted, "已经回访过")


def _wanted(notice: Notice, _now: dt.datetime) -> bool:
    issue = db.session.get(Issue, int(notice.subject_ref.removeprefix("issue:")))
    if issue is None or issue.state is not IssueState.RESOLVED:
        return False
    said = queries.last_verdict_by(issue, notice.contact_point_id)
    return said is None or said.cycle != issue.cycle
