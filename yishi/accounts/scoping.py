"""Objects are loaded only here: what lies outside one's subtree does not exist (404)."""

from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement

from yishi.accounts.actors import Actor
from yishi.database import Base, db
from yishi.errors import NotFound

T = TypeVar("T", bound=Base)


def scoped(model: type[T], actor: Actor) -> sa.Select[T]:
    """The rows of `model` that the actor may see.

    By `area_code` for those who work for an area; by `lead_unit_id` or `unit_id`
    for those who work for a unit.
    """
    return sa.select(model).where(within(model, actor))


def within(model: type[Base], actor: Actor) -> ColumnElement[bool]:
    """The condition behind `scoped`, for queries that join."""
    columns = sa.inspect(model).columns
    reach: list[ColumnElement[bool]] = []
    if "area_code" in columns:
        reach += [in_area(columns.area_code, code) for code in actor.area_codes]
    unit = columns.get("lead_unit_id", columns.get("unit_id"))
    if unit is not None and actor.unit_ids:
        reach.append(unit.in_(actor.unit_ids))
    return sa.or_(sa.false(), *reach)


def in_area(column: ColumnElement[Any], code: str) -> ColumnElement[bool]:
    """Whether a row lies in a subtree: Chinese area codes nest, so a prefix says it."""
    return column.like(f"{code}%") if code.isalnum() else column == code


def find(model: type[T], id_: object, actor: Actor, *, lock: bool = False) -> T:
    """The row with this id, or NotFound for a stranger's as for a missing one."""
    key = sa.inspect(model).primary_key[0]
    query = scoped(model, actor).where(key == id_)
    row = db.session.scalars(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise NotFound
    return row
