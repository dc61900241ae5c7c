"""Tables of appeals from elsewhere: which column is what, and what a row says. Pure."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from yishi.appeals.rules.states import Brings

SHANGHAI = ZoneInfo("Asia/Shanghai")
LONGEST_GUESSED_TITLE = 30
DEFAULT_SOURCE = "12345热线"


@dataclass(frozen=True)
class Column:
    """(列) One thing that a table can tell, and the heads that offices give it."""

    name: str
    label: str
    heads: tuple[str, ...]


COLUMNS = (
    Column("number", "编号", ("留言编号", "工单编号", "诉求编号", "工单号", "单号", "编号")),
    Column("title", "标题", ("留言主题", "诉求标题", "工单标题", "主题", "标题", "事项名称")),
    Column(
        "text",
        "内容",
        ("留言详情", "诉求内容", "工单内容", "反映内容", "问题描述", "详情", "内容", "描述"),
    ),
    Column(
        "received_at",
        "反映时间",
        ("留言时间", "来电时间", "反映时间", "受理时间", "登记时间", "提交时间", "时间", "日期"),
    ),
    Column(
        "answer",
        "答复",
        ("答复意见", "答复内容", "回复内容", "办理结果", "处理结果", "办理情况", "答复", "回复"),
    ),
    Column("answered_at", "答复时间", ("答复时间", "回复时间", "办结时间", "办理时间")),
    Column("category", "类别", ("诉求类别", "问题分类", "一级标签", "类别", "分类")),
    Column("estate", "小区", ("小区名称", "所属小区", "小区")),
    Column("likes", "点赞数", ("点赞数", "支持数", "点赞")),
    Column("dislikes", "反对数", ("反对数", "反对")),
)
BY_NAME: Mapping[str, Column] = {column.name: column for column in COLUMNS}
NEEDED: Mapping[Brings, tuple[str, ...]] = {
    Brings.LEAD: ("number",),
    Brings.OPEN: ("number",),
    Brings.ANSWERED: ("number", "received_at", "answer", "answered_at"),
}
MOMENTS = frozenset({"received_at", "answered_at"})
COUNTS = frozenset({"likes", "dislikes"})


@dataclass(frozen=True)
class Row:
    """(一条) What one line of a table says; moments are aware."""

    line: int
    number: str
    title: str
    text: str
    received_at: dt.datetime | None = None
    answer: str = ""
    answered_at: dt.datetime | None = None
    category: str = ""
    estate: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class BadLine:
    """(读不通的行) Where, as Excel numbers it, and what to mend."""

    line: int
    words: str


@dataclass(frozen=True)
class Read:
    """(读表结果) Rows in the order of the table, and the lines to mend."""

    rows: Sequence[Row]
    bad: Sequence[BadLine]


def guess(heads: Sequence[str], remembered: Mapping[str, str] | None = None) -> dict[str, str]:
    """Column name → head: as last time where those heads are there, else by their words."""
    found = {name: head for name, head in (remembered or {}).items() if head in heads}
    for column in COLUMNS:
        if column.name not in found:
            head = _best(column, [head for head in heads if head not in found.values()])
            if head:
                found[column.name] = head
    return found


def missing(mapping: Mapping[str, str], brings: Brings) -> list[str]:
    """Labels of columns that must still be named."""
    absent = [BY_NAME[name].label for name in NEEDED[brings] if not mapping.get(name)]
    if not mapping.get("title") and not mapping.get("text"):
        absent.append("标题或内容")
    return absent


def read(
    records: Iterable[tuple[int, Mapping[str, str]]],
    mapping: Mapping[str, str],
    brings: Brings,
    now: dt.datetime,
) -> Read:
    """Reads every line; a line with any trouble is told, never half read."""
    rows: list[Row] = []
    bad: list[BadLine] = []
    lines: dict[str, int] = {}
    for line, cells in records:
        values = {name: cells.get(head, "").strip() for name, head in mapping.items() if head}
        trouble = _trouble(values, brings, now) or _twice(values.get("number", ""), line, lines)
        if trouble:
            bad.append(BadLine(line, trouble))
        else:
            rows.append(_row(line, values))
    return Read(rows, bad)


def read_moment(text: str) -> dt.datetime | None:
    """2019/9/17 4:25:00, 2019-09-17, 2019年9月17日 04:25 in Liaocheng; None if it is none."""
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    try:
        return dt.datetime(year, month, day, hour, minute, second, tzinfo=SHANGHAI)
    except ValueError:
        return None


_MOMENT = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[T\s]*(\d{1,2})[:：时](\d{1,2})分?(?:[:：](\d{1,2})(?:\.\d+)?秒?)?)?"
)


def _best(column: Column, heads: Sequence[str]) -> str | None:
    for word in column.heads:
        for fits in (str.__eq__, str.__contains__):
            if head := next((head for head in heads if fits(head, word)), None):
                return head
    return None


def _trouble(values: Mapping[str, str], brings: Brings, now: dt.datetime) -> str:
    if not values.get("title") and not values.get("text"):
        return "标题和内容都是空的"
    for name in NEEDED[brings]:
        if not values.get(name):
            return f"缺{BY_NAME[name].label}"
    for name in MOMENTS & values.keys():
        if trouble := _bad_moment(BY_NAME[name].label, values[name], now):
            return trouble
    return ""


def _bad_moment(label: str, text: str, now: dt.datetime) -> str:
    if not text:
        return ""
    moment = read_moment(text)
    if moment is None:
        return f"{label}“{text[:20]}”读不出，请写成 2026-11-23 10:00"
    return f"{label}“{text[:20]}”在今天以后" if moment > now else ""


def _twice(number: str, line: int, lines: dict[str, int]) -> str:
    first = lines.setdefault(number, line)
    return f"编号 {number[:20]} 和第 {first} 行相同" if first != line else ""


def _row(line: int, values: Mapping[str, str]) -> Row:
    text = values.get("text", "") or values.get("title", "")
    counts = {name: int(values[name]) for name in COUNTS if values.get(name, "").isdecimal()}
    return Row(
        line,
        values["number"],
        values.get("title") or _first_words(text),
        text,
        read_moment(values.get("received_at", "")),
        values.get("answer", ""),
        read_moment(values.get("answered_at", "")),
        values.get("category", ""),
        values.get("estate", ""),
        counts,
    )


def _first_words(text: str) -> str:
    first = re.split(r"[。！？\n]", text.strip(), maxsplit=1)[0]
    return first if len(first) <= LONGEST_GUESSED_TITLE else f"{first[:LONGEST_GUESSED_TITLE]}…"
