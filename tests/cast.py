"""Who appears in the tests: a street office and its people, units and estate, and a stranger.

铜城街道 (371524001) is ours: organizer 王娟 (and 宋岩), deputy leader 吕志强, chief 高峰;
鑫和物业 with head 王经理 and handler 段师傅; 县城管局; 光明居二期 in a community.
柳园街道 (371502002) is the other office: its organizer must see nothing of ours.
"""

from dataclasses import dataclass

from yishi.accounts import contacts
from yishi.accounts.actors import Actor
from yishi.accounts.models import Person, RoleGrant
from yishi.accounts.rules import Rank, Role
from yishi.accounts.sessions import actor_of
from yishi.database import db
from yishi.organizations.models import Area, Category, Contact, Estate, Unit
from yishi.organizations.rules import AreaLevel, Duty, IssueClass, UnitKind

OURS, COMMUNITY = "371524001", "371524001001"
THEIRS = "371502002"


@dataclass
class Cast:
    """Everybody and everything, by name."""

    organizer: Person
    second_organizer: Person
    deputy: Person
    chief: Person
    admin: Person
    handler: Person
    head: Person
    stranger: Person
    estate: Estate
    their_estate: Estate
    property_company: Unit
    city_management: Unit
    their_unit: Unit
    head_contact: Contact
    handler_contact: Contact
    management_contact: Contact
    category: Category

    def actor(self, person: Person) -> Actor:
        """The person as somebody who acts."""
        return actor_of(person)


def build_cast() -> Cast:
    """Adds everybody to the session and flushes."""
    _areas()
    company = _unit(OURS, "鑫和物业", UnitKind.PROPERTY_COMPANY)
    management = _unit(OURS, "县城管局", UnitKind.COUNTY_DEPARTMENT)
    cast = Cast(
        organizer=_person("王娟", "wangjuan", Role.ORGANIZER, OURS),
        second_organizer=_person("宋岩", "songyan", Role.ORGANIZER, OURS),
        deputy=_person("吕志强", "lvzhiqiang", Role.LEADER, OURS, rank=Rank.DEPUTY),
        chief=_person("高峰", "gaofeng", Role.LEADER, OURS, rank=Rank.CHIEF),
        admin=_person("系统员", "admin", Role.ADMIN, OURS),
        handler=_person("段立", "duanli", Role.HANDLER, OURS, unit=company),
        head=_person("王海", "wanghai", Role.UNIT_HEAD, OURS, unit=company),
        stranger=_person("外人", "stranger", Role.ORGANIZER, THEIRS),
        estate=_estate(COMMUNITY, "光明居二期", 640),
        their_estate=_estate("371502002001", "柳园小区", 300),
        property_company=company,
        city_management=management,
        their_unit=_unit(THEIRS, "柳园物业", UnitKind.PROPERTY_COMPANY),
        head_contact=_contact(
            company, "王", "经理", Duty.HEAD, "13800000001", "wang@xinhe.example"
        ),
        handler_contact=_contact(company, "段", "师傅", Duty.HANDLER, "13800000002", ""),
        management_contact=_contact(management, "牛", "科长", Duty.HEAD, "13800000003", ""),
        category=Category(
            area_code=OURS,
            name="公共照明",
            issue_class=IssueClass.B,
            lead_unit_id=management.id,
            duty_phone="0635-0000003",
            level="街道",
        ),
    )
    db.session.add(cast.category)
    db.session.flush()
    return cast


def _areas() -> None:
    rows = [
        ("3715", "聊城市", AreaLevel.CITY, None),
        ("371524", "东阿县", AreaLevel.COUNTY, "3715"),
        ("371502", "东昌府区", AreaLevel.COUNTY, "3715"),
        (OURS, "铜城街道", AreaLevel.SUBDISTRICT, "371524"),
        (COMMUNITY, "吉祥苑社区", AreaLevel.COMMUNITY, OURS),
        (THEIRS, "柳园街道", AreaLevel.SUBDISTRICT, "371502"),
        ("371502002001", "柳园社区", AreaLevel.COMMUNITY, THEIRS),
    ]
    for code, name, level, parent in rows:
        db.session.add(Area(code=code, name=name, level=level, parent_code=parent))
        db.session.flush()


def _person(
    name: str,
    login: str,
    role: Role,
    area: str,
    *,
    unit: Unit | None = None,
    rank: Rank | None = None,
) -> Person:
    point = contacts.remember(name, phone="1390000" + f"{len(login) * 371 % 10000:04}")
    person = Person(name=name, login=login, password_hash="-", contact_point_id=point.id)
    unit_id = unit.id if unit else None
    person.grants = [RoleGrant(role=role, area_code=area, unit_id=unit_id, rank=rank)]
    db.session.add(person)
    db.session.flush()
    return person


def _unit(area: str, name: str, kind: UnitKind) -> Unit:
    unit = Unit(area_code=area, name=name, kind=kind)
    db.session.add(unit)
    db.session.flush()
    return unit


def _estate(area: str, name: str, households: int) -> Estate:
    estate = Estate(area_code=area, name=name, household_count=households)
    db.session.add(estate)
    db.session.flush()
    return estate


def _contact(unit: Unit, name: str, post: str, duty: Duty, phone: str, mail: str) -> Contact:
    point = contacts.remember(name + post, phone=phone, mail=mail)
    contact = Contact(unit_id=unit.id, contact_point_id=point.id, name=name, post=post, duty=duty)
    db.session.add(contact)
    db.session.flush()
    return contact
