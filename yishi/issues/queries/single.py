"""One issue with what belongs to it."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from yishi.accounts.actors import Actor
from yishi.accounts.models import AccessLink
from yishi.accounts.scoping import scoped
from yishi.database import db
from yishi.errors import NotFound
from yishi.issues.models import Assignment, Issue, Verdict
from yishi.issues.rules import PUBLIC
from yishi.organizations.models import Contact


def find(id_: int, actor: Actor) -> Issue:
    """One issue with its unit and contact; NotFound for a stranger's."""
    issue = db.session.scalars(
        scoped(Issue, actor)
        .where(Issue.id == id_)
        .options(joinedload(Issue.unit), joinedload(Issue.contact))
    ).one_or_none()
    if issue is None:
        raise NotFound
    return issue


def find_public(number: str) -> Issue:
    """An issue that residents may read, by its number; else NotFound."""
    issue = db.session.scalars(
        sa.select(Issue)
        .where(Issue.number == number, Issue.state.in_(PUBLIC))
        .options(joinedload(Issue.unit), joinedload(Issue.contact))
    ).one_or_none()
    if issue is None:
        raise NotFound
    return issue


def assignment_of(issue: Issue) -> Assignment | None:
    """The assignment that runs, or the last one."""
    return db.session.scalars(
        sa.select(Assignment)
        .where(Assignment.issue_id == issue.id)
        .options(joinedload(Assignment.contact).joinedload(Contact.contact_point))
        .order_by(Assignment.ended_at.is_(None).desc(), Assignment.id.desc())
        .limit(1)
    ).one_or_none()


def verdicts_of(issue: Issue) -> Sequence[Verdict]:
    """What residents said in the running cycle."""
    return db.session.scalars(
        sa.select(Verdict)
        .where(Verdict.issue_id == issue.id, Verdict.cycle == issue.cycle)
        .order_by(Verdict.id)
    ).all()


def verdicts_by(
    issue_ids: Collection[int], contact_point_id: int | None, appeal_id: int | None = None
) -> Sequence[Verdict]:
    """What one person said of these issues, the newest first; known by phone or by receipt."""
    known_by = {Verdict.contact_point_id: contact_point_id, Verdict.appeal_id: appeal_id}
    voices = [column == value for column, value in known_by.items() if value is not None]
    if not voices:
        return []
    query = sa.select(Verdict).where(Verdict.issue_id.in_(issue_ids), sa.or_(*voices))
    return db.session.scalars(query.order_by(Verdict.id.desc())).all()


def rest_of(issue: Issue) -> Issue | None:
    """The issue that holds what was left of a partly solved one."""
    return db.session.scalars(
        sa.select(Issue).where(Issue.parent_id == issue.id).order_by(Issue.id.desc()).limit(1)
    ).one_or_none()


class Behind(NamedTuple):
    """(链接背后) The assignment that a link opens, its issue, and whose link it is."""

    issue: Issue
    assignment: Assignment
    contact: Contact


def behind_link(link: AccessLink) -> Behind | None:
    """What a link opens; None if the assignment moved on or the person left the unit."""
    kind, _, id_ = link.subject_ref.partition(":")
    query = (
        sa.select(Assignment, Contact)
        .join(Contact, Contact.unit_id == Assignment.unit_id)
        .where(
            Assignment.id == int(id_),
            Assignment.ended_at.is_(None),
            Contact.contact_point_id == link.contact_point_id,
            Contact.left_at.is_(None),
        )
        .options(joinedload(Assignment.issue).joinedload(Issue.unit))
        .limit(1)
    )
    row = db.session.execute(query).one_or_none() if kind == "assignment" else None
    return Behind(row[0].issue, row[0], row[1]) if row else None
