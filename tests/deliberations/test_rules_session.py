import datetime as dt

import pytest

from yishi.deliberations.rules import ItemKind, Outcome
from yishi.deliberations.rules.session import (
    GuardedItem,
    GuardedPromise,
    close_checks,
    is_settled,
    note_asks,
    vague_words,
)

NEXT = dt.date(2026, 12, 26)
SAID = GuardedPromise("段经理", confirmed=True, later=False)
LATER = GuardedPromise("孙工", confirmed=False, later=True)
WAITING = GuardedPromise("段经理", confirmed=False, later=False)


def item(**facts: object) -> GuardedItem:
    """Item 2, decided and written down unless the test says otherwise."""
    usual = {"outcome": Outcome.SOLVED_ON_SITE, "note": "当场换了灯泡。"}
    return GuardedItem(
        **{"number": 2, "anchor": "item-7", "kind": ItemKind.ORDINARY, **usual, **facts}
    )  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("guarded", "next_day", "open_words"),
    [
        (item(), None, []),
        (item(outcome=None), None, ["第 2 题还没定"]),
        (item(note="  "), None, ["第 2 题还差一句话"]),
        (item(outcome=Outcome.NOT_ADOPTED, note=""), None, ["第 2 题还差一句话"]),
        (item(outcome=Outcome.NEXT_TIME), None, ["第 2 题转到哪天还没写"]),
        (item(outcome=Outcome.NEXT_TIME, next_on=NEXT), None, []),
        (item(outcome=Outcome.NEXT_TIME), NEXT, []),
        (item(outcome=Outcome.PROMISE_MADE), None, ["第 2 题还没记下谁答应什么"]),
        (item(outcome=Outcome.PROMISE_MADE, promises=[SAID]), None, []),
        (item(outcome=Outcome.PROMISE_MADE, promises=[SAID, LATER]), None, []),
        (
            item(outcome=Outcome.PROMISE_MADE, promises=[WAITING]),
            None,
            ["第 2 题的承诺等段经理确认"],
        ),
        (item(outcome=Outcome.ASSIGNED_BY_MEETING), None, ["第 2 题还没记下谁答应什么"]),
        (item(outcome=Outcome.ASSIGNED_BY_MEETING, promises=[LATER]), None, []),
        (
            item(outcome=Outcome.REFERRED_UP, note="修路"),
            None,
            ["第 2 题写清报上级什么，至少 6 个字"],
        ),
        (item(outcome=Outcome.REFERRED_UP, note="请县里定东街改造"), None, []),
        (item(kind=ItemKind.REVIEW, outcome=None, note="", reviewed=3), None, []),
        (
            item(kind=ItemKind.REVIEW, outcome=None, note="", reviewed=3, unreviewed=1),
            None,
            ["第 2 题回看还有 1 件没说"],
        ),
    ],
)
def test_what_an_item_lacks_before_the_session_may_close(
    guarded: GuardedItem, next_day: dt.date | None, open_words: list[str]
) -> None:
    checks = close_checks([guarded], next_day)

    assert [check.words for check in checks if not check.done] == open_words
    assert is_settled(guarded, next_day) is not bool(open_words)


def test_a_day_without_items_cannot_close() -> None:
    assert [check.done for check in close_checks([], None)] == [False]


def test_a_settled_item_counts_its_promises() -> None:
    guarded = item(outcome=Outcome.PROMISE_MADE, promises=[SAID, LATER])

    assert [check.words for check in close_checks([guarded], None)] == ["第 2 题已定，承诺 2 条"]


@pytest.mark.parametrize(
    ("measure", "found"),
    [
        ("尽快研究解决", ["尽快", "研究"]),
        ("争取年底前协调到位", ["协调", "争取"]),
        ("十二月十号以前换六米主管", []),
    ],
)
def test_vague_words_are_pointed_at(measure: str, found: list[str]) -> None:
    assert vague_words(measure) == found


def test_the_sentence_asks_for_what_the_outcome_needs() -> None:
    assert note_asks(Outcome.NOT_ADOPTED) == "一句话记下（为什么不采纳）"
    assert note_asks(None) == "一句话记下"
