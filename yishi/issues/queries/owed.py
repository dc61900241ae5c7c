"""What waits for somebody: for a unit its own work, for the office what it has to look after."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from yishi import clock
from yishi.accounts.actors import Actor
from yishi.accounts.rules import UNIT_ROLES, Role
from yishi.accounts.scoping import scoped
from yishi.database import db
from yishi.issues.models import Issue
from yishi.issues.queries.clocks import light_of
from yishi.issues.rules import WORKING, IssueState
from yishi.web.owed import Group, Owed
from yishi.web.urls import path_for

S = IssueState
MOST = 200
READERS = frozenset({Role.ORGANIZER, Role.LEADER, *UNIT_ROLES})


def owed(actor: Actor, now: dt.datetime) -> list[Owed]:
    """One row an issue, under the most urgent group it belongs to."""
    if not actor.roles & READERS:
        return []
    rows = [(issue, _group(issue, actor, now)) for issue in _waiting(actor, now)]
    return [_row(issue, *found, now) for issue, found in rows if found]


def _waiting(actor: Actor, now: dt.datetime) -> list[Issue]:
    tonight = clock.at(clock.local(now).date(), dt.time.max)
    waits = sa.or_(
        Issue.state.in_({S.ASSIGNED, S.UNDER_REVIEW, S.AWAITING_CONFIRMATION}),
        sa.and_(Issue.state.in_(WORKING), Issue.due_at <= tonight),
    )
    query = scoped(Issue, actor).where(waits).options(joinedload(Issue.unit))
    return list(db.session.scalars(query.order_by(Issue.due_at, Issue.id).limit(MOST)))


def _group(issue: Issue, actor: Actor, now: dt.datetime) -> tuple[Group, str] | None:
    """The group, and what the row's button says; None if it waits for somebody else."""
    own = issue.lead_unit_id in actor.unit_ids
    office = actor.has(Role.ORGANIZER)
    if issue.state is S.UNDER_REVIEW:
        return (Group.TO_REVIEW, "审核办结") if office and not own else None
    if issue.state is S.AWAITING_CONFIRMATION:
        return (Group.TO_ACKNOWLEDGE, "请单位确认") if office else None
    if issue.due_at is not None and issue.due_at < now:
        return Group.OVERDUE, "去办理" if own else "看进展"
    if issue.state is S.ASSIGNED:
        if not own and not office:
            return None  # a leader hears of it when it is late
        return Group.TO_ACKNOWLEDGE, "签收" if own else "记电话签收"
    return Group.DUE_TODAY, "去办理" if own else "看进展"


def _row(issue: Issue, group: Group, action: str, now: dt.datetime) -> Owed:
    return Owed(
        group=group,
        light=light_of(issue, now),
        number=issue.number,
        title=issue.title,
        unit_name=issue.unit.name,
        due_at=issue.due_at,
        url=path_for("issues.show", id=issue.id),
        action=action,
    )
