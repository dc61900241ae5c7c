"""Who acts: an account with its grants, a contact by link, or the system."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import cast

from yishi.accounts.rules import AREA_ROLES, UNIT_ROLES, Rank, Role
from yishi.web import policies


@dataclass(frozen=True)
class Grant:
    """A role, and where: a subtree of areas, or a unit."""

    role: Role
    area_code: str
    unit_id: int | None = None
    rank: Rank | None = None


@dataclass(frozen=True)
class Actor:
    """Somebody who does something; `grants` say what and where."""

    name: str
    person_id: int | None = None
    grants: tuple[Grant, ...] = ()
    address: str | None = None
    contact_point_id: int | None = None

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held anywhere."""
        return frozenset(grant.role.value for grant in self.grants)

    @cached_property
    def area_codes(self) -> tuple[str, ...]:
        """The roots of the subtrees that this person may see."""
        codes = {grant.area_code for grant in self.grants if grant.role in AREA_ROLES}
        return tuple(sorted(codes))

    @cached_property
    def unit_ids(self) -> tuple[int, ...]:
        """The units that this person works for."""
        units = {g.unit_id for g in self.grants if g.role in UNIT_ROLES and g.unit_id is not None}
        return tuple(sorted(units))

    @property
    def home_area(self) -> str:
        """Where this person's desk is: the first grant's area."""
        return self.grants[0].area_code if self.grants else ""

    def has(self, *roles: Role) -> bool:
        """Whether the person holds one of these roles."""
        return bool(self.roles & set(roles))

    def covers(self, area_code: str) -> bool:
        """Whether the area lies in one of this person's subtrees."""
        return any(area_code.startswith(code) for code in self.area_codes)

    def acting_as(self, roles: frozenset[str]) -> "Actor":
        """The same person with these roles alone."""
        return replace(self, grants=tuple(g for g in self.grants if g.role in roles))


SYSTEM = Actor(name="系统")


def by_link(contact_point_id: int, name: str, unit_id: int, *, head: bool = False) -> Actor:
    """A unit's contact who acts by a signed link: no account, one person, one unit."""
    role = Role.UNIT_HEAD if head else Role.HANDLER
    return Actor(name, grants=(Grant(role, "", unit_id),), contact_point_id=contact_point_id)


def current_actor() -> Actor:
    """The person asking, narrowed to the roles that the route permits."""
    return cast(Actor, policies.current())
