"""Whom to ask about an issue, and what still waits for an answer."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from yishi.accounts.actors import Actor
from yishi.accounts.models import AccessLink, ContactPoint
from yishi.accounts.rules import Role
from yishi.accounts.scoping import scoped
from yishi.appeals.models import Appeal
from yishi.database import db
from yishi.deliberations.models import AgendaItem
from yishi.errors import NotFound
from yishi.followups.models import CallTry, FollowUp
from yishi.issues.models import Issue, Submission, Verdict
from yishi.issues.queries import verdicts_by
from yishi.issues.rules import IssueState
from yishi.organizations.rules import IssueClass
from yishi.web.owed import Group, Owed
from yishi.web.urls import path_for
from yishi.workdays.queries import calendar
from yishi.workdays.rules import Light, light

MOST = 100
CALLERS = (Role.ORGANIZER, Role.GRID_WORKER)


class Waiting(NamedTuple):
    """(待回访) A resolved issue and how far its follow-up is."""

    issue: Issue
    follow_up: FollowUp
    tries: int


def unopened(limit: int) -> Sequence[Issue]:
    """Newly resolved issues nobody was asked about yet, locked for this sweep alone."""
    opened = sa.exists().where(FollowUp.issue_id == Issue.id, FollowUp.cycle == Issue.cycle)
    query = sa.select(Issue).where(Issue.state == IssueState.RESOLVED, ~opened)
    return db.session.scalars(
        query.order_by(Issue.id).limit(limit).with_for_update(skip_locked=True, of=Issue)
    ).all()


def appeals_of(issue: Issue) -> Sequence[Appeal]:
    """What it came of: its appeals, by id or through its agenda item."""
    return db.session.scalars(sa.select(Appeal).where(_led_to(issue)).order_by(Appeal.id)).all()


def people_to_ask(issue: Issue) -> list[ContactPoint]:
    """Who reported it: the contacts of its appeals, and the one of the issue itself."""
    reported = sa.select(Appeal.contact_point_id).where(_led_to(issue))
    query = sa.select(ContactPoint).where(
        sa.or_(ContactPoint.id == issue.reporter_contact_id, ContactPoint.id.in_(reported))
    )
    return list(db.session.scalars(query.order_by(ContactPoint.id)))


def waiting(actor: Actor) -> list[Waiting]:
    """What still waits for the residents' word, the oldest first."""
    tries = (
        sa.select(sa.func.count())
        .where(CallTry.issue_id == FollowUp.issue_id, CallTry.cycle == FollowUp.cycle)
        .scalar_subquery()
    )
    query = (
        scoped(Issue, actor)
        .join(FollowUp, sa.and_(FollowUp.issue_id == Issue.id, FollowUp.cycle == Issue.cycle))
        .where(Issue.state == IssueState.RESOLVED)
        .options(joinedload(Issue.unit))
        .add_columns(FollowUp, tries)
        .order_by(FollowUp.first_try_by, Issue.id)
        .limit(MOST)
    )
    return [Waiting(issue, follow_up, n) for issue, follow_up, n in db.session.execute(query)]


def find(id_: int, actor: Actor, states: Collection[IssueState]) -> Issue:
    """The issue of a follow-up page; NotFound for a stranger's, or before it is resolved."""
    query = scoped(Issue, actor).where(Issue.id == id_, Issue.state.in_(states))
    issue = db.session.scalars(query.options(joinedload(Issue.unit))).one_or_none()
    if issue is None:
        raise NotFound
    return issue


def tries_of(issue: Issue) -> Sequence[CallTry]:
    """The calls nobody answered in the running cycle."""
    query = sa.select(CallTry).where(CallTry.issue_id == issue.id, CallTry.cycle == issue.cycle)
    return db.session.scalars(query.order_by(CallTry.id)).all()


def reply_of(issue: Issue) -> Submission | None:
    """What the unit said when it reported it done."""
    return db.session.scalars(
        sa.select(Submission)
        .where(Submission.issue_id == issue.id)
        .order_by(Submission.id.desc())
        .limit(1)
    ).one_or_none()


def issue_of_link(link: AccessLink) -> Issue:
    """The issue that a verdict link asks about."""
    _, _, id_ = link.subject_ref.partition(":")
    query = sa.select(Issue).where(Issue.id == int(id_)).options(joinedload(Issue.unit))
    return db.session.scalars(query).one()


def last_verdict_by(issue: Issue, contact_point_id: int) -> Verdict | None:
    """What this person said last, in whatever cycle."""
    return next(iter(verdicts_by([issue.id], contact_point_id)), None)


def _led_to(issue: Issue) -> sa.ColumnElement[bool]:
    of_item = sa.select(AgendaItem.appeal_id).where(AgendaItem.id == issue.agenda_item_id)
    return sa.or_(Appeal.id == issue.appeal_id, Appeal.id.in_(of_item), Appeal.issue_id == issue.id)


def light_of(row: Waiting, now: dt.datetime) -> Light:
    """The light of the first try."""
    area, due = row.issue.area_code, row.follow_up.first_try_by
    return light(due, now, calendar(area), IssueClass.B, state_is_grey=row.tries > 0)


def owed(actor: Actor, now: dt.datetime) -> list[Owed]:
    """Residents who have not been heard yet."""
    if not actor.has(*CALLERS):
        return []
    return [
        Owed(
            group=Group.TO_FOLLOW_UP,
            light=light_of(row, now) if not row.tries else None,
            number=row.issue.number,
            title=row.issue.title,
            unit_name=row.issue.unit.name,
            due_at=row.follow_up.first_try_by,
            url=path_for("followups.show", id=row.issue.id),
            action="回访",
        )
        for row in waiting(actor)
    ]
