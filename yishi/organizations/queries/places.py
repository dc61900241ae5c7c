"""Areas and estates."""

from collections.abc import Sequence

import sqlalchemy as sa

from yishi.database import db
from yishi.organizations.models import Area, Estate
from yishi.organizations.queries.reach import under
from yishi.organizations.rules import OFFICE_DIGITS, above

MOST_FOUND = 50


def area_path(code: str) -> Sequence[Area]:
    """The areas from the city down to this one."""
    query = sa.select(Area).where(Area.code.in_(above(code))).order_by(sa.func.length(Area.code))
    return db.session.scalars(query).all()


def area_name(code: str) -> str:
    """铜城街道吉祥苑社区: the name from the office down; the code itself if unknown."""
    path = area_path(code)
    from_office = [area.name for area in path if len(area.code) >= OFFICE_DIGITS]
    return "".join(from_office) or (path[-1].name if path else code)


def children(code: str | None) -> Sequence[Area]:
    """The areas directly below; without a code the cities."""
    condition = Area.parent_code == code if code else Area.parent_code.is_(None)
    return db.session.scalars(sa.select(Area).where(condition).order_by(Area.code)).all()


def search_areas(words: str, roots: Sequence[str], longest: int | None = None) -> Sequence[Area]:
    """Areas whose name or code holds the words, the widest first, at most 50."""
    text = words.strip()
    found = sa.or_(
        Area.name.contains(text, autoescape=True), Area.code.startswith(text, autoescape=True)
    )
    query = sa.select(Area).where(found, under(Area.code, list(roots)))
    if longest is not None:
        query = query.where(sa.func.length(Area.code) <= longest)
    ordered = query.order_by(sa.func.length(Area.code), Area.code).limit(MOST_FOUND)
    return db.session.scalars(ordered).all()


def offices_below(code: str) -> Sequence[Area]:
    """The area itself and what lies below it, communities too; for a field that asks where."""
    query = sa.select(Area).where(Area.code.like(f"{code}%")).order_by(Area.code)
    return db.session.scalars(query).all()


def estates(area_code: str) -> Sequence[Estate]:
    """The estates of an area's subtree, by name."""
    query = sa.select(Estate).where(Estate.area_code.like(f"{area_code}%"))
    return db.session.scalars(query.order_by(Estate.name, Estate.id)).all()
