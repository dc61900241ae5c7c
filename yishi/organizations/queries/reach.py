"""What somebody may manage: the subtrees of the roles that the route permits.

An administrator's role gives no area in `accounts.scoping`, for it sees no
business; places, units and accounts are its work, and are loaded here.
"""

from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import ColumnElement

from yishi.accounts.actors import Actor
from yishi.database import Base, db
from yishi.errors import NotFound
from yishi.organizations.models import Area
from yishi.organizations.rules import covers

T = TypeVar("T", bound=Base)


def reaches(actor: Actor, area_code: str) -> bool:
    """Whether an area lies in one of the actor's subtrees; the narrowed actor of a view."""
    return covers((grant.area_code for grant in actor.grants), area_code)


def managed(model: type[T], actor: Actor) -> sa.Select[T]:
    """The rows of `model` within the actor's subtrees."""
    column = Area.code if model is Area else sa.inspect(model).columns.area_code
    return sa.select(model).where(under(column, [grant.area_code for grant in actor.grants]))


def find(model: type[T], id_: object, actor: Actor) -> T:
    """The row with this id, or NotFound for another office's as for a missing one."""
    key = sa.inspect(model).primary_key[0]
    row = db.session.scalars(managed(model, actor).where(key == id_)).one_or_none()
    if row is None:
        raise NotFound
    return row


def under(
    column: ColumnElement[Any] | InstrumentedAttribute[Any], codes: list[str]
) -> ColumnElement[bool]:
    """Whether a code begins with one of these; the empty one contains every code."""
    if "" in codes:
        return sa.true()
    return sa.or_(sa.false(), *(column.like(f"{code}%") for code in codes if code.isalnum()))
