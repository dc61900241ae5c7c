"""The sweep: finds what time alone has made due, and takes one rung of each ladder.

May run any number of times anywhere. Due work is `sweep_at <= now`, never a time
window. Who is first inserts the row of (issue, cycle, level); whoever comes second
changes nothing.
"""

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from yishi.database import db, transaction
from yishi.issues import services as issues
from yishi.issues.models import Assignment, Issue
from yishi.issues.rules import CLIMBING, IssueState
from yishi.notices.queries import first_left_at
from yishi.supervision import queries
from yishi.supervision.models import Escalation
from yishi.supervision.rules import Due, Fired, Level, Standing, due, look_again
from yishi.supervision.telling import tell
from yishi.workdays.queries import calendar
from yishi.workdays.rules import yellow_at

log = logging.getLogger(__name__)

BATCH = 200
LOCK = 77001  # one sweep at a time; a second one has nothing to do
AFTER_AN_ERROR = dt.timedelta(minutes=5)


def sweep(now: dt.datetime) -> int:
    """One pass; returns how many issues climbed a rung."""
    climbed, last = 0, 0
    while True:
        with transaction():
            batch = _claim(now, last)
            climbed += _climb_all(batch, now)
            last = batch[-1].id if batch else last
        if len(batch) < BATCH:
            return climbed


def _claim(now: dt.datetime, after: int) -> Sequence[Issue]:
    """The next issues to look at, locked; none while another sweep is at work."""
    if not db.session.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(LOCK))):
        return []
    query = (
        sa.select(Issue)
        .where(Issue.sweep_at <= now, Issue.id > after)
        .order_by(Issue.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def _climb_all(batch: Sequence[Issue], now: dt.datetime) -> int:
    running = queries.assignments(batch) if batch else {}
    sent = queries.sent(batch) if batch else {}
    return sum(_climb_safely(issue, running, sent, now) for issue in batch)


def _climb_safely(
    issue: Issue,
    running: Mapping[int, Assignment],
    sent: Mapping[int, Mapping[Level, Fired]],
    now: dt.datetime,
) -> bool:
    """One issue that cannot be handled delays no other."""
    try:
        with db.session.begin_nested():
            assignment = running.get(issue.id)
            climbs = issue.state in CLIMBING and assignment is not None
            if climbs and assignment is not None:
                return _climb(issue, assignment, sent[issue.id], now)
            _look_again(issue, None)
    except Exception:
        log.exception("the sweep cannot handle issue %s", issue.id)
        _look_again(issue, now + AFTER_AN_ERROR)
    return False


def _climb(
    issue: Issue, assignment: Assignment, sent: Mapping[Level, Fired], now: dt.datetime
) -> bool:
    """Takes the lowest rung that is due; the first one is only written down."""
    _note_first_notice(issue, assignment)
    days, told = calendar(issue.area_code), False
    standing = _standing(issue, assignment, sent)
    while not told and (step := due(standing, now, days)):
        told = _take(issue, assignment, step, now)
        fired = Fired(step.due_at, now, step.late)
        standing = replace(standing, sent={**standing.sent, step.rung.level: fired})
    _look_again(issue, look_again(standing, now, days))
    return told


def _take(issue: Issue, assignment: Assignment, step: Due, now: dt.datetime) -> bool:
    """Whether somebody was told: claim first, then act."""
    values = {
        "issue_id": issue.id,
        "cycle": issue.cycle,
        "level": step.rung.level,
        "due_at": step.due_at,
        "fired_at": now,
        "late": step.late,
    }
    statement = insert(Escalation).values(**values).on_conflict_do_nothing()
    claimed = db.session.scalar(statement.returning(Escalation.issue_id))
    if claimed is None or not step.rung.kind:
        return False
    tell(issue, assignment, step, now)
    return True


def _note_first_notice(issue: Issue, assignment: Assignment) -> None:
    """The time to acknowledge begins when word first left, by any channel."""
    if assignment.acknowledge_by is not None or issue.state is not IssueState.ASSIGNED:
        return
    left = first_left_at(issue.ref, "assignment", since=assignment.assigned_at)
    if left is not None:
        issues.set_acknowledge_by(assignment, left)


def _standing(issue: Issue, assignment: Assignment, sent: Mapping[Level, Fired]) -> Standing:
    days = calendar(issue.area_code)
    yellow = issue.yellow_at if issue.due_at == assignment.due_at else None
    return Standing(
        issue_class=issue.issue_class,
        unacknowledged=issue.state is IssueState.ASSIGNED,
        assigned_at=assignment.assigned_at,
        acknowledge_by=assignment.acknowledge_by,
        due_at=assignment.due_at,
        yellow_at=yellow
        or yellow_at(assignment.due_at, issue.issue_class, days, assignment.assigned_at),
        sent=sent,
    )


def _look_again(issue: Issue, at: dt.datetime | None) -> None:
    db.session.execute(sa.update(Issue).where(Issue.id == issue.id).values(sweep_at=at))
