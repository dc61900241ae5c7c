"""Whether a question is still wanted when it is about to leave."""

import datetime as dt

from yishi.database import db
from yishi.issues.models import Issue
from yishi.issues.rules import IssueState
from yishi.notices import registry
from yishi.notices.models import Notice


def register() -> None:
    """Tells the outbox how to ask; an appeal's own answer is always wanted."""
    registry.register("answer", _wanted, "已经回访过")


def _wanted(notice: Notice, _now: dt.datetime) -> bool:
    kind, _, id_ = notice.subject_ref.partition(":")
    if kind != "issue":
        return True
    issue = db.session.get(Issue, int(id_))
    return issue is not None and issue.state is IssueState.RESOLVED
