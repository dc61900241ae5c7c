"""Areas and estates."""

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from yishi.database import db
from yishi.organizations.models import Area, Estate
from yishi.organizations.queries.reach import under
from yishi.organizations.rules import OFFICE_DIGITS, above, spoken_name

MOST_FOUND = 50


def area_path(code: str) -> Sequence[Area]:
    """The areas from the city down to this one."""
    query = sa.select(Area).where(Area.code.in_(above(code))).order_by(sa.func.length(Area.code))
    return db.session.scalars(query).all()


def area_name(code: str) -> str:
    """铜城街道吉祥苑社区: the name from the office down; the code itself if unknown."""
    return area_names([code])[code]


def area_names(codes: Iterable[str]) -> dict[str, str]:
    """The same for several areas, in one statement."""
    wanted = set(codes)
    paths = {code: sorted(above(code), key=len) for code in wanted}
    query = sa.select(Area.code, Area.name).where(
        Area.code.in_({c for p in paths.values() for c in p})
    )
    names = {row.code: row.name for row in db.session.execute(query)}
    return {
        code: _name_of([c for c in paths[code] if c in names], names) or code for code in wanted
    }


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
    query = (
        sa.select(Estate)
        .where(Estate.area_code.like(f"{area_code}%"))
        .options(joinedload(Estate.area))
    )
    return db.session.scalars(query.order_by(Estate.name, Estate.id)).all()


def _name_of(path: Sequence[str], names: Mapping[str, str]) -> str:
    """From the office down; of a wider area its own name alone."""
    from_office = [spoken_name(names[code]) for code in path if len(code) >= OFFICE_DIGITS]
    return "".join(from_office) or (names[path[-1]] if path else "")
