"""Units and their contacts. The audit names what changed, never a telephone."""

import datetime as dt

import sqlalchemy as sa

from yishi.accounts import contacts
from yishi.accounts.actors import Actor
from yishi.accounts.rules import telephone
from yishi.database import db
from yishi.errors import Invalid
from yishi.organizations.models import Contact, Unit
from yishi.organizations.rules import LONGEST_NAME, Duty, UnitKind
from yishi.records.services import audit

LONGEST_POST = 20


def create_unit(
    area_code: str, name: str, kind: UnitKind = UnitKind.OTHER, duty_phone: str = "", *, by: Actor
) -> Unit:
    """A unit that the office of `area_code` keeps; raises Invalid if the name is taken there."""
    unit = Unit(area_code=area_code, name=_name(name), kind=kind, duty_phone=_duty(duty_phone))
    _refuse_twin(area_code, unit.name)
    db.session.add(unit)
    db.session.flush()
    audit(by, "units.create", f"unit:{unit.id}", after={"name": unit.name, "kind": kind})
    return unit


def change_unit(unit: Unit, *, name: str, kind: UnitKind, duty_phone: str, by: Actor) -> None:
    """Renames a unit or corrects its kind and duty number; raises Invalid."""
    before = {"name": unit.name, "kind": unit.kind, "duty_phone": unit.duty_phone}
    new_name = _name(name)
    if new_name != unit.name:
        _refuse_twin(unit.area_code, new_name)
    unit.name, unit.kind, unit.duty_phone = new_name, kind, _duty(duty_phone)
    after = {"name": unit.name, "kind": unit.kind, "duty_phone": unit.duty_phone}
    audit(by, "units.change", f"unit:{unit.id}", before=before, after=after)


def dissolve_unit(unit: Unit, now: dt.datetime, *, by: Actor) -> None:
    """The unit takes no new matters; what it has stays until somebody reassigns it."""
    if unit.dissolved_at is not None:
        return
    unit.dissolved_at = now
    audit(by, "units.dissolve", f"unit:{unit.id}")


def add_contact(
    unit: Unit,
    name: str,
    *,
    post: str = "",
    duty: Duty = Duty.HANDLER,
    phone: str = "",
    mail: str = "",
    by: Actor,
) -> Contact:
    """A named person of a unit; raises Invalid if nobody could be reached."""
    name, post = _person(name, post)
    if not phone.strip() and not mail.strip():
        raise Invalid("还差电话", {"phone": "请写电话，没有电话写邮箱。"})
    point = contacts.remember(name + post, phone=phone, mail=mail)
    contact = Contact(unit_id=unit.id, contact_point_id=point.id, name=name, post=post, duty=duty)
    db.session.add(contact)
    db.session.flush()
    audit(by, "contacts.create", f"contact:{contact.id}", after=_facts(contact))
    return contact


def change_contact(
    contact: Contact, name: str, *, post: str, duty: Duty, phone: str, mail: str, by: Actor
) -> None:
    """Corrects a contact; links already sent keep working. Raises Invalid."""
    before = _facts(contact)
    name, post = _person(name, post)
    if not phone.strip() and not mail.strip():
        raise Invalid("还差电话", {"phone": "请写电话，没有电话写邮箱。"})
    reached = contact.contact_point.phone_index
    contacts.change(contact.contact_point, phone=phone, mail=mail)
    contact.contact_point.name = name + post
    contact.name, contact.post, contact.duty = name, post, duty
    moved = reached != contact.contact_point.phone_index
    after = {**_facts(contact), "phone": "改了" if moved else "没改"}
    audit(by, "contacts.change", f"contact:{contact.id}", before=before, after=after)


def contact_left(contact: Contact, now: dt.datetime, *, by: Actor) -> None:
    """The person no longer answers for the unit: gets nothing new."""
    if contact.left_at is None:
        contact.left_at = now
        audit(by, "contacts.left", f"contact:{contact.id}", before=_facts(contact))


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME:
        raise Invalid("还差单位名称", {"name": f"请写单位名称，不超过 {LONGEST_NAME} 个字。"})
    return name


def _duty(number: str) -> str:
    if not number.strip():
        return ""
    plain = telephone(number)
    if plain is None:
        raise Invalid(
            "值班电话写得不对",
            {"duty_phone": "请写 11 位手机号，或带区号的座机，如 0635-1234567。"},
        )
    return plain


def _refuse_twin(area_code: str, name: str) -> None:
    twin = sa.select(Unit.id).where(Unit.area_code == area_code, Unit.name == name)
    if db.session.scalar(twin) is not None:
        raise Invalid("已经有了", {"name": f"已经有“{name}”，请直接选它。"})


def _person(name: str, post: str) -> tuple[str, str]:
    name, post = "".join(name.split()), "".join(post.split())
    if not name or len(name) > LONGEST_POST or len(post) > LONGEST_POST:
        raise Invalid(
            "还差姓名",
            {"name": f"请写姓名或姓，如 王，职务写 经理；都不超过 {LONGEST_POST} 个字。"},
        )
    return name, post


def _facts(contact: Contact) -> dict[str, object]:
    return {
        "unit": contact.unit_id,
        "name": contact.name,
        "post": contact.post,
        "duty": contact.duty,
    }
