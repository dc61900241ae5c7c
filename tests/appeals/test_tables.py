import datetime as dt

import pytest

from yishi.appeals.rules import Brings, tables

HEADS = ["留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"]
GUESSED = {
    "number": "留言编号",
    "title": "留言主题",
    "text": "留言详情",
    "received_at": "留言时间",
    "answer": "答复意见",
    "answered_at": "答复时间",
}


def line(**cells: str) -> dict[str, str]:
    good = {
        "留言编号": "1",
        "留言主题": "路灯坏了",
        "留言时间": "2019/9/17 4:25:00",
        "留言详情": "坏了四天",
        "答复意见": "已修好",
        "答复时间": "2019/9/20 10:00:00",
    }
    return good | cells


def read(*lines: dict[str, str], brings: Brings = Brings.ANSWERED) -> tables.Read:
    now = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
    return tables.read(list(enumerate(lines, 2)), GUESSED, brings, now)


def test_columns_are_guessed_by_their_heads() -> None:
    assert tables.guess(HEADS) == GUESSED
    assert tables.guess(["工单编号", "来电时间", "诉求内容"]) == {
        "number": "工单编号",
        "text": "诉求内容",
        "received_at": "来电时间",
    }


def test_what_was_named_last_time_is_named_again() -> None:
    remembered = {"title": "留言用户", "category": "不在这张表"}

    guessed = tables.guess(HEADS, remembered)

    assert guessed["title"] == "留言用户"
    assert "category" not in guessed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019/9/17 4:25:00", (2019, 9, 17, 4, 25)),
        ("2019-09-17 04:25", (2019, 9, 17, 4, 25)),
        ("2019年9月17日", (2019, 9, 17, 0, 0)),
        ("2019-09-17T04:25:00.000", (2019, 9, 17, 4, 25)),
    ],
)
def test_moments_are_read_as_offices_write_them(text: str, expected: tuple[int, ...]) -> None:
    moment = tables.read_moment(text)

    assert moment is not None
    assert moment.timetuple()[:5] == expected


@pytest.mark.parametrize("text", ["昨天", "2019/13/1", "43725.2", ""])
def test_what_is_no_moment_is_none(text: str) -> None:
    assert tables.read_moment(text) is None


def test_every_line_with_trouble_is_named_with_what_to_mend() -> None:
    seen = read(
        line(),
        line(留言编号=""),
        line(留言编号="1"),
        line(留言编号="2", 留言时间="昨天"),
        line(留言编号="3", 答复意见=""),
        line(留言编号="4", 留言主题="", 留言详情=""),
        line(留言编号="5", 答复时间="2030/1/1"),
    )

    assert [row.number for row in seen.rows] == ["1"]
    assert [(bad.line, bad.words) for bad in seen.bad] == [
        (3, "缺编号"),
        (4, "编号 1 和第 2 行相同"),
        (5, "反映时间“昨天”读不出，请写成 2026-11-23 10:00"),
        (6, "缺答复"),
        (7, "标题和内容都是空的"),
        (8, "答复时间“2030/1/1”在今天以后"),
    ]


def test_a_line_without_a_title_takes_its_first_sentence() -> None:
    long = "从七月开始楼下烧烤摊每天营业到凌晨两三点吵得老人孩子都睡不着觉" * 2

    seen = read(
        line(留言主题="", 留言详情="路灯坏了。很黑"), line(留言编号="2", 留言主题="", 留言详情=long)
    )

    assert [row.title for row in seen.rows] == ["路灯坏了", long[:30] + "…"]


def test_leads_need_a_number_and_words_alone() -> None:
    assert tables.missing({"text": "内容"}, Brings.LEAD) == ["编号"]
    assert tables.missing({"number": "编号"}, Brings.LEAD) == ["标题或内容"]
    assert tables.missing(GUESSED, Brings.ANSWERED) == []
