"""Drafting the minutes, who may publish when, and the hash of what was signed. Pure (SPEC § 6)."""

import datetime as dt
import enum
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yishi.dates import hour_words, short_day
from yishi.deliberations.rules.states import Outcome
from yishi.workdays.rules import Calendar

REVIEW_WORKDAYS = 2
SHORTEST_ANSWER = 10

_DIGITS = "零一二三四五六七八九"


class ObjectedHow(enum.StrEnum):
    """(怎么提的) How an objection reached the office."""

    PAPER = "paper"
    PHONE = "phone"

    @property
    def label(self) -> str:
        return {"paper": "书面", "phone": "电话"}[self.value]


@dataclass(frozen=True)
class Opening:
    """What the first paragraph says: when, where, who was there, who chaired."""

    opened_at: dt.datetime
    closed_at: dt.datetime
    place: str
    heads: int | None
    present: Sequence[str]
    absent: Sequence[str]
    chair: str


def opening_words(opening: Opening) -> str:
    """11月28日9:00–10:24，安居苑小广场。居民27人，县供电公司、镇城建办到会，吕志强主持。"""
    start, end = opening.opened_at, opening.closed_at
    when = f"{short_day(start)}{hour_words(start)}–{hour_words(end)}"
    people = [
        "" if opening.heads is None else f"居民{opening.heads}人",
        f"{'、'.join(opening.present)}到会" if opening.present else "",
        f"{'、'.join(opening.absent)}未到会" if opening.absent else "",
        f"{opening.chair}主持" if opening.chair else "",
    ]
    place = f"，{opening.place}" if opening.place else ""
    said = "，".join(filter(None, people))
    return f"{when}{place}。{said}。" if said else f"{when}{place}。"


def heading(number: int, title: str) -> str:
    """一、东街路灯晚上不亮 (GB/T 9704 numbers its sections so)."""
    return f"{chinese(number)}、{title}"


def chinese(number: int) -> str:
    """1 to 99: 一, 十, 十二, 二十, 二十一."""
    tens, ones = divmod(number, 10)
    words = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return words + (_DIGITS[ones] if ones or not tens else "")


def item_words(
    note: str, outcome: Outcome | None, next_on: dt.date | None, absent: Sequence[str] = ()
) -> str:
    """What was recorded of an item, and how it ended where the sentence does not say so."""
    note = ended(note)
    closing = _closing(outcome, next_on, absent)
    said = closing.rstrip("。")
    return note if not said or said in note else f"{note}{closing}"


def review_words(results: Mapping[str, int], lines: Sequence[str]) -> str:
    """回看 6 件：兑现 5 件，未兑现 1 件。 and one line a promise."""
    counts = "，".join(f"{name} {count} 件" for name, count in results.items() if count)
    total = sum(results.values())
    return "\n".join([f"回看 {total} 件：{counts}。", *lines])


def _closing(outcome: Outcome | None, next_on: dt.date | None, absent: Sequence[str]) -> str:
    if outcome is Outcome.NEXT_TIME:
        return f"转到{short_day(next_on)}再议。" if next_on else "转下次再议。"
    if outcome is Outcome.ASSIGNED_BY_MEETING:
        return f"{'、'.join(absent)}未到会，由会议交办。" if absent else "由会议交办。"
    words = {
        Outcome.SOLVED_ON_SITE: "当场解决。",
        Outcome.FORMAL_CHANNEL: "转正式程序办理。",
        Outcome.REFERRED_UP: "报上级。",
        Outcome.NOT_ADOPTED: "不采纳。",
    }
    return words.get(outcome, "") if outcome else ""


def ended(text: str) -> str:
    """A sentence with its full stop."""
    text = text.strip().rstrip("，、,")
    return text if not text or text[-1] in "。！？…；”）" else f"{text}。"


def review_due_at(closed_at: dt.datetime, calendar: Calendar) -> dt.datetime:
    """When the review ends (UTC): 17:30 of the second working day."""
    return calendar.due_at(closed_at, REVIEW_WORKDAYS)


def why_not_published(review_due_at: dt.datetime, open_objections: int, now: dt.datetime) -> str:
    """What stands in the way of publishing now; empty if nothing does."""
    if open_objections:
        return f"有 {open_objections} 条异议没答复。请先答复，再公布。"
    if now < review_due_at:
        end = f"{short_day(review_due_at)}{hour_words(review_due_at)}"
        return f"核对期到 {end}，到时再公布。"
    return ""


def content_hash(content: Mapping[str, Any]) -> str:
    """SHA-256 of what was signed, written as JSON in one fixed way."""
    exact = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(exact.encode()).hexdigest()
