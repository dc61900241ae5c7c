"""Tables in and out."""

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from yishi.documents import tables
from yishi.errors import Invalid

CSV = "小区,户数\n光明居二期,640\n\n如意苑,300\n"


def xlsx(*rows: list[object]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_a_csv_is_read_in_every_encoding_that_offices_use(encoding: str) -> None:
    table = tables.read_table(CSV.encode(encoding))

    assert table.heads == ["小区", "户数"]
    assert [(line.number, line.cells) for line in table.lines] == [
        (2, ["光明居二期", "640"]),
        (4, ["如意苑", "300"]),
    ]


def test_a_title_above_the_heads_is_skipped_and_lines_keep_their_numbers() -> None:
    content = xlsx(["2026年通讯录"], ["单位", "电话"], ["鑫和物业", 13800000001.0])

    table = tables.read_table(content)

    assert list(table.records()) == [(3, {"单位": "鑫和物业", "电话": "13800000001"})]


def test_two_heads_alike_stay_apart() -> None:
    table = tables.read_table("电话,电话,\n1,2,3\n".encode())

    assert table.heads == ["电话", "电话（第 2 列）"]
    assert table.lines[0].cells == ["1", "2"]


@pytest.mark.parametrize(
    "content",
    [b"", b"\xd0\xcf\x11\xe0rest", b"PK\x03\x04broken", b"\x00\x01\x02\x03\xff", b"\n\n"],
)
def test_what_is_no_table_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        tables.read_tables(content)

    assert "file" in refusal.value.errors


def test_a_file_that_would_unpack_to_gigabytes_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"0" * (tables.MOST_UNPACKED + 1))

    with pytest.raises(Invalid, match="太大"):
        tables.read_tables(out.getvalue())


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_cell_that_we_write_can_become_a_formula(start: str) -> None:
    text = f"{start}cmd|' /C calc'!A0"
    book = openpyxl.load_workbook(io.BytesIO(tables.write_xlsx([("表", ["列"], [[text]])])))

    assert book.active["A2"].value == f"'{text}"
    assert book.active["A2"].data_type == "s"
    assert f"'{text}".encode() in tables.write_csv(["列"], [[text]])


def test_a_formula_in_a_file_that_we_read_is_never_seen() -> None:
    table = tables.read_table(xlsx(["甲", "乙"], ["=1+1", "字"]))

    assert table.lines[0].cells == ["", "字"]


def test_the_real_list_of_areas_has_2553_lines() -> None:
    path = Path(__file__).parents[2] / "yishi/organizations/data/liaocheng-areas.csv"

    assert len(tables.read_table(path.read_bytes()).lines) == 2553
