import datetime as dt

import pytest

from yishi.clock import at
from yishi.deliberations.rules import Outcome
from yishi.deliberations.rules.minutes import (
    Opening,
    chinese,
    content_hash,
    heading,
    item_words,
    opening_words,
    review_due_at,
    review_words,
    why_not_published,
)
from yishi.workdays.rules import Calendar

SATURDAY = dt.date(2026, 11, 28)


def _opening(**facts: object) -> Opening:
    usual = {
        "opened_at": at(SATURDAY, dt.time(9)),
        "closed_at": at(SATURDAY, dt.time(10, 24)),
        "place": "安居苑小广场",
        "heads": 27,
        "present": ["县供电公司", "安居物业"],
        "absent": [],
        "chair": "吕志强",
    }
    return Opening(**{**usual, **facts})  # type: ignore[arg-type]


def test_the_opening_says_when_where_and_who() -> None:
    assert opening_words(_opening()) == (
        "11月28日9:00–10:24，安居苑小广场。居民27人，县供电公司、安居物业到会，吕志强主持。"
    )


def test_what_is_not_known_is_left_out() -> None:
    opening = _opening(place="", heads=None, present=[], absent=["镇城建办"], chair="")

    assert opening_words(opening) == "11月28日9:00–10:24。镇城建办未到会。"


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (21, "二十一")]
)
def test_headings_are_numbered_in_chinese(number: int, words: str) -> None:
    assert chinese(number) == words
    assert heading(number, "路灯") == f"{words}、路灯"


@pytest.mark.parametrize(
    ("note", "outcome", "words"),
    [
        ("电缆断了一段", Outcome.PROMISE_MADE, "电缆断了一段。"),
        ("晚上9点关音响。", Outcome.SOLVED_ON_SITE, "晚上9点关音响。当场解决。"),
        ("当场解决了", Outcome.SOLVED_ON_SITE, "当场解决了。"),
        ("放哪说法不一", Outcome.NEXT_TIME, "放哪说法不一。转到12月26日再议。"),
        ("牛主任没来", Outcome.ASSIGNED_BY_MEETING, "牛主任没来。镇城建办未到会，由会议交办。"),
        ("没人同意", Outcome.NOT_ADOPTED, "没人同意。不采纳。"),
    ],
)
def test_an_item_says_how_it_ended(note: str, outcome: Outcome, words: str) -> None:
    assert item_words(note, outcome, dt.date(2026, 12, 26), ["镇城建办"]) == words


def test_a_review_counts_and_names_each_promise() -> None:
    words = review_words({"兑现": 1, "未兑现": 1, "未到期": 0}, ["甲：兑现。", "乙：未兑现。"])

    assert words == "回看 2 件：兑现 1 件，未兑现 1 件。\n甲：兑现。\n乙：未兑现。"


def test_the_review_ends_on_the_second_working_day() -> None:
    due = review_due_at(at(SATURDAY, dt.time(10, 24)), Calendar())

    assert due == at(dt.date(2026, 12, 1), dt.time(17, 30))


def test_nothing_is_published_before_the_review_ends_or_against_an_objection() -> None:
    due = at(dt.date(2026, 12, 1), dt.time(17, 30))

    assert "12月1日17:30" in why_not_published(due, 0, due - dt.timedelta(seconds=1))
    assert "1 条异议" in why_not_published(due, 1, due)
    assert why_not_published(due, 0, due) == ""


def test_the_hash_is_of_the_exact_words() -> None:
    one = content_hash({"paragraphs": [{"text": "11盏灯"}], "title": "安居苑"})

    assert one == content_hash({"title": "安居苑", "paragraphs": [{"text": "11盏灯"}]})
    assert one != content_hash({"title": "安居苑", "paragraphs": [{"text": "11盏灯。"}]})
