"""What the pages of this room ask for, parsed and with errors by field."""

import enum
from collections.abc import Mapping
from typing import Any, TypedDict, TypeVar

from yishi.accounts.actors import Actor
from yishi.accounts.rules import telephone
from yishi.errors import Invalid
from yishi.organizations import queries
from yishi.organizations.models import Unit
from yishi.organizations.rules import AreaLevel, Duty, IssueClass
from yishi.web import fields

LONGEST_LINE = 40

E = TypeVar("E", bound=enum.StrEnum)


class ContactFields(TypedDict):
    """A contact as typed."""

    name: str
    post: str
    duty: Duty
    phone: str
    mail: str


class CategoryFields(TypedDict):
    """How an office handles a kind of matter."""

    issue_class: IssueClass
    lead_unit_id: int | None
    duty_phone: str
    level: str


def office_problem(name: str, value: Any) -> str | None:
    """What is wrong with a line of an office's particulars; an empty one is fine."""
    if not isinstance(value, str) or not value.isprintable() or len(value) > LONGEST_LINE:
        return f"请写一行字，不超过 {LONGEST_LINE} 个字。"
    if name == "telephone" and value and telephone(value) is None:
        return "请写 11 位手机号，或带区号的座机，如 0635-1234567。"
    return None


def choice(form: Mapping[str, str], field: str, kind: type[E], words: str) -> E:
    """A picked member of an enum; raises Invalid."""
    chosen = fields.one_of(kind, form.get(field))
    if chosen is None:
        raise Invalid("还差一点", {field: words})
    return chosen


def number(form: Mapping[str, str], field: str, words: str) -> int | None:
    """A whole number, None if nothing was typed; raises Invalid."""
    text = form.get(field, "").strip()
    if not text:
        return None
    value = fields.number(text)
    if value is None:
        raise Invalid("还差一点", {field: words})
    return value


def area(area_code: str | None) -> str:
    """The area of the office; raises Invalid where none has been chosen yet."""
    if not area_code:
        raise Invalid("还没有选定在哪里办公", {"name": "请先到“本街道的资料”选定街道或乡镇。"})
    return area_code


def contact(form: Mapping[str, str]) -> ContactFields:
    """Name, post, duty, telephone and mail."""
    return {
        "name": form.get("name", ""),
        "post": form.get("post", ""),
        "duty": choice(form, "duty", Duty, "请选负责人还是经办人。"),
        "phone": form.get("phone", ""),
        "mail": form.get("mail", ""),
    }


def estate(form: Mapping[str, str], actor: Actor) -> tuple[str, str, int | None]:
    """Area, name and number of households; the area must be the actor's."""
    area_code = form.get("area_code", "")
    if not area_code or not queries.reaches(actor, area_code):
        raise Invalid("还差所在社区", {"area_code": "请选小区所在的社区或街道。"})
    count = number(form, "household_count", "请写整数，不知道就空着。")
    return area_code, form.get("name", ""), count


def category(form: Mapping[str, str], unit: Unit | None) -> CategoryFields:
    """Class, unit, duty number and level."""
    return {
        "issue_class": choice(form, "issue_class", IssueClass, "请选办理时限的类别。"),
        "lead_unit_id": unit.id if unit else None,
        "duty_phone": form.get("duty_phone", ""),
        "level": form.get("level", ""),
    }


def places(area_code: str) -> list[tuple[str, str]]:
    """The office and its communities, for a field that asks where."""
    if not area_code:
        return []
    found = queries.offices_below(area_code)
    return [(a.code, a.name) for a in found if a.level is not AreaLevel.GRID][:400]
