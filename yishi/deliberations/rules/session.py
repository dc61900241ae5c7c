"""The close guard, vague words, and what an outcome asks for. Pure (SPEC § 6, 7)."""

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass

from yishi.deliberations.rules.states import Check, ItemKind, Outcome

VAGUE = ("尽快", "研究", "协调", "争取", "适时")
SHORTEST_MEASURE = 6  # what is referred up becomes an issue with these words


class ReviewResult(enum.StrEnum):
    """(回看结果) Where an earlier promise stands today."""

    KEPT = "kept"
    BROKEN = "broken"
    NOT_DUE = "not_due"

    @property
    def label(self) -> str:
        return {"kept": "兑现", "broken": "未兑现", "not_due": "未到期"}[self.value]


def looked_words(
    result: ReviewResult | None, hands_solved: int | None, hands_unsolved: int | None
) -> str:
    """兑现，举手已解决 12，未解决 3: what the residents heard, and how many hands there were."""
    hands = [
        f"举手已解决 {hands_solved}" if hands_solved is not None else "",
        f"未解决 {hands_unsolved}" if hands_unsolved is not None else "",
    ]
    return "，".join(filter(None, [result.label if result else "", *hands]))


PROMISING = frozenset({Outcome.PROMISE_MADE, Outcome.ASSIGNED_BY_MEETING})

# What the sentence of an item must say under each outcome.
NOTE_ASKS = {
    Outcome.FORMAL_CHANNEL: "转到哪里、走什么程序",
    Outcome.REFERRED_UP: "报给谁、请上级定什么",
    Outcome.NEXT_TIME: "为什么转下次",
    Outcome.NOT_ADOPTED: "为什么不采纳",
}


def note_asks(outcome: Outcome | None) -> str:
    """The label of the sentence to write."""
    asked = NOTE_ASKS.get(outcome) if outcome else None
    return f"一句话记下（{asked}）" if asked else "一句话记下"


def vague_words(measure: str) -> list[str]:
    """The words in a promise behind which nothing can be seen."""
    return [word for word in VAGUE if word in measure]


@dataclass(frozen=True)
class GuardedPromise:
    """A promise as the guard sees it."""

    who: str
    confirmed: bool
    later: bool


@dataclass(frozen=True)
class GuardedItem:
    """An item as the guard sees it; `unreviewed` counts promises of 承诺回看 without a line."""

    number: int
    anchor: str
    kind: ItemKind
    outcome: Outcome | None
    note: str
    next_on: dt.date | None = None
    promises: Sequence[GuardedPromise] = ()
    reviewed: int = 0
    unreviewed: int = 0


def close_checks(items: Sequence[GuardedItem], next_day: dt.date | None) -> list[Check]:
    """What stands between this page and 散会, item by item, open or done."""
    if not items:
        return [Check("还没有议题", False, "#add-item")]
    return [check for item in items for check in _item_checks(item, next_day)]


def is_settled(item: GuardedItem, next_day: dt.date | None = None) -> bool:
    """Whether nothing is missing in an item."""
    return all(check.done for check in _item_checks(item, next_day))


def _item_checks(item: GuardedItem, next_day: dt.date | None) -> list[Check]:
    if item.kind is ItemKind.REVIEW:
        return [_review_check(item)]
    missing = [
        *_outcome_missing(item),
        *_next_missing(item, next_day),
        *_promises_missing(item),
    ]
    if missing:
        return [Check(words, False, where) for words, where in missing]
    return [Check(_settled_words(item), True)]


def _review_check(item: GuardedItem) -> Check:
    if item.unreviewed:
        words = f"第 {item.number} 题回看还有 {item.unreviewed} 件没说"
        return Check(words, False, f"#{item.anchor}")
    return Check(f"第 {item.number} 题回看了 {item.reviewed} 件", True)


def _outcome_missing(item: GuardedItem) -> list[tuple[str, str]]:
    name = f"第 {item.number} 题"
    if item.outcome is None:
        return [(f"{name}还没定", f"#{item.anchor}")]
    if not item.note.strip():
        return [(f"{name}还差一句话", f"#{item.anchor}")]
    if item.outcome is Outcome.REFERRED_UP and len(item.note.strip()) < SHORTEST_MEASURE:
        return [(f"{name}写清报上级什么，至少 {SHORTEST_MEASURE} 个字", f"#{item.anchor}")]
    return []


def _next_missing(item: GuardedItem, next_day: dt.date | None) -> list[tuple[str, str]]:
    if item.outcome is not Outcome.NEXT_TIME or item.next_on or next_day:
        return []
    return [(f"第 {item.number} 题转到哪天还没写", f"#{item.anchor}")]


def _promises_missing(item: GuardedItem) -> list[tuple[str, str]]:
    name = f"第 {item.number} 题"
    if item.outcome in PROMISING and not item.promises:
        return [(f"{name}还没记下谁答应什么", f"#{item.anchor}")]
    waiting = [p for p in item.promises if not (p.confirmed or p.later)]
    return [(f"{name}的承诺等{p.who}确认", f"#{item.anchor}") for p in waiting]


def _settled_words(item: GuardedItem) -> str:
    count = len(item.promises)
    return f"第 {item.number} 题已定" + (f"，承诺 {count} 条" if count else "")
