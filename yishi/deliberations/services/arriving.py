"""Who is in the room: residents counted, invited units ticked, a unit that came by itself."""

import datetime as dt

import sqlalchemy as sa

from yishi import live
from yishi.accounts.actors import Actor
from yishi.database import change, db
from yishi.deliberations.models import Deliberation, Invitation
from yishi.deliberations.services.inviting import first_contact
from yishi.deliberations.services.on_site import require_recording
from yishi.errors import Conflict, Invalid
from yishi.organizations import queries as organizations
from yishi.organizations import services as units
from yishi.organizations.models import Contact, Unit
from yishi.organizations.rules import office_code
from yishi.records.services import audit

MOST_HEADS = 9999


def count_heads(day: Deliberation, heads: int | None, before: int | None, *, by: Actor) -> None:
    """How many residents are there; Conflict if somebody else counted since `before`."""
    require_recording(day)
    if heads is not None and not 0 <= heads <= MOST_HEADS:
        raise Invalid("人数不对", {"heads": f"请写 0 到 {MOST_HEADS} 之间的人数。"})
    if day.heads == heads:
        return
    mine = (Deliberation.id == day.id, Deliberation.heads.is_not_distinct_from(before))
    if change(sa.update(Deliberation).where(*mine).values(heads=heads)) == 0:
        db.session.refresh(day)
        words = f"别人刚刚记了 {day.heads} 人，您写的是 {heads} 人。请核对再写。"
        raise Conflict(words, str(day.heads), str(heads))
    audit(by, "deliberation.heads", day.ref, after={"heads": heads})
    live.changed(day.ref)


def note_presence(invitation: Invitation, came: bool, *, by: Actor) -> None:
    """Ticks a unit as there, or unticks it."""
    day = invitation.deliberation
    require_recording(day)
    if bool(invitation.came) is came:
        return
    invitation.came = came
    audit(by, "invitation.came", invitation.ref, after={"came": came})
    live.changed(day.ref)


def walk_in(
    day: Deliberation, name: str, person: str, phone: str, *, by: Actor, now: dt.datetime
) -> Invitation:
    """A unit that came by itself; one the office does not know yet is made here.

    Name and phone suffice. Raises Invalid by field (new_unit, new_phone, said_by).
    """
    require_recording(day)
    unit = _unit(day, name, by)
    contact = _contact(unit, person, phone, by)
    invitation = db.session.scalars(
        sa.select(Invitation).where(
            Invitation.deliberation_id == day.id, Invitation.unit_id == unit.id
        )
    ).one_or_none()
    if invitation is None:
        invitation = Invitation(deliberation_id=day.id, unit_id=unit.id, walked_in=True)
        invitation.item_ids = []
        db.session.add(invitation)
    invitation.contact_id = invitation.contact_id or (contact.id if contact else None)
    invitation.attendee_name = person.strip() or invitation.attendee_name
    invitation.came = True
    db.session.flush()
    audit(by, "invitation.walk_in", invitation.ref, after={"unit": unit.name, "at": str(now)})
    live.changed(day.ref)
    return invitation


def settle_presence(day: Deliberation) -> None:
    """散会: whoever was not ticked was not there."""
    db.session.execute(
        sa.update(Invitation)
        .where(Invitation.deliberation_id == day.id, Invitation.came.is_(None))
        .values(came=False)
    )


def _unit(day: Deliberation, name: str, by: Actor) -> Unit:
    name = " ".join(name.split())
    known = organizations.usable_units(day.area_code)
    found = next((unit for unit in known if unit.name == name), None)
    if found is not None:
        return found
    try:
        return units.create_unit(office_code(day.area_code), name, by=by)
    except Invalid as refused:
        raise Invalid(refused.message, {"new_unit": refused.errors.get("name", "")}) from None


def _contact(unit: Unit, person: str, phone: str, by: Actor) -> Contact | None:
    if not phone.strip():
        return first_contact(unit)
    try:
        return units.add_contact(unit, person.strip() or unit.name, phone=phone, by=by)
    except Invalid as refused:
        errors = {
            "new_phone": refused.errors.get("phone", ""),
            "said_by": refused.errors.get("name", ""),
        }
        raise Invalid(refused.message, {k: v for k, v in errors.items() if v}) from None
