"""鱼山镇: a township of five with one account, one estate and three units, on a machine of its own.

Everything runs as `flask --app yishi up` runs it: web, worker, beat, their servers.
The only thing that moves is the clock, by its file.
"""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from playwright.sync_api import BrowserContext

from tests.faults.machine import Machine
from yishi import create_app
from yishi.accounts import contacts, sessions
from yishi.accounts.actors import SYSTEM
from yishi.accounts.models import Person, RoleGrant
from yishi.accounts.rules import Role
from yishi.clock import SHANGHAI, at
from yishi.database import db
from yishi.deliberations.models import AgendaItem, Deliberation, Invitation
from yishi.deliberations.rules import State
from yishi.organizations import services as organizations
from yishi.organizations.models import Area, Contact, Estate, Unit
from yishi.organizations.rules import AreaLevel, Duty, UnitKind
from yishi.settings import Settings

TOWN, VILLAGE = "371524104", "371524104201"
UNITS = [("安居物业", "段", "经理"), ("县供电公司", "孙", "工"), ("镇城建办", "牛", "主任")]
PASSWORD = "five people and one table"


@dataclass
class Township:
    """The running machine, and the file that moves its clock."""

    machine: Machine
    clock_file: Path

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.machine.port}"

    def go_to(self, day: dt.date, hour: int, minute: int = 0) -> None:
        """Every process of the machine now stands at this moment in Liaocheng."""
        move(self.clock_file, day, hour, minute)

    def app(self) -> Flask:
        """The same app in this process, on the machine's database."""
        return create_app(Settings.from_environment(self.machine.env))


def move(clock_file: Path, day: dt.date, hour: int, minute: int = 0) -> None:
    """Writes the moment at once: a reader never finds half a file."""
    moment = dt.datetime.combine(day, dt.time(hour, minute), SHANGHAI)
    fresh = clock_file.with_suffix(".new")
    fresh.write_text(moment.isoformat())
    fresh.replace(clock_file)


@contextmanager
def running(folder: Path, start: dt.date) -> Iterator[Township]:
    """The township, settled, at 09:00 of a day; ended whatever happens."""
    clock_file = folder / "clock"
    move(clock_file, start, 9)
    machine = Machine(folder / "var", YISHI_TESTING="1", YISHI_CLOCK=str(clock_file))
    try:
        machine.up()
        township = Township(machine, clock_file)
        _settle(township, start)
        yield township
    finally:
        if machine.process and machine.process.poll() is None:
            machine.end()


def sign_in(township: Township, context: BrowserContext) -> None:
    """Types the password as anybody does; signing in does not count as a click."""
    page = context.new_page()
    page.goto(f"{township.address}/sign-in")
    page.locator("[name=login]").fill("tianfang")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(re.compile("/desk"))
    page.close()


def _settle(township: Township, start: dt.date) -> None:
    app = township.app()
    with app.app_context():
        _areas()
        estate = Estate(area_code=VILLAGE, name="安居苑", household_count=320)
        db.session.add(estate)
        _account()
        _last_day(estate, [_unit(*unit) for unit in UNITS], start - dt.timedelta(days=28))
        db.session.commit()
        db.engine.dispose()


def _areas() -> None:
    for code, name, level, parent in [
        ("3715", "聊城市", AreaLevel.CITY, None),
        ("371524", "东阿县", AreaLevel.COUNTY, "3715"),
        (TOWN, "鱼山镇", AreaLevel.SUBDISTRICT, "371524"),
        (VILLAGE, "安居社区", AreaLevel.COMMUNITY, TOWN),
    ]:
        if db.session.get(Area, code) is None:
            db.session.add(Area(code=code, name=name, level=level, parent_code=parent))
            db.session.flush()


def _account() -> None:
    person = Person(name="田芳", login="tianfang", password_hash=sessions.hash_password(PASSWORD))
    person.grants = [RoleGrant(role=Role.ORGANIZER, area_code=TOWN)]
    db.session.add(person)
    organizations.set_setting(TOWN, "office.telephone", "0635-3330000", by=SYSTEM)


def _unit(name: str, person: str, post: str) -> tuple[Unit, Contact]:
    unit = Unit(area_code=TOWN, name=name, kind=UnitKind.OTHER)
    db.session.add(unit)
    db.session.flush()
    point = contacts.remember(person + post, phone=f"1380000{unit.id:04}")
    contact = Contact(
        unit_id=unit.id, contact_point_id=point.id, name=person, post=post, duty=Duty.HEAD
    )
    db.session.add(contact)
    db.session.flush()
    return unit, contact


def _last_day(estate: Estate, units: list[tuple[Unit, Contact]], on: dt.date) -> None:
    """What a new day is a copy of: held, published and archived, its signers remembered."""
    db.session.flush()
    starts = at(on, dt.time(9))
    day = Deliberation(
        area_code=VILLAGE,
        estate_id=estate.id,
        title="安居苑公开议事日",
        place="安居苑小广场",
        chair_name="吕志强",
        starts_at=starts,
        ends_at=starts + dt.timedelta(hours=2),
        state=State.ARCHIVED,
        created_at=starts,
        created_by="田芳",
        changed_at=starts,
        changed_by="田芳",
        reviewer_name="宋岩 党政办主任",
        signer_name="吕志强 副镇长",
        signed_at=starts,
    )
    day.items = [AgendaItem(title="垃圾桶放哪", position=1)]
    day.invitations = [
        Invitation(unit=unit, contact=contact, item_ids=[]) for unit, contact in units
    ]
    db.session.add(day)
