"""How every day of the town goes: planned, announced, called, held, published."""

import datetime as dt
from collections.abc import Sequence

from yishi import clock
from yishi.demo.diary import Diary
from yishi.demo.sittings import Hall, Sitting

EACH = dt.timedelta(minutes=22)
REVIEWER, SIGNER = "王娟（议事办主任）", "高峰（街道办主任）"


def before(start: dt.datetime, days: int, hour: int = 10, minute: int = 0) -> dt.datetime:
    """So many days before a day, at this hour."""
    return clock.at(clock.local(start).date() - dt.timedelta(days=days), dt.time(hour, minute))


def prepare(
    diary: Diary, hall: Hall, sitting: Sitting, days: int = 9, but: Sequence[str] = ()
) -> None:
    """Planned two days earlier, announced `days` before, and the units called, `but` for some."""
    start = sitting.starts_at
    diary.at(before(start, days + 2, 9), hall.plan, sitting)
    diary.at(before(start, days, 10), hall.announce, sitting)
    diary.at(before(start, days - 1, 9, 30), hall.call, sitting, but)


def hold(
    diary: Diary,
    hall: Hall,
    sitting: Sitting,
    *,
    heads: int,
    absent: Sequence[str] = (),
    signers: tuple[str, str] = (REVIEWER, SIGNER),
) -> dt.datetime:
    """Opened, discussed matter by matter, closed, and pressed for publication; returns the end."""
    moment = sitting.starts_at
    diary.at(moment, hall.open, sitting, heads, absent)
    for matter in sitting.matters:
        moment += EACH
        diary.at(moment, hall.discuss, sitting, matter)
    end = moment + dt.timedelta(minutes=6)
    diary.at(end, hall.close, sitting)
    diary.at(min(end + dt.timedelta(hours=1), hall.stage.ago(20)), hall.press, sitting, *signers)
    return end


def day_after(start: dt.datetime, days: int) -> dt.date:
    """The date so many days later."""
    return clock.local(start).date() + dt.timedelta(days=days)
