"""Reading days: for the desk, for the public, for whoever asks what is owed."""

from yishi.deliberations.queries.desk import (
    Proposal,
    days_to_place_on,
    full_day,
    held,
    may_follow,
    proposal,
    unstarted,
)
from yishi.deliberations.queries.owed import NextDay, has_any, my_days, owed
from yishi.deliberations.queries.public import (
    areas_with_days,
    days,
    next_public_day,
    public_day,
    schedule,
)

__all__ = [
    "NextDay",
    "Proposal",
    "areas_with_days",
    "days",
    "days_to_place_on",
    "full_day",
    "has_any",
    "held",
    "may_follow",
    "my_days",
    "next_public_day",
    "owed",
    "proposal",
    "public_day",
    "schedule",
    "unstarted",
]
