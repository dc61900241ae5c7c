"""The desk's pages of a day: importing this package registers the routes of each."""

from yishi.deliberations.views import (
    agenda,
    announced,
    attending,
    changing,
    index,
    inviting,
    minutes,
    new_day,
    papers,
    placing,
    prepare,
    promises,
    recording,
    result,
    session,
)
from yishi.deliberations.views.blueprint import bp

__all__ = [
    "agenda",
    "announced",
    "attending",
    "bp",
    "changing",
    "index",
    "inviting",
    "minutes",
    "new_day",
    "papers",
    "placing",
    "prepare",
    "promises",
    "recording",
    "result",
    "session",
]
