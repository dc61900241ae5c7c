"""Business time: the only place that reads it.

Services take `now` as a parameter; views, tasks and commands ask here. With
`YISHI_TESTING=1` the file named by `YISHI_CLOCK` holds an ISO time and every
process of the test reads it, so that a journey can move days in a second. The
wall clock itself never moves.
"""

import datetime as dt
import os
from pathlib import Path

from yishi.dates import SHANGHAI


def now() -> dt.datetime:
    """The present as an aware UTC datetime."""
    return _moved() or dt.datetime.now(dt.UTC)


def today() -> dt.date:
    """The date in Liaocheng."""
    return local(now()).date()


def local(moment: dt.datetime) -> dt.datetime:
    """The same moment on a clock in Liaocheng (Asia/Shanghai)."""
    return moment.astimezone(SHANGHAI)


def at(day: dt.date, time: dt.time) -> dt.datetime:
    """The moment (UTC) at which a clock in Liaocheng shows this day and time."""
    return dt.datetime.combine(day, time, SHANGHAI).astimezone(dt.UTC)


def is_moved() -> bool:
    """Whether this process reads its time from a test's file."""
    return _moved() is not None


def _moved() -> dt.datetime | None:
    path = os.environ.get("YISHI_CLOCK")
    if not path or os.environ.get("YISHI_TESTING") != "1":
        return None
    return dt.datetime.fromisoformat(Path(path).read_text().strip()).astimezone(dt.UTC)
