"""What belongs to one office does not exist for another: every desk route with an id is tried."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule

from tests.architecture.rows import LEADING, ROWS
from tests.conftest import Client
from yishi import clock
from yishi.accounts.models import Person, RoleGrant
from yishi.accounts.rules import UNIT_ROLES, Role
from yishi.appeals.models import AppealImport
from yishi.appeals.rules import Brings
from yishi.database import Base, db
from yishi.deliberations.models import Minutes, Objection
from yishi.deliberations.rules.minutes import ObjectedHow
from yishi.demo.people import TONGCHENG
from yishi.organizations.models import Area, Category, Unit
from yishi.organizations.rules import AreaLevel, IssueClass, UnitKind
from yishi.web.policies import policy_of

ELSEWHERE = "371502002"  # 柳园街道, of another county
SEVERAL = 2  # rows of each kind
UNKNOWN = {"mark", "topic"}  # no row's id: test_sign_in and test_streams try these
# A grid worker prints what he entered himself; a field wants to know its name.
NARROWER = {
    ("appeals.slip", Role.GRID_WORKER),
    ("organizations.contact_inline", Role.ORGANIZER),
}


@pytest.fixture
def browser(in_town: Flask) -> Client:
    """A browser in the town."""
    in_town.test_client_class = Client
    db.session.add_all(_what_the_town_lacks())
    db.session.commit()
    return in_town.test_client()  # type: ignore[return-value]


def test_another_office_finds_nothing(browser: Client, in_town: Flask) -> None:
    unit = _unit(ELSEWHERE)
    strangers = {role: _person(role, ELSEWHERE, unit) for role in Role}

    assert _found(browser, in_town, strangers) == {}


def test_another_unit_of_the_office_finds_nothing(browser: Client, in_town: Flask) -> None:
    unit = _unit(TONGCHENG)
    strangers = {role: _person(role, TONGCHENG, unit) for role in UNIT_ROLES}

    assert _found(browser, in_town, strangers) == {}


def test_another_community_finds_no_matter(browser: Client, in_town: Flask) -> None:
    """The office's units and catalogue serve its communities; everything else does not."""
    community = _empty_community()
    strangers = {Role.ORGANIZER: _person(Role.ORGANIZER, community, None)}

    found = _found(browser, in_town, strangers)

    shared = ("/desk/units/", "/desk/categories/")
    assert {key for key in found if not key[1].startswith(shared)} == set()


def test_the_office_itself_finds_each_of_them(browser: Client, in_town: Flask) -> None:
    mine = staff()
    missing = set()
    for rule, role in routes(in_town):
        if "GET" in (rule.methods or ()) and (rule.endpoint, role) not in NARROWER:
            browser.sign_in(mine[role])
            if all(browser.get(address).status_code == 404 for address in addresses(rule)):
                missing.add((rule.rule, role.value))

    assert missing == set()


def test_a_row_of_one_day_is_not_found_under_another(browser: Client, in_town: Flask) -> None:
    """Both belong to the office, but not to each other."""
    mine = staff()
    found = {}
    for rule, role in routes(in_town):
        for address in _crossed(rule):
            browser.sign_in(mine[role])
            for method in _methods(rule):
                status = browser.open(address, method=method).status_code
                if status != 404:
                    found[method, address] = status

    assert found == {}


def _found(browser: Client, app: Flask, people: dict[Role, Person]) -> dict[Any, int]:
    """What somebody could open or press, by method, address and role."""
    found = {}
    for rule, role in routes(app):
        if role not in people:
            continue
        browser.sign_in(people[role])
        for address in addresses(rule):
            for method in _methods(rule):
                status = browser.open(address, method=method).status_code
                if status != 404:
                    found[method, address, role.value] = status
    return found


def routes(app: Flask, *, with_ids: bool | None = True) -> Iterator[tuple[Rule, Role]]:
    """Each desk route with each role that it permits; None: with and without ids."""
    for rule in app.url_map.iter_rules():
        policy = policy_of(app.view_functions[rule.endpoint])
        if policy is None or not policy.roles or rule.arguments & UNKNOWN:
            continue
        if with_ids is None or with_ids == bool(rule.arguments):
            for role in sorted(policy.roles):
                yield rule, Role(role)


def staff() -> dict[Role, Person]:
    """Somebody of each role in 铜城街道, the unit's people in one that leads issues."""
    return {role: _person(role, TONGCHENG, _leading_unit()) for role in Role}


def _methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) & {"GET", "POST"})


def _rows(rule: Rule) -> list[dict[str, Any]]:
    """Ids for the address: rows of 铜城街道."""
    key = tuple(name for name in _names(rule))
    query = ROWS[rule.endpoint.partition(".")[0], key]
    rows = [dict(zip(key, row, strict=True)) for row in db.session.execute(query)]
    assert rows, f"the town has no row for {rule.rule}"
    return rows


def addresses(rule: Rule) -> Iterator[str]:
    """Addresses of the route, of several rows of 铜城街道."""
    if not rule.arguments:
        return iter([rule.rule])
    return (_address(rule, row) for row in islice(_rows(rule), SEVERAL))


def _crossed(rule: Rule) -> Iterator[str]:
    """The parent of one row with the child of another."""
    if len(rule.arguments) < 2 or "appeals/<int:appeal_id>" in rule.rule:
        return  # an appeal may be placed on any day of the office
    parent, child = _names(rule)
    rows = _rows(rule)
    first = rows[0]
    other = next((row for row in rows if row[parent] != first[parent]), None)
    if other is not None:
        yield _address(rule, {parent: first[parent], child: other[child]})


def _names(rule: Rule) -> list[str]:
    return [part for is_dynamic, part in rule._trace if is_dynamic]


def _address(rule: Rule, row: dict[str, Any]) -> str:
    built = rule.build(row)
    assert built is not None
    return built[1]


def _person(role: Role, area_code: str, unit: Unit | None) -> Person:
    person = Person(name=role.label, login=f"{role}-{area_code}", password_hash="-")
    unit_id = unit.id if unit and role in UNIT_ROLES else None
    person.grants = [RoleGrant(role=role, area_code=area_code, unit_id=unit_id)]
    db.session.add(person)
    db.session.commit()
    return person


def _what_the_town_lacks() -> list[Base]:
    now = clock.now()
    kind = Category(area_code=TONGCHENG, name="别的", issue_class=IssueClass.B)
    batch = AppealImport(
        area_code=TONGCHENG,
        source_name="12345",
        file_name="a.csv",
        brings=Brings.LEAD,
        content="标题\n灯不亮\n".encode(),
        by_name="王娟",
        created_at=now,
    )
    minutes = db.session.scalars(sa.select(Minutes))
    said = {"text": "没有这样说", "by_name": "居民", "entered_by": "王娟", "at": now}
    objections = [Objection(minutes_id=m.id, how=ObjectedHow.PHONE, **said) for m in minutes]
    return [kind, batch, *objections]


def _unit(area_code: str) -> Unit:
    unit = Unit(area_code=area_code, name="别家", kind=UnitKind.OTHER)
    db.session.add(unit)
    db.session.flush()
    return unit


def _leading_unit() -> Unit:
    return db.session.scalars(sa.select(Unit).where(Unit.id == LEADING)).one()


def _empty_community() -> str:
    area = Area(
        code=f"{TONGCHENG}999", name="新社区", level=AreaLevel.COMMUNITY, parent_code=TONGCHENG
    )
    db.session.add(area)
    db.session.flush()
    return area.code
