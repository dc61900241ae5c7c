"""Where a resident's appeal can go: the estates of offices that have an organizer to read it."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from yishi.accounts.actors import Actor
from yishi.accounts.models import RoleGrant
from yishi.accounts.rules import Role
from yishi.accounts.scoping import in_area
from yishi.database import db
from yishi.organizations.models import Area, Estate
from yishi.organizations.rules import spoken_name
from yishi.web.fields import number

MOST_IN_A_LIST = 60  # more than these are searched, not scrolled through on a telephone
MOST_FOUND = 30
MOST_AT_THE_DESK = 2000
ELSEWHERE = "不在小区里，或没有列出"


class Place(NamedTuple):
    """(地点) An estate, or an office's area where no estate fits; `value` is the form's."""

    value: str
    label: str
    area_code: str
    estate_id: int | None
    group: str = ""


class Places(NamedTuple):
    """(可选的地点) Grouped by office; `whole` tells whether all of them are here."""

    groups: Sequence[tuple[str, Sequence[Place]]]
    whole: bool

    @property
    def first(self) -> Place | None:
        """The only estate there is, so that nobody must choose it."""
        estates = [place for _, places in self.groups for place in places if place.estate_id]
        return estates[0] if len(estates) == 1 else None


def places(words: str = "") -> Places:
    """The places to choose from: all where there are few, else those whose name fits."""
    offices = _offices()
    query = _estates_of(offices)
    if words.strip():
        query = query.where(Estate.name.contains(words.strip(), autoescape=True))
    limit = MOST_FOUND if words.strip() else MOST_IN_A_LIST
    estates = db.session.scalars(query.limit(limit + 1)).all()
    whole = len(estates) <= limit
    grouped = [(area.name, _of_office(area, estates[:limit])) for area in offices]
    return Places(grouped, whole)


def places_of(actor: Actor) -> Places:
    """The places of the actor's own area, for whoever writes down for others."""
    mine = [
        (name, [place for place in members if actor.covers(place.area_code)])
        for name, members in _all().groups
    ]
    return Places([(name, members) for name, members in mine if members], True)


def _all() -> Places:
    offices = _offices()
    estates = db.session.scalars(_estates_of(offices).limit(MOST_AT_THE_DESK)).all()
    return Places([(area.name, _of_office(area, estates)) for area in offices], True)


def place_of(value: str) -> Place | None:
    """The place that a form names; None if it is none that anybody reads."""
    estate_id = number(value[1:]) if value.startswith("e") else None
    if estate_id is not None:
        query = _estates_of(_offices()).where(Estate.id == estate_id)
        estate = db.session.scalars(query).one_or_none()
        return _of_estate(estate) if estate else None
    if not value:
        return None
    office = next((area for area in _offices() if f"a{area.code}" == value), None)
    return _of_area(office) if office else None


def _offices() -> Sequence[Area]:
    codes = sa.select(RoleGrant.area_code).where(
        RoleGrant.role == Role.ORGANIZER, RoleGrant.revoked_at.is_(None)
    )
    return db.session.scalars(sa.select(Area).where(Area.code.in_(codes)).order_by(Area.code)).all()


def _estates_of(offices: Sequence[Area]) -> sa.Select[Estate]:
    code = sa.inspect(Estate).columns.area_code
    reach = [in_area(code, area.code) for area in offices]
    return (
        sa.select(Estate)
        .where(sa.or_(sa.false(), *reach))
        .options(joinedload(Estate.area))
        .order_by(Estate.area_code, Estate.name)
    )


def _of_office(office: Area, estates: Sequence[Estate]) -> Sequence[Place]:
    inside = [e for e in estates if e.area_code.startswith(office.code)]
    return [*(_of_estate(estate) for estate in inside), _of_area(office)]


def _of_estate(estate: Estate) -> Place:
    name = f"{spoken_name(estate.area.name)} {estate.name}"
    return Place(f"e{estate.id}", name, estate.area_code, estate.id)


def _of_area(area: Area) -> Place:
    return Place(f"a{area.code}", f"{ELSEWHERE}（{area.name}）", area.code, None)
