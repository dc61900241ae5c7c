"""Reading the ladder: what was sent, and who stands behind a rung."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa

from yishi.accounts.models import Person, RoleGrant
from yishi.accounts.rules import Rank, Role
from yishi.database import db
from yishi.issues.models import Assignment, Issue, ProgressNote
from yishi.organizations.rules import above, office_code
from yishi.supervision.models import Escalation
from yishi.supervision.rules import Fired, Level


def taken(issue: Issue) -> Sequence[Escalation]:
    """The rungs of the running cycle, in order of time."""
    query = sa.select(Escalation).where(
        Escalation.issue_id == issue.id, Escalation.cycle == issue.cycle
    )
    return db.session.scalars(query.order_by(Escalation.fired_at)).all()


def sent(issues: Collection[Issue]) -> Mapping[int, dict[Level, Fired]]:
    """What was sent of the running cycles, by issue."""
    found: dict[int, dict[Level, Fired]] = {issue.id: {} for issue in issues}
    keys = [(issue.id, issue.cycle) for issue in issues]
    query = sa.select(Escalation).where(sa.tuple_(Escalation.issue_id, Escalation.cycle).in_(keys))
    for row in db.session.scalars(query):
        found[row.issue_id][row.level] = Fired(row.due_at, row.fired_at, row.late)
    return found


def assignments(issues: Collection[Issue]) -> Mapping[int, Assignment]:
    """The running assignments, by issue."""
    ids = [issue.id for issue in issues]
    query = sa.select(Assignment).where(Assignment.issue_id.in_(ids), Assignment.ended_at.is_(None))
    return {row.issue_id: row for row in db.session.scalars(query)}


def leaders(issue: Issue) -> list[Person]:
    """The deputy leader in charge of the unit, else of everything, else the chief."""
    rows = _people(issue.area_code, Role.LEADER)
    deputies = [(p, g) for p, g in rows if g.rank is Rank.DEPUTY]
    in_charge = [p for p, g in deputies if g.unit_id == issue.lead_unit_id]
    of_all = [p for p, g in deputies if g.unit_id is None]
    chiefs = [p for p, g in rows if g.rank is not Rank.DEPUTY]
    return in_charge or of_all or chiefs


def organizers(issue: Issue) -> list[Person]:
    """The office: the organizers of the street or town."""
    code = office_code(issue.area_code)
    return [p for p, g in _people(issue.area_code, Role.ORGANIZER) if g.area_code == code]


def last_progress(issue: Issue) -> tuple[dt.datetime, str] | None:
    """The newest note of the unit."""
    query = (
        sa.select(ProgressNote)
        .where(ProgressNote.issue_id == issue.id)
        .order_by(ProgressNote.id.desc())
        .limit(1)
    )
    note = db.session.scalars(query).one_or_none()
    return (note.at, note.text) if note else None


def _people(area_code: str, role: Role) -> list[tuple[Person, RoleGrant]]:
    """Who holds a role over this area, those of the nearest area alone."""
    query = (
        sa.select(Person, RoleGrant)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            RoleGrant.role == role,
            RoleGrant.area_code.in_(above(area_code)),
            RoleGrant.revoked_at.is_(None),
            Person.disabled_at.is_(None),
        )
        .order_by(sa.func.length(RoleGrant.area_code).desc(), Person.id)
    )
    rows = [(person, grant) for person, grant in db.session.execute(query)]
    if role is Role.LEADER and rows:
        nearest = rows[0][1].area_code
        rows = [(person, grant) for person, grant in rows if grant.area_code == nearest]
    return rows
