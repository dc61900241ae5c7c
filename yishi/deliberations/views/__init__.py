"""The desk's pages of a day: importing this package registers the routes of each."""

from yishi.deliberations.views import (
    agenda,
    announced,
    changing,
    index,
    inviting,
    new_day,
    papers,
    prepare,
)
from yishi.deliberations.views.blueprint import bp

__all__ = [
    "agenda",
    "announced",
    "bp",
    "changing",
    "index",
    "inviting",
    "new_day",
    "papers",
    "prepare",
]
