"""1,000 real appeals of 2018–2020, from the folder beside the checkout; only in .ci/run."""

import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import OURS, Cast
from yishi import clock
from yishi.appeals import rules
from yishi.appeals.models import Appeal, AppealDecision
from yishi.appeals.rules import AppealState, Brings, hints
from yishi.database import db
from yishi.documents.tables import read_table, write_csv

pytestmark = pytest.mark.real_data

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
LIKES, ANSWERS = DATA / "appeals-with-likes.xlsx", DATA / "appeals-with-answers.xlsx"


def run(app: Flask, *args: object) -> str:
    answer = app.test_cli_runner().invoke(args=["import-appeals", *map(str, args), "--area", OURS])
    assert answer.exit_code == 0, answer.output
    return answer.output


def count() -> int:
    db.session.expire_all()
    return db.session.scalar(sa.select(sa.func.count()).select_from(Appeal)) or 0


def test_600_leads_come_in_and_a_second_time_adds_nothing(app: Flask, cast: Cast) -> None:
    db.session.commit()

    assert "会导入 600 条" in run(app, LIKES, "--dry-run")
    assert count() == 0
    assert "导入了 600 条线索" in run(app, LIKES)
    assert "导入了 0 条线索，600 条以前导过" in run(app, LIKES)

    assert count() == 600
    owing = sa.select(Appeal.id).where(Appeal.answer_due_at.is_not(None))
    assert db.session.scalars(owing).all() == []
    likes = db.session.scalars(sa.select(Appeal.facts["likes"].as_integer())).all()
    assert max(likes) > 50


def test_400_answered_ones_keep_their_dates(app: Flask, cast: Cast) -> None:
    db.session.commit()

    assert "导入了 400 条已答复" in run(app, ANSWERS, "--as", "answered")
    assert "导入了 0 条" in run(app, ANSWERS, "--as", "answered")

    rows = db.session.scalars(sa.select(Appeal)).all()
    assert {row.state for row in rows} == {AppealState.ANSWERED}
    assert {row.brings for row in rows} == {Brings.ANSWERED}
    first = next(row for row in rows if row.external_number == "2574")
    assert first.received_at == _at(2019, 4, 23, 17, 3, 19)
    answer = db.session.scalars(
        sa.select(AppealDecision).where(AppealDecision.appeal_id == first.id)
    ).one()
    assert answer.at == first.answered_at == _at(2019, 5, 9, 9, 51, 30)
    assert answer.text.startswith("网友“A0009233”，您好")


def test_both_files_lie_side_by_side(app: Flask, cast: Cast) -> None:
    db.session.commit()

    run(app, LIKES)
    run(app, ANSWERS, "--as", "answered")

    assert count() == 1000


def test_the_same_table_as_gbk_is_the_same_table(app: Flask, cast: Cast, tmp_path: Path) -> None:
    db.session.commit()
    table = read_table(LIKES.read_bytes())
    text = write_csv(table.heads, [line.cells for line in table.lines]).decode("utf-8-sig")
    copy = tmp_path / "留言.csv"
    copy.write_bytes(text.encode("gb18030"))
    run(app, LIKES)

    assert "导入了 0 条线索，600 条以前导过" in run(app, copy)


def test_only_empty_answers_would_be_refused() -> None:
    rows = [record for _, record in read_table(ANSWERS.read_bytes()).records()]
    refused = [row["答复意见"] for row in rows if rules.says_nothing(row["答复意见"])]

    assert 20 <= len(refused) <= 30
    assert all(len(text) < 70 for text in refused)


def test_most_real_texts_are_recognised_by_the_catalogue() -> None:
    rows = [r for file in (LIKES, ANSWERS) for _, r in read_table(file.read_bytes()).records()]
    named = [hints.likeliest(row["留言主题"], row["留言详情"], hints.SAID) for row in rows]

    assert sum(name is not None for name in named) > 700


def _at(year: int, month: int, day: int, hour: int, minute: int, second: int) -> dt.datetime:
    return clock.at(dt.date(year, month, day), dt.time(hour, minute, second))
