"""Tables as offices send them, and as we hand them out.

Reading: xlsx (values, never formulas) and csv in UTF-8, UTF-16 or GBK, told apart
by content. Sizes are bounded before anything is unpacked. Writing: no cell can
become a formula.
"""

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import ParseError

from yishi.errors import Invalid

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 120 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 100
LONGEST_CELL = 20_000

OLD_EXCEL = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"
# What XML 1.0 cannot hold.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")  # Excel computes the wide ones too


@dataclass(frozen=True)
class Line:
    """One row: its number as Excel shows it, and its cells as text without outer spaces."""

    number: int
    cells: Sequence[str]


@dataclass(frozen=True)
class Table:
    """A table with heads; every line has as many cells as there are heads."""

    heads: Sequence[str]
    lines: Sequence[Line] = field(default_factory=list)
    name: str = ""

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each line as (number, head → text)."""
        for line in self.lines:
            yield line.number, dict(zip(self.heads, line.cells, strict=True))


def read_table(content: bytes) -> Table:
    """The first table of a file; raises Invalid with what to do if there is none."""
    return read_tables(content)[0]


def read_tables(content: bytes) -> list[Table]:
    """The tables of a file, one a sheet, empty sheets left out; raises Invalid."""
    if len(content) > MOST_BYTES:
        raise _bad("表格太大了：不能超过 10 MB。请分成几个文件。")
    if content.startswith(OLD_EXCEL):
        raise _bad("这是旧版的 .xls 文件。请在 Excel 或 WPS 里另存为 .xlsx 再传。")
    sheets = _xlsx(content) if content.startswith(ZIP) else [("", _csv(content))]
    tables = [table for name, rows in sheets if (table := _table(name, rows))]
    if not tables:
        raise _bad("表格里没有内容。第一行写列名，下面每行一条。")
    return tables


def write_csv(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A csv that Excel and WPS open as Chinese text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([safe_cell(head) for head in heads])
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(sheets: Sequence[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]) -> bytes:
    """An xlsx of (sheet name, heads, rows); moments must come in local time without zone."""
    import openpyxl  # late: a sixth of the start, for imports and exports alone

    book = openpyxl.Workbook(write_only=True)
    for name, heads, rows in sheets:
        sheet = book.create_sheet(name[:31])
        sheet.freeze_panes = "A2"
        sheet.append([safe_cell(head) for head in heads])
        for row in rows:
            sheet.append([safe_cell(value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def safe_cell(value: Any) -> Any:
    """The value, with an apostrophe before a text that a spreadsheet would compute."""
    if not isinstance(value, str):
        return value
    text = UNPRINTABLE.sub("", value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _table(name: str, rows: Iterable[Line]) -> Table | None:
    """The heads are the first row with two filled cells: titles often stand above them."""
    filled = [row for row in rows if any(row.cells)]
    if not filled:
        return None
    start = next((i for i, row in enumerate(filled) if _width(row) > 1), 0)
    last = max(i for i, cell in enumerate(filled[start].cells) if cell) + 1
    heads = _distinct(filled[start].cells[:last])
    lines = [Line(row.number, _fit(row.cells, last)) for row in filled[start + 1 :]]
    return Table(heads, [line for line in lines if any(line.cells)], name)


def _width(row: Line) -> int:
    return sum(bool(cell) for cell in row.cells)


def _distinct(cells: Sequence[str]) -> list[str]:
    heads: list[str] = []
    for position, cell in enumerate(cells, 1):
        head = " ".join(cell.split()) or f"第 {position} 列"
        heads.append(head if head not in heads else f"{head}（第 {position} 列）")
    return heads


def _fit(cells: Sequence[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]


def _xlsx(content: bytes) -> list[tuple[str, list[Line]]]:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        _refuse_bomb(content)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        return [(sheet.title, list(_sheet_lines(sheet))) for sheet in book.worksheets]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, ParseError) as error:
        raise _bad(
            "这个文件打不开，可能坏了或加了密码。请在 Excel 或 WPS 里另存为 .xlsx 再传。"
        ) from error


def _refuse_bomb(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) > 2000 or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            raise _bad("这个文件解开后太大。请只留要导入的那张表，另存为 .xlsx 再传。")
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels")):
                with archive.open(entry) as part:
                    if b"<!DOCTYPE" in part.read(2048):
                        raise _bad("这个文件里有不认识的内容。请另存为 .xlsx 再传。")


def _sheet_lines(sheet: Any) -> Iterator[Line]:
    sheet.reset_dimensions()  # what the file claims about its size may be wrong
    rows = sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS)
    yield from _bounded(
        Line(number, [_text(value) for value in row]) for number, row in rows_of(rows)
    )


def rows_of(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[int, Sequence[Any]]]:
    """Numbered from 1, as Excel shows them."""
    return enumerate(rows, 1)


def _csv(content: bytes) -> list[Line]:
    text = decode(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        return list(
            _bounded(
                Line(reader.line_num, [_text(c) for c in row[:MOST_COLUMNS]]) for row in reader
            )
        )
    except csv.Error as error:
        raise _bad("这个 csv 读不通。请在 Excel 或 WPS 里另存为 .xlsx 再传。") from error


def decode(content: bytes) -> str:
    """Text in UTF-8, UTF-16 with a mark, or GBK; raises Invalid for anything else."""
    readers: list[Callable[[], str]] = [lambda: content.decode("utf-8-sig")]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        readers = [lambda: content.decode("utf-16")]
    readers.append(lambda: content.decode("gb18030"))
    for read in readers:
        try:
            text = read()
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _bad("认不出这个文件。请用 .xlsx，或 UTF-8、GBK 编码的 .csv。")


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(",\t;", key=first.count)


def _bounded(lines: Iterable[Line]) -> Iterator[Line]:
    for count, line in enumerate(lines, 1):
        if count > MOST_ROWS:
            raise _bad(f"一张表最多 {MOST_ROWS} 行。请分成几个文件。")
        yield line


def _text(value: Any) -> str:
    """A cell as text: 13800000000, not 13800000000.0; 2021-11-28, not a serial number."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    return str(value).strip()[:LONGEST_CELL]


def _bad(message: str) -> Invalid:
    return Invalid(message, {"file": message})
