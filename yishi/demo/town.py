"""Places, offices, units and accounts of the town."""

from yishi.accounts import services as accounts
from yishi.accounts.actors import SYSTEM, Actor
from yishi.accounts.passwords import new_password
from yishi.accounts.rules import UNIT_ROLES
from yishi.accounts.sessions import actor_of
from yishi.database import db
from yishi.demo import people
from yishi.demo.people import JIZHOU, TONGCHENG
from yishi.demo.stage import Stage
from yishi.documents.tables import read_table
from yishi.organizations import seeds, services
from yishi.organizations.models import Area
from yishi.organizations.rules import AreaLevel
from yishi.organizations.views.areas import SHIPPED

OFFICES = {
    TONGCHENG: ("0635-0000001", "铜城街道公开议事办"),
    JIZHOU: ("0635-0000002", "九州街道公开议事办"),
}


def found(stage: Stage) -> None:
    """Everything that is there before the first resident says a word."""
    _areas()
    _offices()
    for home in people.ESTATES:
        services.create_estate(home.area_code, home.name, home.households, by=SYSTEM)
    for unit in people.UNITS:
        _unit(unit)
    _accounts(stage)


def _areas() -> None:
    seeds.plant(db.session.connection())
    services.import_areas(read_table(SHIPPED.read_bytes()), by=SYSTEM)
    for code, name, parent in people.BY_HAND:
        level = next(level for level in AreaLevel if level.code_length == len(code))
        db.session.add(Area(code=code, name=name, level=level, parent_code=parent))
        db.session.flush()


def _offices() -> None:
    services.choose_home(TONGCHENG, by=SYSTEM)
    for code, (telephone, signature) in OFFICES.items():
        particulars = {"office.telephone": telephone, "office.signature": signature}
        services.set_settings(code, particulars, by=SYSTEM)
        services.set_setting(code, "setup.seen", True, by=SYSTEM)
    for code in ("", people.JIXIANG):
        services.set_setting(code, "setup.seen", True, by=SYSTEM)


def _unit(where: people.Where) -> None:
    unit = services.create_unit(
        where.area_code, where.name, where.kind, where.duty_phone, by=SYSTEM
    )
    for number, who in enumerate(where.people):
        phone = f"1380000{unit.id % 1000:03}{number}"
        services.add_contact(unit, who.name, post=who.post, duty=who.duty, phone=phone, by=SYSTEM)


def _accounts(stage: Stage) -> None:
    """Nobody knows the passwords: the sign-in page lets the listed people in by a button."""
    admin = accounts.create_admin(people.ADMIN[1], people.ADMIN[0], new_password())
    by = actor_of(admin)
    for somebody in people.PEOPLE:
        _account(somebody, stage, by)


def _account(somebody: people.Somebody, stage: Stage, by: Actor) -> None:
    unit = stage.unit(somebody.unit) if somebody.role in UNIT_ROLES else None
    accounts.create_person(
        somebody.name,
        somebody.login,
        new_password(),
        somebody.role,
        somebody.area_code,
        unit_id=unit.id if unit else None,
        rank=somebody.rank,
        post=somebody.post,
        by=by,
    )
