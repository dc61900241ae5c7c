"""Whether a notice of an issue is still wanted when it is about to leave."""

import datetime as dt

from yishi.database import db
from yishi.issues.models import Issue
from yishi.issues.rules import WORKING, IssueState
from yishi.notices import registry
from yishi.notices.models import Notice


def register() -> None:
    """Tells the outbox how to ask."""
    registry.register("assignment", _assignment_wanted, "已经签收")
    registry.register("returned", _returned_wanted, "已经重新报办结")


def _assignment_wanted(notice: Notice, _now: dt.datetime) -> bool:
    """Until it is acknowledged; a fresh link that somebody asked for, as long as they work."""
    state = _state(notice)
    asked_for = notice.dedupe_key.startswith("relink:")
    return state in WORKING if asked_for else state is IssueState.ASSIGNED


def _returned_wanted(notice: Notice, _now: dt.datetime) -> bool:
    return _state(notice) in WORKING


def _state(notice: Notice) -> IssueState | None:
    kind, _, id_ = notice.subject_ref.partition(":")
    issue = db.session.get(Issue, int(id_)) if kind == "issue" else None
    return issue.state if issue else None
