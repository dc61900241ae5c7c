"""Who speaks in an issue's story: the desk sees the person, residents the unit or the office."""

from typing import NamedTuple

from yishi.accounts.actors import Actor
from yishi.accounts.rules import Role
from yishi.database import db
from yishi.issues.models import Issue
from yishi.organizations.models import Unit


class Voice(NamedTuple):
    """(署名) The name for the desk and the name for residents."""

    by_name: str
    public_name: str


def unit_of(issue: Issue) -> Unit:
    """The unit that leads."""
    return db.session.get_one(Unit, issue.lead_unit_id)


def works_for(by: Actor, issue: Issue) -> bool:
    """Whether somebody acts for the unit that leads."""
    return issue.lead_unit_id in by.unit_ids


def of_unit(issue: Issue, by: Actor) -> Voice:
    """What a unit did; what the office typed for it says so."""
    unit = unit_of(issue).name
    person = by.name if works_for(by, issue) else f"（{by.name}代填）"
    return Voice(f"{unit} {person}", unit)


def of_office(by: Actor) -> Voice:
    """What the office, its leader or the system did."""
    if by.person_id is None:
        return Voice(by.name, "系统")
    leads = by.has(Role.LEADER) and not by.has(Role.ORGANIZER)
    return Voice(by.name, "街道领导" if leads else "议事办")
