import io
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.appeals.test_importing import HEADS, ROW
from tests.cast import OURS, Cast
from tests.conftest import Client
from tests.pages import Page
from yishi.appeals.models import Appeal, AppealImport
from yishi.database import db
from yishi.documents.tables import write_csv


@pytest.fixture
def desk(client: Client, cast: Cast, at_now: Path) -> Client:
    return client.sign_in(cast.organizer)


def upload(desk: Client, *rows: list[str], brings: str = "lead") -> str:
    file = (io.BytesIO(write_csv(HEADS, rows)), "留言.csv")
    answer = desk.post("/desk/appeals/import", data={"file": file, "brings": brings})
    assert answer.status_code == 303
    return str(answer.location)


def count() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Appeal)) or 0


def test_looking_changes_nothing_and_importing_takes_all(desk: Client) -> None:
    Page(desk.get("/desk/appeals/import"))
    url = upload(desk, ROW, ["12", *ROW[1:]])

    assert "会导入 2 条" in Page(desk.get(url)).text
    assert count() == 0
    desk.post(f"{url}/rows")

    assert count() == 2
    assert "导入了 2 条线索" in Page(desk.get(url)).text
    assert "没有新的" in Page(desk.get(upload(desk, ROW))).text


def test_bad_lines_are_named_and_there_is_no_button(desk: Client) -> None:
    url = upload(desk, ROW, ["", *ROW[1:]])

    page = Page(desk.get(url))
    assert "第 3 行：缺编号" in page.text
    assert "导入 1 条" not in page.text
    assert "一行都没有导入" in Page(desk.post(f"{url}/rows"), 422).text
    assert count() == 0


def test_columns_are_named_by_hand(desk: Client) -> None:
    url = upload(desk, ROW, brings="answered")
    desk.post(f"{url}/columns", data={"column_number": "留言编号", "brings": "lead"})

    assert "先指定：标题或内容" in Page(desk.get(url)).text


def test_a_table_is_given_up(desk: Client) -> None:
    url = upload(desk, ROW)

    desk.post(f"{url}/removal")

    assert db.session.scalars(sa.select(AppealImport.content)).one() is None


@pytest.mark.parametrize("content", [b"", b"\xd0\xcf\x11\xe0old", b"PK\x03\x04broken"])
def test_what_is_no_table_is_told_beside_the_field(desk: Client, content: bytes) -> None:
    answer = desk.post(
        "/desk/appeals/import", data={"file": (io.BytesIO(content), "a.xlsx"), "source_name": "甲"}
    )

    page = Page(answer, 422)
    assert 'value="甲"' in page.html


def test_another_office_finds_no_import(client: Client, desk: Client, cast: Cast) -> None:
    url = upload(desk, ROW)
    client.sign_in(cast.stranger)

    assert client.get(url).status_code == 404
    assert client.post(f"{url}/rows").status_code == 404


def command(app: Flask, path: Path, *more: str) -> tuple[int, str]:
    args = ["import-appeals", str(path), "--area", OURS, *more]
    answer = app.test_cli_runner().invoke(args=args)
    return answer.exit_code, answer.output


def test_the_command_names_bad_lines_and_fails(app: Flask, cast: Cast, tmp_path: Path) -> None:
    db.session.commit()
    path = tmp_path / "a.csv"
    path.write_bytes(write_csv(HEADS, [ROW, ["", *ROW[1:]]]))

    status, output = command(app, path)

    assert status == 1
    assert "第 3 行：缺编号" in output
    assert "1 行要改，一行都没有导入" in output
    assert count() == 0


def test_the_command_looks_first_and_imports_then(app: Flask, cast: Cast, tmp_path: Path) -> None:
    db.session.commit()
    path = tmp_path / "a.csv"
    path.write_bytes(write_csv(HEADS, [ROW]))

    assert "会导入 1 条" in command(app, path, "--dry-run")[1]
    assert count() == 0
    assert "导入了 1 条已答复" in command(app, path, "--as", "answered")[1]
    assert count() == 1


def test_an_unknown_area_is_one_clear_line(app: Flask, cast: Cast, tmp_path: Path) -> None:
    db.session.commit()
    path = tmp_path / "a.csv"
    path.write_bytes(write_csv(HEADS, [ROW]))

    answer = app.test_cli_runner().invoke(args=["import-appeals", str(path), "--area", "999"])

    assert answer.exit_code == 1
    assert "没有 999 这个区划" in answer.output
