"""Every kind of notice: its word, urgency, window, channels, and the facts it is written from.

A fact whose name ends in `_at` is a moment, in `_on` a day; the rest are short
texts or numbers. Facts hold no phone, no mail and no resident's name: the
recipient's name comes from the contact point, a link from its AccessLink.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from yishi.notices.rules.states import ChannelName
from yishi.notices.rules.windows import SOON, Window

ESCALATION, ASSIGNMENT, ANSWER, MASS = 1, 3, 5, 8  # priorities

Fact = str | int | dt.datetime | dt.date

_GATEWAYS = (ChannelName.MAIL, ChannelName.SMS)


@dataclass(frozen=True)
class Kind:
    """(通知种类) `required` and `optional` name the facts; `to_desk`: its readers have accounts."""

    label: str
    priority: int
    window: Window
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    channels: tuple[ChannelName, ...] = _GATEWAYS
    action: str = "看这件事"  # what the mail's one button says


def _issue(label: str, priority: int, window: Window, *facts: str, action: str) -> Kind:
    required = ("number", "title", "due_at", *facts)
    return Kind(label, priority, window, required, _OF_AN_ISSUE, action=action)


def _day(label: str, priority: int, *facts: str, optional: tuple[str, ...] = ()) -> Kind:
    required = ("title", "starts_at", *facts)
    optional = (*optional, "deliberation")  # its id, where the notice is about an invitation
    return Kind(label, priority, Window.DAILY, required, optional, action="看这一场")


# measure: what must be done; estate, unit: names; origin: where it was promised;
# promised_by: who promised; copy: 1 for who is only told; late: 1 for 停机补发;
# last_progress, also_to, next_step: sentences for the mail.
_OF_AN_ISSUE = (
    "measure",
    "estate",
    "unit",
    "origin",
    "promised_by",
    "copy",
    "late",
    "last_progress",
    "also_to",
    "next_step",
)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "announcement": _day("议事日公告", MASS, "place", optional=("items", "estate")),
        # what: one sentence that says what is different now
        "change": _day("议事日有变", MASS, "place", "what", optional=("estate",)),
        "cancellation": _day("议事日取消", MASS, "reason", optional=("estate",)),
        # items: what the unit is asked about; reply_by_at: when the office needs to know
        "invitation": _day(
            "邀请到会", ASSIGNMENT, "place", optional=("items", "unit", "estate", "reply_by_at")
        ),
        # acknowledge_within: 4个工作小时, from workdays.rules.Span.label
        "assignment": _issue(
            "派单", ASSIGNMENT, Window.DAILY, "acknowledge_within", action="签收这件事"
        ),
        "unacknowledged": _issue(
            "未签收", ESCALATION, Window.WORKDAYS, "acknowledge_by_at", action="签收这件事"
        ),
        "unacknowledged_again": _issue(
            "仍未签收", ESCALATION, Window.WORKDAYS, "acknowledge_by_at", action="签收这件事"
        ),
        # the fact `left` is like 剩1个工作日, `overdue` like 1个工作日
        "yellow": _issue("黄灯", ESCALATION, Window.WORKDAYS, "left", action="写进展或报办结"),
        "red": _issue("红灯", ESCALATION, Window.WORKDAYS, "overdue", action="写明原因或报办结"),
        # reason: what is missing, in the reviewer's words
        "returned": _issue("办结退回", ASSIGNMENT, Window.DAILY, "reason", action="补办再报"),
        "receipt": Kind(
            "收到诉求",
            ANSWER,
            Window.DAILY,
            ("number", "title"),
            ("answer_by_on",),
            action="查办到哪里了",
        ),
        "answer": Kind(
            "答复", ANSWER, Window.DAILY, ("number", "title", "answer"), ("by",), action="看答复"
        ),
        # unit: who says it is done; said: its words; receipt: 1 for who has a receipt page
        "question": Kind(
            "回访",
            ANSWER,
            Window.DAILY,
            ("number", "title", "unit"),
            ("said", "receipt"),
            action="说说解决了没有",
        ),
        # promises: how many; summary: one sentence
        "result": _day("议事日结果", MASS, optional=("promises", "summary", "estate")),
    }
)


def window_of(kind: str, facts: Mapping[str, Fact], now: dt.datetime, *, urgent: bool) -> Window:
    """When this notice may leave: E and a change to a day within 24 hours go at once."""
    starts = facts.get("starts_at")
    changed = kind in {"change", "cancellation"} and isinstance(starts, dt.datetime)
    soon = changed and isinstance(starts, dt.datetime) and starts - now < SOON
    return Window.AT_ONCE if urgent or soon else KINDS[kind].window


def missing(kind: str, facts: Mapping[str, Fact]) -> list[str]:
    """Required facts that are not there, and facts that this kind does not know."""
    known = {*KINDS[kind].required, *KINDS[kind].optional}
    return sorted({*KINDS[kind].required} - {*facts}) + sorted({*facts} - known)
