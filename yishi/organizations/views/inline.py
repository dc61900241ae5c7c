"""The fields that make a new estate, unit or contact: see `organizations.inline`."""

import re
from collections.abc import Mapping

from flask import render_template, request
from flask.typing import ResponseReturnValue

from yishi.accounts.actors import Actor, current_actor
from yishi.accounts.rules import Role
from yishi.errors import DomainError, Invalid, NotFound
from yishi.organizations import forms, inline, queries
from yishi.organizations.models import Unit
from yishi.organizations.queries.reach import find
from yishi.organizations.rules import office_code
from yishi.organizations.views import bp
from yishi.web.policies import permit

NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")


@bp.get("/desk/units/new-inline")
@permit(Role.ORGANIZER)
def unit_inline() -> ResponseReturnValue:
    """The field that asks for a unit."""
    return _field("unit", request.args.get("value", ""))


@bp.post("/desk/units/new-inline")
@permit(Role.ORGANIZER)
def unit_inline_create() -> ResponseReturnValue:
    """The same field with the new unit chosen."""
    actor, area_code = current_actor(), _area(current_actor())
    try:
        row = inline.unit(request.form, _name(), area_code, by=actor)
        _require(row, "请写单位名称和电话。")
    except Invalid as refusal:
        return _field("unit", request.form.get(_name(), ""), refusal), 422
    return _field("unit", row.id if row else "")


@bp.get("/desk/estates/new-inline")
@permit(Role.ORGANIZER)
def estate_inline() -> ResponseReturnValue:
    """The field that asks for an estate."""
    return _field("estate", request.args.get("value", ""))


@bp.post("/desk/estates/new-inline")
@permit(Role.ORGANIZER)
def estate_inline_create() -> ResponseReturnValue:
    """The same field with the new estate chosen."""
    actor, area_code = current_actor(), _area(current_actor())
    try:
        row = inline.estate(request.form, _name(), area_code, by=actor)
        _require(row, "请写小区或自然村的名称。")
    except Invalid as refusal:
        return _field("estate", request.form.get(_name(), ""), refusal), 422
    return _field("estate", row.id if row else "")


@bp.get("/desk/units/<int:unit_id>/contacts/new-inline")
@permit(Role.ORGANIZER)
def contact_inline(unit_id: int) -> ResponseReturnValue:
    """The field that asks for a person of a unit."""
    unit = queries.unit(unit_id, current_actor())
    return _field("contact", request.args.get("value", ""), unit=unit)


@bp.post("/desk/units/<int:unit_id>/contacts/new-inline")
@permit(Role.ORGANIZER)
def contact_inline_create(unit_id: int) -> ResponseReturnValue:
    """The same field with the new contact chosen."""
    actor = current_actor()
    unit = find(Unit, unit_id, actor)
    try:
        row = inline.contact(request.form, _name(), unit, by=actor)
        _require(row, "请写姓名和电话。")
    except Invalid as refusal:
        return _field("contact", request.form.get(_name(), ""), refusal, unit=unit), 422
    return _field("contact", row.id if row else "", unit=unit)


def _require(row: object, words: str) -> None:
    if row is None:
        raise Invalid(words, {f"{_name()}_new_name": words})


def _name() -> str:
    """The name of the room's field; it becomes names and ids, so it is checked."""
    name = request.args.get("field", "")
    if not NAME.fullmatch(name):
        raise NotFound
    return name


def _area(actor: Actor) -> str:
    area_code = request.args.get("area", "")
    if not queries.reaches(actor, area_code) or not area_code:
        raise NotFound
    return area_code


def _field(
    kind: str, value: object, refusal: DomainError | None = None, unit: Unit | None = None
) -> str:
    actor = current_actor()
    area_code = unit.area_code if unit else _area(actor)
    errors: Mapping[str, str] = refusal.errors if isinstance(refusal, Invalid) else {}
    return render_template(
        "organizations/_inline_field.html",
        kind=kind,
        name=_name(),
        value=value,
        area_code=area_code,
        unit=unit,
        units=queries.usable_units(area_code) if kind == "unit" else [],
        estates=queries.estates(area_code) if kind == "estate" else [],
        contacts=queries.contacts_of(unit.id) if unit else [],
        places=forms.places(office_code(area_code)) if kind == "estate" else [],
        label=request.args.get("label", "")[:20],
        prefix=_id("prefix"),
        form=_id("form"),
        small="small" in request.args,
        values=request.form if refusal else {},
        errors=errors,
    )


def _id(name: str) -> str:
    """What becomes part of an id, or names one: nothing but letters, digits and hyphens."""
    text = request.args.get(name, "")
    return text if re.fullmatch(r"[a-z0-9-]{0,40}", text) else ""
