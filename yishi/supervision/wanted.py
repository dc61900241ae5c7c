"""Whether a rung's notice is still wanted when it is about to leave: the state is read again."""

import datetime as dt

from yishi.database import db
from yishi.issues.models import Issue
from yishi.issues.rules import CLIMBING, IssueState
from yishi.notices import register as register_check
from yishi.notices.models import Notice


def register() -> None:
    """Tells the outbox how to ask."""
    register_check("unacknowledged", _not_acknowledged, "已经签收")
    register_check("yellow", _running_out, "已经报办结，或期限有变")
    register_check("red", _overdue, "已经报办结，或期限有变")


def _not_acknowledged(notice: Notice, _now: dt.datetime) -> bool:
    issue = _issue(notice)
    return issue is not None and issue.state is IssueState.ASSIGNED


def _running_out(notice: Notice, now: dt.datetime) -> bool:
    """Also after the due day: what the system slept through is still told (停机补发)."""
    issue = _climbing(notice)
    return issue is not None and issue.yellow_at is not None and issue.yellow_at <= now


def _overdue(notice: Notice, now: dt.datetime) -> bool:
    issue = _climbing(notice)
    return issue is not None and issue.due_at is not None and issue.due_at <= now


def _climbing(notice: Notice) -> Issue | None:
    issue = _issue(notice)
    return issue if issue is not None and issue.state in CLIMBING else None


def _issue(notice: Notice) -> Issue | None:
    room, _, number = notice.subject_ref.partition(":")
    return db.session.get(Issue, int(number)) if room == "issue" else None
