"""Settings of an office: the nearest ancestor's row wins, the default stands where registered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from yishi.accounts.models import RoleGrant
from yishi.accounts.rules import Role
from yishi.database import db
from yishi.kept import Kept
from yishi.organizations.models import Area, Setting
from yishi.organizations.rules import WHOLE, above, office_code, signature_of

Bounds = Callable[[Any], str | None]

HOME = "installation.area"
FIELDS = ("telephone", "signature", "order_code", "record_number", "police_number", "site_code")


@dataclass(frozen=True)
class Registered:
    """(⚙) What a room lets an office change: the default, and what is wrong with a value."""

    default: Any
    bounds: Bounds


@dataclass(frozen=True)
class Office:
    """(街道议事办) The office that an area belongs to: name and what stands in its footer."""

    area_code: str
    name: str
    telephone: str = ""
    signature: str = ""
    order_code: str = ""  # 代字: 九街督
    record_number: str = ""  # 备案号
    police_number: str = ""  # 公安备案号
    site_code: str = ""  # 网站标识码


_registered: dict[str, Registered] = {}

kept: Kept[Office | None] = Kept("office")


def register_setting(
    key: str, default: Any, bounds: tuple[int, int] | Bounds | None = None
) -> None:
    """A room names a setting of its own: `bounds` are least and most, or say what is wrong."""
    check = _between(*bounds) if isinstance(bounds, tuple) else bounds
    _registered[key] = Registered(default, check or (lambda _value: None))


def registered(key: str) -> Registered:
    """What a room said of this setting; KeyError for one that no room knows."""
    return _registered[key]


def setting(area_code: str, key: str) -> Any:
    """What holds in an area: the nearest ancestor's value, or the default."""
    rows = _rows(area_code, [key])
    return rows.get(key, _registered[key].default if key in _registered else None)


def own_setting(area_code: str, key: str) -> Any:
    """What this very area set; None if it set nothing."""
    row = db.session.get(Setting, (area_code, key))
    return None if row is None else row.value


def office(area_code: str | None) -> Office | None:
    """The office of an area; None if there is no such area."""
    return kept.get(area_code, lambda: _office(area_code)) if area_code else None


def home_area() -> str | None:
    """The area of this installation: set at the first start, else that of its first office."""
    if chosen := own_setting(WHOLE, HOME):
        return str(chosen)
    organizers = sa.select(sa.func.min(RoleGrant.area_code)).where(
        RoleGrant.role == Role.ORGANIZER, RoleGrant.revoked_at.is_(None), RoleGrant.area_code != ""
    )
    return db.session.scalar(organizers)


def default_office() -> Office | None:
    """The office that a page of no particular area shows."""
    return kept.get(HOME, lambda: office(home_area()))


def _office(area_code: str) -> Office | None:
    name = db.session.scalar(sa.select(Area.name).where(Area.code == office_code(area_code)))
    if name is None:
        return None
    set_here = _rows(area_code, [f"office.{field}" for field in FIELDS])
    values = {field: str(set_here.get(f"office.{field}") or "") for field in FIELDS}
    values["signature"] = values["signature"] or signature_of(name)
    return Office(office_code(area_code), name, **values)


def _rows(area_code: str, keys: list[str]) -> Mapping[str, Any]:
    """The nearest value of each key: wider areas come first and are overwritten."""
    query = sa.select(Setting).where(Setting.area_code.in_(above(area_code)), Setting.key.in_(keys))
    rows = db.session.scalars(query.order_by(sa.func.length(Setting.area_code)))
    return {row.key: row.value for row in rows}


def _between(least: int, most: int) -> Bounds:
    def check(value: Any) -> str | None:
        fits = isinstance(value, int) and least <= value <= most
        return None if fits else f"请写 {least} 到 {most} 之间的整数。"

    return check
