"""`build(fresh)`: the whole town in one go, once; a second start changes nothing.

A setting remembers what stands there: half a town, after an interruption, is
cleared and built again; a database that never was a demo is refused.
"""

import logging
import time

import sqlalchemy as sa

from yishi import clock
from yishi.accounts.actors import SYSTEM
from yishi.accounts.models import Person
from yishi.database import Base, db, transaction
from yishi.demo import stories, town
from yishi.demo.diary import Diary
from yishi.demo.stage import Stage
from yishi.errors import DomainError
from yishi.organizations import seeds
from yishi.organizations.models import Setting
from yishi.organizations.queries import register_setting
from yishi.organizations.queries.offices import own_setting
from yishi.organizations.rules import WHOLE
from yishi.organizations.services import set_setting

log = logging.getLogger(__name__)

STATE = "demo.state"
BUILDING, BUILT = "building", "built"
REFUSED = (
    "this database belongs to an office, the demo does not touch it;"
    " give the demo one of its own: YISHI_DATA=var/demo"
)


def build(*, fresh: bool = False) -> bool:
    """Builds the town if it is not there, or anew; whether anything was built.

    Raises DomainError for a database with people in it that no demo made.
    """
    register_setting(STATE, "")
    state = own_setting(WHOLE, STATE)
    if state == BUILT and not fresh:
        return False
    if state is None and db.session.scalar(sa.select(sa.exists().select_from(Person))):
        raise DomainError(REFUSED)
    db.session.rollback()
    if state is not None:
        _clear()
    _build()
    return True


def _build() -> None:
    began = time.monotonic()
    with transaction():
        set_setting(WHOLE, STATE, BUILDING, by=SYSTEM)
    stage = Stage(clock.now())
    diary = Diary(stage)
    with transaction():
        town.found(stage)
    stories.write(stage, diary)
    diary.play()
    with transaction():
        set_setting(WHOLE, STATE, BUILT, by=SYSTEM)
    log.info("the demo town is built, %.1f s", time.monotonic() - began)


def _clear() -> None:
    """Empties every table; only ever called where a demo has left its mark."""
    assert db.session.get(Setting, (WHOLE, STATE)) is not None
    names = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
    with transaction() as session:
        session.execute(sa.text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        seeds.plant(session.connection())
