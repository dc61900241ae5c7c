"""Everything about notices that can be read to an official. Pure."""

from yishi.notices.rules.kinds import KINDS, Fact, Kind, missing, window_of
from yishi.notices.rules.retry import (
    BATCH,
    IN_FLIGHT_LEASE,
    LEASE,
    LIFE,
    MOST_INTERNAL_ERRORS,
    MOST_RESENDS,
    RESEND_AFTER,
    TROUBLE,
    retry_after,
)
from yishi.notices.rules.states import (
    FINAL,
    NEEDS_A_CALL,
    NOT_YET_LEFT,
    OPEN,
    POLICIES,
    ByHand,
    ChannelName,
    Policy,
    State,
)
from yishi.notices.rules.windows import Window, closes_at, opens_at

__all__ = [
    "BATCH",
    "FINAL",
    "IN_FLIGHT_LEASE",
    "KINDS",
    "LEASE",
    "LIFE",
    "MOST_INTERNAL_ERRORS",
    "MOST_RESENDS",
    "NEEDS_A_CALL",
    "NOT_YET_LEFT",
    "OPEN",
    "POLICIES",
    "RESEND_AFTER",
    "TROUBLE",
    "ByHand",
    "ChannelName",
    "Fact",
    "Kind",
    "Policy",
    "State",
    "Window",
    "closes_at",
    "missing",
    "opens_at",
    "retry_after",
    "window_of",
]
