"""Estate, unit and contact made inside any field that asks for one.

A room draws the field with a macro of `organizations/_inline.html`; beside the
choice stands a fold with the few lines that a new one needs. With scripts the fold
sends itself and the field comes back with the new one chosen; without, the lines
travel with the room's own form and the functions here make the new one in the
room's own transaction:

    unit = inline.unit(request.form, "unit_id", area_code, by=actor)

They raise Invalid with errors under the names of the lines (`unit_id_new_name`).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

from yishi.accounts.actors import Actor
from yishi.errors import Invalid, NotAllowed
from yishi.organizations import forms, queries, services
from yishi.organizations.models import Contact, Estate, Unit
from yishi.organizations.rules import Duty, UnitKind, office_code

T = TypeVar("T", Unit, Estate, Contact)


def unit(form: Mapping[str, str], field: str, area_code: str, *, by: Actor) -> Unit | None:
    """The unit chosen or typed; None if neither."""
    name = " ".join(form.get(f"{field}_new_name", "").split())
    usable = queries.usable_units(area_code)
    if name:
        known = next((row for row in usable if row.name == name), None)
        return known or _new_unit(form, field, keeper(by, area_code), name, by)
    return _chosen(form, field, usable, "请从列表里选单位。")


def estate(form: Mapping[str, str], field: str, area_code: str, *, by: Actor) -> Estate | None:
    """The estate chosen or typed; None if neither."""
    name = " ".join(form.get(f"{field}_new_name", "").split())
    known = queries.estates(area_code)
    if not name:
        return _chosen(form, field, known, "请从列表里选小区。")
    place = form.get(f"{field}_new_area") or keeper(by, area_code)
    if not queries.reaches(by, place):
        raise NotAllowed("这个社区不归您管。")
    twin = next((row for row in known if (row.name, row.area_code) == (name, place)), None)
    if twin is not None:
        return twin
    with _errors(field):
        count = forms.number(form, f"{field}_new_count", "请写整数，不知道就空着。")
        return services.create_estate(place, name, count, by=by)


def contact(form: Mapping[str, str], field: str, unit_: Unit, *, by: Actor) -> Contact | None:
    """The contact of a unit chosen or typed; None if neither."""
    name = "".join(form.get(f"{field}_new_name", "").split())
    if not name:
        return _chosen(form, field, queries.contacts_of(unit_.id), "请从列表里选联系人。")
    with _errors(field):
        return services.add_contact(
            unit_,
            name,
            post=form.get(f"{field}_new_post", ""),
            duty=Duty.HANDLER,
            phone=form.get(f"{field}_new_phone", ""),
            by=by,
        )


def keeper(by: Actor, area_code: str) -> str:
    """The area that keeps what is new: the office, or the community of a community's organizer."""
    own = [grant.area_code for grant in by.grants if area_code.startswith(grant.area_code)]
    if not own:
        raise NotAllowed("这里不归您管，请找当地的议事办。")
    return max(office_code(area_code), *own, key=len)


def _new_unit(form: Mapping[str, str], field: str, area_code: str, name: str, by: Actor) -> Unit:
    phone = form.get(f"{field}_new_phone", "")
    person = form.get(f"{field}_new_contact", "").strip()
    with _errors(field):
        row = services.create_unit(area_code, name, UnitKind.OTHER, by=by)
        if phone.strip():
            services.add_contact(row, person or "值班", duty=Duty.HEAD, phone=phone, by=by)
        return row


@contextmanager
def _errors(field: str) -> Iterator[None]:
    """Puts the field's name before the names of the lines that were refused."""
    try:
        yield
    except Invalid as error:
        named = {
            f"{field}_new_{key.split('_new_')[-1]}": text for key, text in error.errors.items()
        }
        raise Invalid(error.message, named) from error


def _chosen(form: Mapping[str, str], field: str, rows: Sequence[T], words: str) -> T | None:
    picked = form.get(field, "")
    if not picked:
        return None
    row = next((row for row in rows if str(row.id) == picked), None)
    if row is None:
        raise Invalid("还差一点", {field: words})
    return row
