"""Units, their contacts, and the 派单目录."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from yishi.accounts.actors import Actor
from yishi.database import db
from yishi.errors import NotFound
from yishi.organizations.models import Category, Contact, Unit
from yishi.organizations.queries.reach import under
from yishi.organizations.rules import Duty, UnitKind, above, covers

LAST = 1000  # where a row of an office's own stands that no shipped one precedes


def usable_units(area_code: str) -> Sequence[Unit]:
    """Whom an area can ask: units of its subtree, of its office and of the offices above it."""
    reach = sa.or_(Unit.area_code.in_(above(area_code)), Unit.area_code.like(f"{area_code}%"))
    query = sa.select(Unit).where(reach, Unit.dissolved_at.is_(None))
    order = (sa.func.length(Unit.area_code).desc(), Unit.kind, Unit.name)
    return db.session.scalars(query.order_by(*order)).all()


def units(actor: Actor, *, words: str = "", kind: str = "") -> Sequence[Unit]:
    """The units that the actor manages or can ask, with contacts; by kind and name."""
    codes = [grant.area_code for grant in actor.grants]
    wider = {code for own in codes for code in above(own)}
    query = (
        sa.select(Unit)
        .where(sa.or_(under(Unit.area_code, codes), Unit.area_code.in_(wider)))
        .options(selectinload(Unit.contacts))
        .order_by(Unit.dissolved_at.is_not(None), Unit.kind, Unit.name, Unit.id)
    )
    if words.strip():
        query = query.where(Unit.name.contains(words.strip(), autoescape=True))
    if kind in set(UnitKind):
        query = query.where(Unit.kind == kind)
    return db.session.scalars(query.limit(500)).all()


def unit(id_: int, actor: Actor) -> Unit:
    """A unit that the actor manages or can ask; NotFound for another office's."""
    row = db.session.get(Unit, id_)
    codes = [grant.area_code for grant in actor.grants]
    if row is None or not (
        covers(codes, row.area_code) or any(row.area_code in above(code) for code in codes)
    ):
        raise NotFound
    return row


def unit_names(ids: Iterable[int]) -> dict[int, str]:
    """The names of units by id, for lines that say where somebody works."""
    query = sa.select(Unit.id, Unit.name).where(Unit.id.in_(set(ids)))
    return {row.id: row.name for row in db.session.execute(query)}


def contacts_of(unit_id: int) -> Sequence[Contact]:
    """The unit's contacts who are still there, heads first."""
    query = sa.select(Contact).where(Contact.unit_id == unit_id, Contact.left_at.is_(None))
    return db.session.scalars(query.order_by(Contact.duty.desc(), Contact.id)).all()


def heads_of(unit_id: int) -> list[Contact]:
    """Those who answer for the unit."""
    return [contact for contact in contacts_of(unit_id) if contact.duty is Duty.HEAD]


def categories(area_code: str) -> Sequence[Category]:
    """[派单目录] What holds in an area: its own rows, its ancestors', the shipped ones."""
    query = sa.select(Category).where(Category.area_code.in_(above(area_code)))
    rows = db.session.scalars(query.order_by(sa.func.length(Category.area_code)))
    nearest: dict[str, Category] = {}
    places: dict[str, int] = {}
    for row in rows:
        nearest[row.name] = row
        places[row.name] = row.position or places.get(row.name, LAST)
    return sorted(nearest.values(), key=lambda row: (places[row.name], row.id))


def category(id_: int, area_code: str) -> Category:
    """A row of the catalogue that holds in an area; NotFound otherwise."""
    row = db.session.get(Category, id_)
    if row is None or row.area_code not in above(area_code):
        raise NotFound
    return row
