"""Whether a notice is still wanted: asked of the room that queued it, at the last moment."""

import datetime as dt
import logging
from collections.abc import Callable
from typing import NamedTuple

from yishi.database import db
from yishi.notices.models import Notice

log = logging.getLogger(__name__)

StillWanted = Callable[[Notice, dt.datetime], bool]


class _Check(NamedTuple):
    still_wanted: StillWanted
    why: str


_checks: dict[str, _Check] = {}


def register(kind_prefix: str, still_wanted: StillWanted, why: str = "事情已经有变") -> None:
    """A room says how to tell that a notice of its kinds was overtaken by events.

    Asked when a worker claims it, and when a person sees or taps it on the
    to-send page; `why` is what that person reads (已经签收). The longest prefix wins.
    """
    _checks[kind_prefix] = _Check(still_wanted, why)


def overtaken(notice: Notice, now: dt.datetime) -> str | None:
    """Why the notice is not wanted any more; None if it still is. Raises what the check raises."""
    prefixes = [prefix for prefix in _checks if notice.kind.startswith(prefix)]
    if not prefixes:
        return None
    check = _checks[max(prefixes, key=len)]
    with db.session.begin_nested():
        return None if check.still_wanted(notice, now) else check.why
