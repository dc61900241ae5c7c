"""/desk/units: whom the office can ask, and how each is reached."""

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts import contacts
from yishi.accounts.actors import current_actor
from yishi.accounts.rules import Role
from yishi.errors import Invalid, NotFound
from yishi.organizations import forms, queries, services
from yishi.organizations.models import Contact, Unit
from yishi.organizations.queries.reach import find
from yishi.organizations.rules import Duty, UnitKind
from yishi.organizations.views import bp
from yishi.organizations.views.setup import desk_area
from yishi.web.htmx import go
from yishi.web.policies import permit

KINDS = [(kind.value, kind.label) for kind in UnitKind]
DUTIES = [(duty.value, duty.label) for duty in Duty]


@bp.get("/desk/units")
@permit(Role.ORGANIZER, Role.LEADER, Role.ADMIN)
def units() -> ResponseReturnValue:
    """The units of the office and those above it."""
    return _units_page()


@bp.post("/desk/units")
@permit(Role.ORGANIZER, Role.ADMIN)
def unit_create() -> ResponseReturnValue:
    """A new unit of the office."""
    actor, form = current_actor(), request.form
    try:
        kind = forms.choice(form, "kind", UnitKind, "请选单位性质。")
        name, phone = form.get("name", ""), form.get("duty_phone", "")
        unit = services.create_unit(forms.area(desk_area(actor)), name, kind, phone, by=actor)
    except Invalid as refusal:
        return _units_page(refusal.errors, form), 422
    return go(_url(unit), f"已加上{unit.name}。接着写联系人，派单才有人收。")


@bp.get("/desk/units/<int:unit_id>")
@permit(Role.ORGANIZER, Role.LEADER, Role.ADMIN)
def unit_show(unit_id: int) -> ResponseReturnValue:
    """A unit, its contacts, and forms to change both."""
    return _unit_page(queries.unit(unit_id, current_actor()))


@bp.post("/desk/units/<int:unit_id>")
@permit(Role.ORGANIZER, Role.ADMIN)
def unit_change(unit_id: int) -> ResponseReturnValue:
    """Name, kind and duty number."""
    actor, form = current_actor(), request.form
    unit = find(Unit, unit_id, actor)
    try:
        kind = forms.choice(form, "kind", UnitKind, "请选单位性质。")
        name, phone = form.get("name", ""), form.get("duty_phone", "")
        services.change_unit(unit, name=name, kind=kind, duty_phone=phone, by=actor)
    except Invalid as refusal:
        return _unit_page(unit, {f"unit_{k}": v for k, v in refusal.errors.items()}, form), 422
    return go(_url(unit), "单位资料已改。")


@bp.post("/desk/units/<int:unit_id>/dissolution")
@permit(Role.ORGANIZER, Role.ADMIN)
def unit_dissolution_create(unit_id: int) -> ResponseReturnValue:
    """The unit is no longer offered."""
    actor = current_actor()
    unit = find(Unit, unit_id, actor)
    services.dissolve_unit(unit, clock.now(), by=actor)
    return go(_url(unit), f"以后不再派给{unit.name}。手上的事项不变，要换人请改派。")


@bp.post("/desk/units/<int:unit_id>/contacts")
@permit(Role.ORGANIZER, Role.ADMIN)
def contact_create(unit_id: int) -> ResponseReturnValue:
    """A new contact."""
    actor = current_actor()
    unit = find(Unit, unit_id, actor)
    try:
        contact = services.add_contact(unit, **forms.contact(request.form), by=actor)
    except Invalid as refusal:
        return _unit_page(unit, refusal.errors, request.form), 422
    return go(_url(unit), f"已加上{contact.title}，{contact.duty.label}。")


@bp.get("/desk/units/<int:unit_id>/contacts/<int:contact_id>")
@permit(Role.ORGANIZER, Role.ADMIN)
def contact_show(unit_id: int, contact_id: int) -> ResponseReturnValue:
    """The form of one contact."""
    return _contact_page(_contact(unit_id, contact_id))


@bp.post("/desk/units/<int:unit_id>/contacts/<int:contact_id>")
@permit(Role.ORGANIZER, Role.ADMIN)
def contact_change(unit_id: int, contact_id: int) -> ResponseReturnValue:
    """Corrects a contact."""
    actor, contact = current_actor(), _contact(unit_id, contact_id)
    try:
        services.change_contact(contact, **forms.contact(request.form), by=actor)
    except Invalid as refusal:
        return _contact_page(contact, refusal.errors, request.form), 422
    return go(_url(contact.unit), f"{contact.title}的资料已改。")


@bp.post("/desk/units/<int:unit_id>/contacts/<int:contact_id>/departure")
@permit(Role.ORGANIZER, Role.ADMIN)
def contact_departure_create(unit_id: int, contact_id: int) -> ResponseReturnValue:
    """The contact has left."""
    actor, contact = current_actor(), _contact(unit_id, contact_id)
    services.contact_left(contact, clock.now(), by=actor)
    return go(_url(contact.unit), f"以后不再通知{contact.title}。")


def _url(unit: Unit) -> str:
    return url_for("organizations.unit_show", unit_id=unit.id)


def _contact(unit_id: int, contact_id: int) -> Contact:
    unit = find(Unit, unit_id, current_actor())
    contact = next((c for c in queries.contacts_of(unit.id) if c.id == contact_id), None)
    if contact is None:
        raise NotFound
    return contact


def _units_page(
    errors: Mapping[str, str] | None = None, values: Mapping[str, str] | None = None
) -> str:
    actor, words, kind = current_actor(), request.args.get("q", ""), request.args.get("kind", "")
    return render_template(
        "organizations/units.html",
        units=queries.units(actor, words=words, kind=kind),
        words=words,
        kind=kind,
        kinds=KINDS,
        may_change=actor.has(Role.ORGANIZER, Role.ADMIN),
        home=desk_area(actor) or "",
        values=values or {},
        errors=errors or {},
    )


def _unit_page(
    unit: Unit, errors: Mapping[str, str] | None = None, values: Mapping[str, str] | None = None
) -> str:
    actor = current_actor()
    keeper = actor.acting_as(frozenset({Role.ORGANIZER, Role.ADMIN}))
    mine = queries.reaches(keeper, unit.area_code)
    people = queries.contacts_of(unit.id)
    return render_template(
        "organizations/unit.html",
        unit=unit,
        keeper=queries.area_name(unit.area_code),
        people=[(c, contacts.phone(c.contact_point) if mine else None) for c in people],
        may_change=mine,
        kinds=KINDS,
        duties=DUTIES,
        values=values or {},
        errors=errors or {},
    )


def _contact_page(
    contact: Contact,
    errors: Mapping[str, str] | None = None,
    values: Mapping[str, str] | None = None,
) -> str:
    kept = {
        "name": contact.name,
        "post": contact.post,
        "duty": contact.duty.value,
        "phone": contacts.phone(contact.contact_point) or "",
        "mail": contacts.mail(contact.contact_point) or "",
    }
    return render_template(
        "organizations/contact.html",
        contact=contact,
        duties=DUTIES,
        values=values or kept,
        errors=errors or {},
    )
