"""Asking units to come: by notice, by telephone, and who they say will come."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from yishi.accounts.actors import Actor
from yishi.database import db
from yishi.deliberations.models import Deliberation, Invitation
from yishi.deliberations.rules import UNSTARTED, InvitedHow, State
from yishi.deliberations.services import telling
from yishi.errors import Invalid
from yishi.organizations import queries as organizations
from yishi.organizations import services as directory
from yishi.organizations.models import Contact, Unit
from yishi.organizations.rules import Duty
from yishi.records.services import audit, entry

LONGEST_NAME = 30


class NewUnit(NamedTuple):
    """A unit written on one line: its name, whom to ask, and the telephone."""

    name: str
    contact: str = ""
    phone: str = ""


def register(new: NewUnit, *, by: Actor) -> int:
    """Adds a unit, and who answers its telephone, to the office's directory; returns its id."""
    unit = directory.create_unit(by.home_area, new.name, by=by)
    if new.phone:
        directory.add_contact(unit, new.contact, duty=Duty.HEAD, phone=new.phone, by=by)
    db.session.expire(unit, ["contacts"])
    return unit.id


def invite(day: Deliberation, unit_id: int, *, by: Actor, now: dt.datetime) -> Invitation:
    """Puts a unit on the list; after the announcement its invitation leaves at once.

    Raises NotFound for another office's unit, Invalid if it is invited already.
    """
    if day.state not in UNSTARTED:
        raise Invalid("这一场已经开了，不能再发邀请。到会的单位请在现场页上记。")
    unit = organizations.unit(unit_id, by)
    if unit.dissolved_at is not None:
        raise Invalid(f"{unit.name}已经撤并，请另请一家。")
    if any(other.unit_id == unit.id for other in day.invitations):
        raise Invalid(f"{unit.name}已经请过了。")
    invitation = Invitation(unit=unit, contact=first_contact(unit), item_ids=[])
    day.invitations.append(invitation)
    db.session.flush()
    audit(by, "invitation.add", invitation.ref, after={"day": day.id, "unit": unit.name})
    if day.state is State.ANNOUNCED:
        telling.tell_invited(day, invitation, now=now)
    return invitation


def withdraw(invitation: Invitation, *, by: Actor, now: dt.datetime) -> None:
    """Takes a unit off the list; one that was told before is told again."""
    day = invitation.deliberation
    if day.state not in UNSTARTED:
        raise Invalid("这一场已经开了，名单不能再改。")
    if day.announced_at is not None:
        telling.tell_uninvited(day, invitation, now=now)
        entry(day.ref, "不再请", invitation.unit.name, by_name=by.name, at=now, public=False)
    audit(by, "invitation.withdraw", invitation.ref, before={"unit": invitation.unit.name})
    day.invitations.remove(invitation)
    db.session.delete(invitation)


def called(invitation: Invitation, *, by: Actor, now: dt.datetime) -> None:
    """已打电话: counts as invited; who comes may be added after. Twice is once."""
    if invitation.invited_at is not None:
        return
    invitation.invited_at, invitation.invited_by = now, by.name
    invitation.invited_how = InvitedHow.PHONE
    telling.phoned_instead(invitation, now=now)
    audit(by, "invitation.called", invitation.ref, after={"unit": invitation.unit.name})
    text = f"打电话请了{invitation.unit.name}。"
    entry(invitation.deliberation.ref, "请单位", text, by_name=by.name, at=now, public=False)


def answer(
    invitation: Invitation,
    *,
    attendee_name: str,
    attendee_post: str,
    may_promise: bool | None,
    item_ids: Sequence[int],
    by: Actor,
    now: dt.datetime,
) -> None:
    """Who comes, may they promise, and which items they answer; counts as invited."""
    if max(len(attendee_name), len(attendee_post)) > LONGEST_NAME:
        raise Invalid("名字太长了", {"attendee_name": f"请写在 {LONGEST_NAME} 个字以内。"})
    known = {item.id for item in invitation.deliberation.items}
    invitation.attendee_name = attendee_name.strip()
    invitation.attendee_post = attendee_post.strip()
    invitation.may_promise = may_promise
    invitation.item_ids = [item_id for item_id in item_ids if item_id in known]
    audit(
        by,
        "invitation.answer",
        invitation.ref,
        after={"attendee": invitation.attendee, "may_promise": may_promise},
    )
    called(invitation, by=by, now=now)


def name_contact(
    invitation: Invitation, name: str, phone: str, *, by: Actor, now: dt.datetime
) -> None:
    """Whom to call at a unit that had nobody; after the announcement its invitation leaves."""
    contact = directory.add_contact(invitation.unit, name, duty=Duty.HEAD, phone=phone, by=by)
    invitation.contact = contact
    if invitation.deliberation.state is State.ANNOUNCED:
        telling.tell_invited(invitation.deliberation, invitation, now=now)


def first_contact(unit: Unit) -> Contact | None:
    """Whom to ask: the head, else whoever is there."""
    there = [contact for contact in unit.contacts if contact.left_at is None]
    heads = [contact for contact in there if contact.duty is Duty.HEAD]
    return next(iter([*heads, *there]), None)
