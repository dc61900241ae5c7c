"""The sweep: finds what time alone has made due, and takes one rung of each ladder.

May run any number of times anywhere. Due work is `sweep_at <= now`, never a time
window. Who is first inserts the row of (issue, cycle, level); whoever comes second
changes nothing.
"""

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from yishi.database import db, transaction
from yishi.issues import services as issues
from yishi.issues.models import Assignment, Issue
from yishi.issues.rules import CLIMBING, IssueState
from yishi.notices.queries import Departure, departures
from yishi.organizations.models import Unit
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


@dataclass(frozen=True)
class _Batch:
    """What is read once for all issues of a batch; `units` only keeps them at hand."""

    now: dt.datetime
    running: Mapping[int, Assignment]
    sent: Mapping[int, Mapping[Level, Fired]]
    left: Mapping[str, Sequence[Departure]]
    units: Sequence[Unit]


def _climb_all(batch: Sequence[Issue], now: dt.datetime) -> int:
    if not batch:
        return 0
    told, next_looks = 0, []
    here = _read(batch, now)
    for issue in batch:
        climbed, at = _climb_safely(issue, here)
        told += climbed
        next_looks.append({"id": issue.id, "sweep_at": at})
    db.session.execute(sa.update(Issue), next_looks)
    return told


def _read(batch: Sequence[Issue], now: dt.datetime) -> _Batch:
    running = queries.assignments(batch)
    waiting = [
        issue.ref
        for issue in batch
        if issue.id in running and running[issue.id].acknowledge_by is None
    ]
    left = departures(waiting, "assignment") if waiting else {}
    ids = {issue.lead_unit_id for issue in batch}
    units = db.session.scalars(sa.select(Unit).where(Unit.id.in_(ids))).all()
    return _Batch(now, running, queries.sent(batch), left, units)


def _climb_safely(issue: Issue, here: _Batch) -> tuple[bool, dt.datetime | None]:
    """Whether somebody was told, and when to look again; one broken issue delays no other."""
    assignment = here.running.get(issue.id)
    if issue.state not in CLIMBING or assignment is None:
        return False, None
    try:
        return _climb(issue, assignment, here)
    except Exception:
        log.exception("the sweep cannot handle issue %s", issue.id)
        return False, here.now + AFTER_AN_ERROR


def _climb(issue: Issue, assignment: Assignment, here: _Batch) -> tuple[bool, dt.datetime | None]:
    """Takes the lowest rung that is due; the first one is only written down."""
    _note_first_notice(issue, assignment, here)
    days, told = calendar(issue.area_code), False
    standing = _standing(issue, assignment, here.sent[issue.id])
    while not told and (step := due(standing, here.now, days)):
        with db.session.begin_nested():
            told = _take(issue, assignment, step, here.now)
        fired = Fired(step.due_at, here.now, step.late)
        standing = replace(standing, sent={**standing.sent, step.rung.level: fired})
    return told, look_again(standing, here.now, days)


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


def _note_first_notice(issue: Issue, assignment: Assignment, here: _Batch) -> None:
    """The time to acknowledge begins when word first left, by any channel."""
    if assignment.acknowledge_by is not None or issue.state is not IssueState.ASSIGNED:
        return
    gone = [
        one.left_at
        for one in here.left.get(issue.ref, ())
        if one.created_at >= assignment.assigned_at
    ]
    if gone:
        with db.session.begin_nested():
            issues.set_acknowledge_by(assignment, min(gone))


def _standing(issue: Issue, assignment: Assignment, sent: Mapping[Level, Fired]) -> Standing:
    return Standing(
        issue_class=issue.issue_class,
        unacknowledged=issue.state is IssueState.ASSIGNED,
        assigned_at=assignment.assigned_at,
        acknowledge_by=assignment.acknowledge_by,
        due_at=assignment.due_at,
        yellow_at=_yellow_at(issue, assignment),
        sent=sent,
    )


def _yellow_at(issue: Issue, assignment: Assignment) -> dt.datetime:
    """As it was set with the date; a unit that came later has its own date and its own light."""
    if issue.yellow_at is not None and issue.due_at == assignment.due_at:
        return issue.yellow_at
    days = calendar(issue.area_code)
    return yellow_at(assignment.due_at, issue.issue_class, days, assignment.assigned_at)
