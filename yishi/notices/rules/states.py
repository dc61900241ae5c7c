"""States of a notice, channels and policies. Pure (RELIABILITY § 2)."""

import enum


class State(enum.StrEnum):
    """(通知状态) Where a notice stands; `rules.states` is the only list of them."""

    HELD = "held"
    PENDING = "pending"
    LEASED = "leased"
    IN_FLIGHT = "in_flight"
    SENT = "sent"
    DELIVERED = "delivered"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    DEAD = "dead"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    SUPPRESSED = "suppressed"

    @property
    def label(self) -> str:
        return _STATES[self]


_STATES = {
    State.HELD: "等人发",
    State.PENDING: "排队",
    State.LEASED: "正在送",
    State.IN_FLIGHT: "送出中",
    State.SENT: "已送出",
    State.DELIVERED: "已送达",
    State.UNCERTAIN: "不知送到没有",
    State.FAILED: "对方退回",
    State.DEAD: "系统写不出",
    State.EXPIRED: "过了时间没送出",
    State.CANCELLED: "不用发了",
    State.SUPPRESSED: "本人不收",
}

OPEN = frozenset({State.HELD, State.PENDING, State.LEASED, State.IN_FLIGHT, State.UNCERTAIN})
FINAL = frozenset(State) - OPEN
NOT_YET_LEFT = frozenset({State.HELD, State.PENDING, State.LEASED})
NEEDS_A_CALL = frozenset({State.UNCERTAIN, State.FAILED, State.DEAD, State.EXPIRED})


class ChannelName(enum.StrEnum):
    """(渠道) How a notice reaches somebody."""

    MAIL = "mail"
    SMS = "sms"
    MANUAL = "manual"

    @property
    def label(self) -> str:
        return {"mail": "邮件", "sms": "短信", "manual": "人工发送"}[self.value]


class Policy(enum.StrEnum):
    """What becomes of a notice whose answer was lost."""

    AT_LEAST_ONCE = "at_least_once"
    AT_MOST_ONCE = "at_most_once"


POLICIES = {
    ChannelName.MAIL: Policy.AT_LEAST_ONCE,
    ChannelName.SMS: Policy.AT_MOST_ONCE,
    ChannelName.MANUAL: Policy.AT_MOST_ONCE,
}


class ByHand(enum.StrEnum):
    """(人工发送) How a person passed a notice on."""

    SENT = "sent"
    PHONED = "phoned"

    @property
    def label(self) -> str:
        return {ByHand.SENT: "已发送", ByHand.PHONED: "已打电话"}[self]
