import datetime as dt

import pytest
import sqlalchemy as sa

from tests.cast import OURS, Cast
from yishi import clock
from yishi.appeals.models import Appeal, AppealDecision, AppealImport
from yishi.appeals.rules import AppealState, Brings
from yishi.appeals.services import importing
from yishi.database import db
from yishi.documents.tables import write_csv, write_xlsx
from yishi.errors import Conflict, Invalid

HEADS = ["留言编号", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间", "点赞数"]
ROW = ["11", "路灯坏了", "2019/9/17 4:25:00", "坏了四天", "已经修好", "2019/9/20 10:00:00", "3"]


def table(*rows: list[str]) -> bytes:
    return write_xlsx([("Sheet1", HEADS, rows)])


def begin(
    cast: Cast, content: bytes, now: dt.datetime, brings: Brings = Brings.LEAD
) -> AppealImport:
    return importing.begin(
        content,
        "留言.xlsx",
        area_code=OURS,
        source_name="",
        brings=brings,
        by=cast.actor(cast.organizer),
        now=now,
    )


def run(cast: Cast, content: bytes, now: dt.datetime, brings: Brings = Brings.LEAD) -> AppealImport:
    batch = begin(cast, content, now, brings)
    importing.finish(batch, by=cast.actor(cast.organizer), now=now)
    return batch


def only() -> Appeal:
    return db.session.scalars(sa.select(Appeal)).one()


def test_a_lead_owes_nothing_and_is_not_public(cast: Cast, now: dt.datetime) -> None:
    run(cast, table(ROW), now)

    appeal = only()
    assert (appeal.brings, appeal.external_number) == (Brings.LEAD, "11")
    assert appeal.received_at == clock.at(dt.date(2019, 9, 17), dt.time(4, 25))
    assert not appeal.owes_triage
    assert not appeal.owes_answer
    assert not appeal.is_released
    assert appeal.facts == {"likes": 3}


def test_an_answered_one_keeps_its_dates_and_answer(cast: Cast, now: dt.datetime) -> None:
    run(cast, table(ROW), now, Brings.ANSWERED)

    appeal, answer = only(), db.session.scalars(sa.select(AppealDecision)).one()
    assert appeal.state is AppealState.ANSWERED
    assert appeal.answered_at == clock.at(dt.date(2019, 9, 20), dt.time(10, 0))
    assert (answer.text, answer.at) == ("已经修好", appeal.answered_at)


def test_an_open_one_owes_from_the_import_on(cast: Cast, now: dt.datetime) -> None:
    run(cast, table(ROW), now, Brings.OPEN)

    assert only().owes_triage
    assert only().triage_due_at == clock.at(dt.date(2026, 11, 24), dt.time(17, 30))


def test_a_second_import_adds_nothing(cast: Cast, now: dt.datetime) -> None:
    run(cast, table(ROW), now)

    again = run(cast, table(ROW, ["12", *ROW[1:]]), now)

    assert (again.rows_new, again.rows_known) == (1, 1)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Appeal)) == 2


def test_one_bad_line_and_nothing_is_imported(cast: Cast, now: dt.datetime) -> None:
    batch = begin(cast, table(ROW, ["", *ROW[1:]], ["13", "", "", "", "", "", ""]), now)

    seen = importing.preview(batch, now)
    assert [bad.line for bad in seen.bad] == [3, 4]
    with pytest.raises(Invalid, match="第 3 行缺编号"):
        importing.finish(batch, by=cast.actor(cast.organizer), now=now)
    assert db.session.scalars(sa.select(Appeal)).all() == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_either_encoding(cast: Cast, now: dt.datetime, encoding: str) -> None:
    content = write_csv(HEADS, [ROW]).decode("utf-8-sig").encode(encoding)

    run(cast, content, now)

    assert only().title == "路灯坏了"


def test_columns_named_once_are_remembered_for_the_source(cast: Cast, now: dt.datetime) -> None:
    content = write_csv(["甲", "乙"], [["1", "路灯坏了四天"]])
    batch = begin(cast, content, now)
    assert importing.preview(batch, now).missing == ["编号", "标题或内容"]

    importing.remap(batch, {"number": "甲", "title": "乙", "text": "没有"}, Brings.LEAD)
    importing.finish(batch, by=cast.actor(cast.organizer), now=now)

    assert begin(cast, content, now).mapping == {"number": "甲", "title": "乙"}


def test_a_finished_table_is_gone(cast: Cast, now: dt.datetime) -> None:
    batch = run(cast, table(ROW), now)

    assert batch.content is None
    with pytest.raises(Conflict, match="重新选文件"):
        importing.preview(batch, now)


def test_an_estate_is_found_by_its_name(cast: Cast, now: dt.datetime) -> None:
    content = write_csv(
        ["编号", "标题", "小区"], [["1", "路灯", "光明居二期"], ["2", "水管", "没有这个小区"]]
    )

    run(cast, content, now)

    found = db.session.scalars(sa.select(Appeal).order_by(Appeal.id)).all()
    assert [(a.estate_id, a.area_code) for a in found] == [
        (cast.estate.id, cast.estate.area_code),
        (None, OURS),
    ]


def test_progress_is_told_by_the_chunk(cast: Cast, now: dt.datetime) -> None:
    done: list[int] = []
    batch = begin(cast, table(*([str(n), *ROW[1:]] for n in range(1, 251))), now)

    importing.finish(batch, by=cast.actor(cast.organizer), now=now, progress=done.append)

    assert done == [100, 100, 50]
