"""Importing areas: all or nothing, repeatable, errors by line."""

import pytest
import sqlalchemy as sa

from yishi.accounts.actors import SYSTEM
from yishi.database import db
from yishi.documents.tables import Table, read_table
from yishi.errors import Invalid
from yishi.organizations import services
from yishi.organizations.models import Area
from yishi.settings import ROOT

HEAD = "code,name,level,parent_code\n"
CITY = "3715,聊城市,city,\n"


def table(text: str) -> Table:
    return read_table((HEAD + text).encode())


def count() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Area)) or 0


def test_the_real_list_imports_and_a_second_time_changes_nothing(session: object) -> None:
    content = (ROOT / "yishi/organizations/data/liaocheng-areas.csv").read_bytes()
    told: list[int] = []

    first = services.import_areas(read_table(content), by=SYSTEM, progress=told.append)
    second = services.import_areas(read_table(content), by=SYSTEM)

    assert first == (2553, 0, 0)
    assert second == (0, 0, 2553)
    assert sum(told) == 2553
    assert count() == 2553


def test_children_may_stand_before_their_parents(session: object) -> None:
    report = services.import_areas(table("371524,东阿县,county,3715\n" + CITY), by=SYSTEM)

    assert report.added == 2


def test_every_bad_line_is_named_and_none_is_imported(session: object) -> None:
    bad = CITY + "37152,东阿县,county,3715\n371502,东昌府区,county,3716\n3715,聊城,city,\n"

    with pytest.raises(Invalid) as refusal:
        services.import_areas(table(bad), by=SYSTEM)

    assert list(refusal.value.errors) == ["第 3 行", "第 4 行", "第 5 行"]
    assert count() == 0


def test_a_renamed_area_is_renamed(session: object) -> None:
    services.import_areas(table(CITY), by=SYSTEM)

    report = services.import_areas(table("3715,水城市,city,\n"), by=SYSTEM)

    assert report == (0, 1, 0)
    assert db.session.get_one(Area, "3715").name == "水城市"


def test_a_dry_run_writes_nothing(session: object) -> None:
    report = services.import_areas(table(CITY), by=SYSTEM, dry_run=True)

    assert report.added == 1
    assert count() == 0


def test_heads_in_chinese_are_understood_and_missing_ones_named(session: object) -> None:
    chinese = "代码,名称,层级,上级代码\n3715,聊城市,city,\n"

    assert services.import_areas(read_table(chinese.encode()), by=SYSTEM).added == 1
    with pytest.raises(Invalid, match="parent_code"):
        services.import_areas(read_table(b"code,name,level\n3715,x,city\n"), by=SYSTEM)
