"""Wrong passwords, codes and phone tails: counted as rows, so that a restart forgets none.

A door is a text that names what was tried ("login:wangjuan", "assignment:42").
"""

import datetime as dt

import sqlalchemy as sa

from yishi.accounts.models import FailedTry
from yishi.database import db, separately
from yishi.errors import NotAllowed

WINDOW = dt.timedelta(minutes=15)
ALLOWED = 5


def require_open(door: str, now: dt.datetime, *, allowed: int = ALLOWED) -> None:
    """Raises NotAllowed after too many wrong tries within fifteen minutes."""
    tried = sa.select(sa.func.count()).where(FailedTry.door == door, FailedTry.at > now - WINDOW)
    if (db.session.scalar(tried) or 0) >= allowed:
        raise NotAllowed("输错太多次。请过 15 分钟再试，或打电话给街道议事办。")


def attempt(door: str, now: dt.datetime, *, allowed: int = ALLOWED) -> int:
    """Claims a try before it is made, so that a hundred at once are still only `allowed`.

    Returns the row to `forget` when the try was right; raises NotAllowed when none is left.
    """
    with separately() as session:
        row = FailedTry(door=door, at=now)
        session.add(row)
        session.flush()
        claimed = row.id
    with separately() as session:
        tried = sa.select(sa.func.count()).where(
            FailedTry.door == door, FailedTry.at > now - WINDOW
        )
        over = (session.scalar(tried) or 0) > allowed
        if over:
            session.execute(sa.delete(FailedTry).where(FailedTry.id == claimed))
    if over:
        raise NotAllowed("输错太多次。请过 15 分钟再试，或打电话给街道议事办。")
    return claimed


def forget(*claimed: int) -> None:
    """The tries were right."""
    with separately() as session:
        session.execute(sa.delete(FailedTry).where(FailedTry.id.in_(claimed)))


def failed(door: str, now: dt.datetime) -> None:
    """Remembers a wrong try; commits at once, whatever becomes of the request."""
    with separately() as session:
        session.add(FailedTry(door=door, at=now))
