"""What the public home shows: released facts of all rooms, never more."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple


class NextDay(NamedTuple):
    """The next announced deliberation day."""

    starts_at: dt.datetime
    in_days: int
    title: str
    place: str
    words: str
    url: str


class Tally(NamedTuple):
    """How the open promises stand, in a neighbour's words."""

    red: int
    yellow: int
    green: int
    url: str


class Answer(NamedTuple):
    """The latest that somebody answered or finished."""

    title: str
    words: str
    by: str
    at: dt.datetime
    light: Any
    url: str


def next_day(now: dt.datetime) -> NextDay | None:
    return None


def tally(now: dt.datetime) -> Tally | None:
    return None


def latest_answers(now: dt.datetime) -> Sequence[Answer]:
    return []
