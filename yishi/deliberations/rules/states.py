"""States of a deliberation day as one table, outcomes of an item, and what may be announced."""

import datetime as dt
import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from yishi.dates import short_day


class State(enum.StrEnum):
    """(议事日状态) From a first thought to the archive."""

    DRAFT = "draft"
    PLANNED = "planned"
    ANNOUNCED = "announced"
    CHECKING_IN = "checking_in"
    IN_SESSION = "in_session"
    PAUSED = "paused"
    CONCLUDED = "concluded"
    MINUTES_REVIEW = "minutes_review"
    SIGNED = "signed"
    PUBLISHED = "published"
    ARCHIVED = "archived"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """The desk's word."""
        return _LABELS[self]

    @property
    def public_label(self) -> str:
        """The neighbour's word."""
        return _PUBLIC_LABELS.get(self, _LABELS[self])


_LABELS = {
    State.DRAFT: "草稿",
    State.PLANNED: "计划",
    State.ANNOUNCED: "已公告",
    State.CHECKING_IN: "签到",
    State.IN_SESSION: "进行中",
    State.PAUSED: "休会",
    State.CONCLUDED: "已散会",
    State.MINUTES_REVIEW: "纪要核对",
    State.SIGNED: "已签发",
    State.PUBLISHED: "已公布",
    State.ARCHIVED: "已归档",
    State.POSTPONED: "延期",
    State.CANCELLED: "取消",
}
_PUBLIC_LABELS = {
    State.CHECKING_IN: "正在签到",
    State.IN_SESSION: "正在开",
    State.PAUSED: "正在开，先歇一会",
    State.CONCLUDED: "开完了，纪要在核对",
    State.MINUTES_REVIEW: "开完了，纪要在核对",
    State.SIGNED: "开完了，马上公布结果",
    State.PUBLISHED: "开完了，结果已公布",
    State.ARCHIVED: "开完了，结果已公布",
    State.POSTPONED: "延期了，时间另定",
    State.CANCELLED: "取消了",
}

MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.PLANNED, State.ANNOUNCED, State.CANCELLED}),
    State.PLANNED: frozenset({State.ANNOUNCED, State.CANCELLED}),
    State.ANNOUNCED: frozenset({State.CHECKING_IN, State.POSTPONED, State.CANCELLED}),
    State.POSTPONED: frozenset({State.ANNOUNCED, State.CANCELLED}),
    State.CHECKING_IN: frozenset({State.IN_SESSION, State.CANCELLED}),
    State.IN_SESSION: frozenset({State.PAUSED, State.CONCLUDED}),
    State.PAUSED: frozenset({State.IN_SESSION, State.CONCLUDED}),
    State.CONCLUDED: frozenset({State.MINUTES_REVIEW}),
    State.MINUTES_REVIEW: frozenset({State.SIGNED}),
    State.SIGNED: frozenset({State.PUBLISHED}),
    State.PUBLISHED: frozenset({State.ARCHIVED}),
    State.ARCHIVED: frozenset(),
    State.CANCELLED: frozenset(),
}

IN_PREPARATION = frozenset({State.DRAFT, State.PLANNED, State.POSTPONED})
UNSTARTED = IN_PREPARATION | {State.ANNOUNCED}
OPEN = frozenset({State.CHECKING_IN, State.IN_SESSION, State.PAUSED})
HELD = frozenset(
    {State.CONCLUDED, State.MINUTES_REVIEW, State.SIGNED, State.PUBLISHED, State.ARCHIVED}
)
WITH_RESULT = frozenset({State.PUBLISHED, State.ARCHIVED})
HALTED = frozenset({State.POSTPONED, State.CANCELLED})
PUBLIC = frozenset(State) - {State.DRAFT}

NOTICE_DAYS = 3  # natural days between the announcement and the day (SPEC § 6)
NOTICE_DAYS_AFTER_POSTPONING = 1
LONGEST_TITLE = 60
USUAL_LENGTH = dt.timedelta(hours=2)
ARCHIVED_AFTER = dt.timedelta(days=30)


def may_move(state: State, to: State) -> bool:
    """Whether the table knows this step."""
    return to in MOVES[state]


class Outcome(enum.StrEnum):
    """(结论) How an item ended; every item has one before 散会."""

    SOLVED_ON_SITE = "solved_on_site"
    PROMISE_MADE = "promise_made"
    FORMAL_CHANNEL = "formal_channel"
    ASSIGNED_BY_MEETING = "assigned_by_meeting"
    REFERRED_UP = "referred_up"
    NEXT_TIME = "next_time"
    NOT_ADOPTED = "not_adopted"

    @property
    def label(self) -> str:
        return _OUTCOMES[self]


_OUTCOMES = {
    Outcome.SOLVED_ON_SITE: "当场解决",
    Outcome.PROMISE_MADE: "有承诺",
    Outcome.FORMAL_CHANNEL: "转正式程序",
    Outcome.ASSIGNED_BY_MEETING: "由会议交办",
    Outcome.REFERRED_UP: "报上级",
    Outcome.NEXT_TIME: "转下次",
    Outcome.NOT_ADOPTED: "不采纳",
}


class ItemKind(enum.StrEnum):
    """(议题种类) An ordinary item, or 承诺回看, which is first and needs no outcome."""

    ORDINARY = "ordinary"
    REVIEW = "review"


class InvitedHow(enum.StrEnum):
    """(怎么请的) By a notice that the system queued, or by telephone."""

    NOTICE = "notice"
    PHONE = "phone"


class ChangeKind(enum.StrEnum):
    """(变动) What became of an announced time and place."""

    MOVED = "moved"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Check(NamedTuple):
    """One guard in words: whether it holds, and where on the page to mend it."""

    words: str
    done: bool
    where: str = ""


@dataclass(frozen=True)
class Plan:
    """What the announcement guards look at; `item_count` leaves 承诺回看 out."""

    day: dt.date | None
    place: str
    item_count: int
    unit_count: int
    urgent_reason: str = ""
    was_postponed: bool = False
    promises_to_review: int = 0


def announce_checks(plan: Plan, today: dt.date) -> list[Check]:
    """The guards of SPEC § 6 in the order of the form, open or done."""
    return [
        _notice_check(plan, today),
        Check("地点写了", True) if plan.place.strip() else Check("写上地点", False, "#place"),
        _count_check("议题", plan.item_count, "至少写一个议题", "#items"),
        _count_check("单位", plan.unit_count, "至少请一个单位", "#units"),
        *_review_check(plan.promises_to_review),
    ]


def open_checks(checks: Sequence[Check]) -> list[Check]:
    """What still stands in the way."""
    return [check for check in checks if not check.done]


def title_errors(title: str) -> dict[str, str]:
    """What is wrong with the title of an item, by field; empty if it can stand."""
    if 2 <= len(title.strip()) <= LONGEST_TITLE:
        return {}
    return {"title": f"请用 2 到 {LONGEST_TITLE} 个字写明议什么。"}


def earliest_day(today: dt.date, *, was_postponed: bool = False) -> dt.date:
    """The first day that may be announced today."""
    days = NOTICE_DAYS_AFTER_POSTPONING if was_postponed else NOTICE_DAYS
    return today + dt.timedelta(days=days)


def _notice_check(plan: Plan, today: dt.date) -> Check:
    if plan.day is None:
        return Check("写上日期", False, "#date")
    ahead = (plan.day - today).days
    needed = NOTICE_DAYS_AFTER_POSTPONING if plan.was_postponed else NOTICE_DAYS
    name = short_day(plan.day)
    if ahead >= needed:
        return Check(f"{name}离今天 {ahead} 天，够 {needed} 天", True)
    if ahead >= 0 and plan.urgent_reason.strip():
        return Check(f"{name}，紧急议事，理由写了", True)
    first = short_day(earliest_day(today, was_postponed=plan.was_postponed))
    return Check(f"日期改到 {first} 或之后，或写明紧急议事的理由", False, "#date")


def _count_check(what: str, count: int, otherwise: str, where: str) -> Check:
    return Check(f"{what} {count} 个", True) if count else Check(otherwise, False, where)


def _review_check(count: int) -> list[Check]:
    return [Check(f"上次的 {count} 件承诺先回看，自动排在第一", True)] if count else []
