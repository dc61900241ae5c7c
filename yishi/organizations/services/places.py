"""Estates."""

import sqlalchemy as sa

from yishi.accounts.actors import Actor
from yishi.database import db
from yishi.errors import Invalid
from yishi.organizations.models import Area, Estate
from yishi.organizations.rules import LONGEST_NAME
from yishi.records.services import audit

MOST_HOUSEHOLDS = 100_000


def create_estate(
    area_code: str, name: str, household_count: int | None = None, *, by: Actor
) -> Estate:
    """An estate of an area; raises Invalid if the name is missing or taken there."""
    estate = Estate(area_code=area_code, name=_name(name), household_count=household_count)
    _check(estate)
    db.session.add(estate)
    db.session.flush()
    audit(by, "estates.create", f"estate:{estate.id}", after=_facts(estate))
    return estate


def change_estate(
    estate: Estate, *, area_code: str, name: str, household_count: int | None, by: Actor
) -> None:
    """Renames, recounts or moves an estate within the office; raises Invalid."""
    before = _facts(estate)
    with db.session.no_autoflush:
        estate.area_code, estate.name = area_code, _name(name)
        estate.household_count = household_count
        _check(estate)
    db.session.flush()
    audit(by, "estates.change", f"estate:{estate.id}", before=before, after=_facts(estate))


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(
            "还差小区名称", {"name": f"请写小区或自然村的名称，不超过 {LONGEST_NAME} 个字。"}
        )
    return name


def _check(estate: Estate) -> None:
    count = estate.household_count
    if count is not None and not 0 < count <= MOST_HOUSEHOLDS:
        raise Invalid(
            "户数写得不对",
            {"household_count": f"请写 1 到 {MOST_HOUSEHOLDS} 的整数，不知道就空着。"},
        )
    if db.session.get(Area, estate.area_code) is None:
        raise Invalid("还差所在社区", {"area_code": "请选小区所在的社区或街道。"})
    twin = sa.select(Estate.id).where(
        Estate.area_code == estate.area_code, Estate.name == estate.name, Estate.id != estate.id
    )
    if estate.id is None:
        twin = sa.select(Estate.id).where(
            Estate.area_code == estate.area_code, Estate.name == estate.name
        )
    if db.session.scalar(twin) is not None:
        raise Invalid("已经有了", {"name": f"这里已经有“{estate.name}”，请直接选它。"})


def _facts(estate: Estate) -> dict[str, object]:
    return {
        "area": estate.area_code,
        "name": estate.name,
        "households": estate.household_count,
    }
