"""What the people of a unit are told about an issue, each with a fresh link of their own."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa

from yishi import clock
from yishi.accounts import links
from yishi.accounts.models import AccessLink
from yishi.database import db
from yishi.issues.models import Assignment, Issue
from yishi.issues.services._voices import unit_of
from yishi.notices import services as notices
from yishi.notices.rules import Fact
from yishi.organizations.models import Contact
from yishi.organizations.rules import Duty, IssueClass
from yishi.workdays.rules import TERMS

LINK_DAYS = 7
PURPOSE = "assignment"


def contacts_of(unit_id: int) -> Sequence[Contact]:
    """The people of a unit who are still there, in the order they were entered."""
    return db.session.scalars(
        sa.select(Contact)
        .where(Contact.unit_id == unit_id, Contact.left_at.is_(None))
        .order_by(Contact.id)
    ).all()


def handler_of(issue: Issue) -> Contact | None:
    """Who answers for it: the contact who promised, else a handler, else the head."""
    people = contacts_of(issue.lead_unit_id)
    chosen = [person for person in people if person.id == issue.contact_id]
    handlers = [person for person in people if person.duty is Duty.HANDLER]
    return next(iter([*chosen, *handlers, *people]), None)


def recipients(issue: Issue) -> list[Contact]:
    """The handler, and the head for a copy; one person once."""
    handler = handler_of(issue)
    heads = [p for p in contacts_of(issue.lead_unit_id) if p.duty is Duty.HEAD]
    people = [handler, *heads] if handler else heads
    return list({person.contact_point_id: person for person in people}.values())


def link_for(assignment: Assignment, contact: Contact, now: dt.datetime) -> AccessLink:
    """A new link to one assignment for one person, for seven days."""
    return links.issue_link(
        PURPOSE,
        assignment.ref,
        contact_point_id=contact.contact_point_id,
        expires_at=now + dt.timedelta(days=LINK_DAYS),
        now=now,
    )


def facts_of(issue: Issue) -> dict[str, Fact]:
    """What every notice says of an issue; see `notices.rules.KINDS`."""
    assert issue.due_at is not None
    return {
        "number": issue.number,
        "title": issue.title,
        "due_at": issue.due_at,
        "measure": issue.measure,
        "unit": unit_of(issue).name,
        "origin": str(issue.origin.get("text", "")),
        "promised_by": issue.promised_by,
    }


def assigned(issue: Issue, assignment: Assignment, now: dt.datetime) -> None:
    """Level 0: the handler at once, the head for a copy."""
    key, within = f"assign:{assignment.id}", TERMS[issue.issue_class].acknowledge.label
    for place, contact in enumerate(recipients(issue)):
        facts: dict[str, Fact] = {"acknowledge_within": within}
        if place:
            facts["copy"] = 1
        _queue("assignment", issue, (assignment, contact), key, facts, now=now)


def returned(issue: Issue, assignment: Assignment, reason: str, now: dt.datetime) -> None:
    """Review or residents sent it back to the unit."""
    key = f"returned:{issue.id}:{issue.revision}"
    for contact in recipients(issue):
        _queue("returned", issue, (assignment, contact), key, {"reason": reason}, now=now)


def fresh_link(issue: Issue, assignment: Assignment, contact: Contact, now: dt.datetime) -> None:
    """A lapsed link was opened: a new one goes to its owner, at most one a day."""
    key = f"relink:{assignment.id}:{clock.local(now).date()}"
    facts: dict[str, Fact] = {"acknowledge_within": TERMS[issue.issue_class].acknowledge.label}
    _queue("assignment", issue, (assignment, contact), key, facts, now=now)


def _queue(
    kind: str,
    issue: Issue,
    to: tuple[Assignment, Contact],
    key: str,
    facts: dict[str, Fact],
    *,
    now: dt.datetime,
) -> None:
    assignment, contact = to
    notices.queue(
        kind,
        contact.contact_point,
        subject_ref=issue.ref,
        area_code=issue.area_code,
        facts=facts_of(issue) | facts,
        key=key,
        now=now,
        link=link_for(assignment, contact, now),
        urgent=issue.issue_class is IssueClass.E,
    )
