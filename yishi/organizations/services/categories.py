"""[派单目录] An office writes its own rows; a shipped row is never changed, only stood before."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from yishi.accounts.actors import Actor
from yishi.accounts.rules import telephone
from yishi.database import db
from yishi.errors import Invalid
from yishi.organizations.models import Category
from yishi.organizations.rules import LEVELS, IssueClass
from yishi.records.services import audit

LONGEST_CATEGORY = 20


def create_category(
    area_code: str,
    name: str,
    *,
    issue_class: IssueClass,
    lead_unit_id: int | None,
    duty_phone: str,
    level: str,
    by: Actor,
) -> Category:
    """A row of the office's own; raises Invalid if it has one of that name."""
    row = Category(area_code=area_code, name=_name(name), position=0)
    _refuse_twin(area_code, row.name)
    _fill(row, issue_class, lead_unit_id, duty_phone, level)
    db.session.add(row)
    db.session.flush()
    audit(by, "categories.create", f"category:{row.id}", after=_facts(row))
    return row


def change_category(
    row: Category,
    area_code: str,
    *,
    issue_class: IssueClass,
    lead_unit_id: int | None,
    duty_phone: str,
    level: str,
    by: Actor,
) -> Category:
    """How the office of `area_code` handles this kind; a wider row gets one of its own before it.

    What was already dispatched keeps its class.
    """
    own = row if row.area_code == area_code else _copy(row, area_code)
    before = _facts(own) if own.id else None
    _fill(own, issue_class, lead_unit_id, duty_phone, level)
    db.session.add(own)
    db.session.flush()
    audit(by, "categories.change", f"category:{own.id}", before=before, after=_facts(own))
    return own


def _copy(row: Category, area_code: str) -> Category:
    return Category(area_code=area_code, name=row.name, position=row.position)


def _fill(
    row: Category, issue_class: IssueClass, lead_unit_id: int | None, phone: str, level: str
) -> None:
    number = telephone(phone) if phone.strip() else ""
    if number is None:
        raise Invalid(
            "值班电话写得不对",
            {"duty_phone": "请写 11 位手机号，或带区号的座机，如 0635-1234567。"},
        )
    if level not in LEVELS:
        raise Invalid("还差层级", {"level": "请选由哪一级办。"})
    row.issue_class, row.lead_unit_id = issue_class, lead_unit_id
    row.duty_phone, row.level = number, level


def _name(text: str) -> str:
    name = "".join(text.split())
    if not name or len(name) > LONGEST_CATEGORY:
        raise Invalid("还差名称", {"name": f"请写类别名称，不超过 {LONGEST_CATEGORY} 个字。"})
    return name


def _refuse_twin(area_code: str, name: str) -> None:
    twin = sa.select(Category.id).where(
        Category.area_code.in_(["", area_code]), Category.name == name
    )
    if db.session.scalar(twin) is not None:
        raise Invalid("已经有了", {"name": f"目录里已经有“{name}”，请直接改那一行。"})


def _facts(row: Category) -> Mapping[str, Any]:
    return {
        "name": row.name,
        "class": row.issue_class,
        "unit": row.lead_unit_id,
        "level": row.level,
    }
