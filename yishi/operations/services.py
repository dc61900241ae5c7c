"""What operations writes: the pulse, and forgetting what has served its time."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from yishi.accounts import services as accounts
from yishi.database import db
from yishi.operations.models import Pulse
from yishi.operations.rules import BACKGROUND
from yishi.web import idempotency


def pulse(now: dt.datetime) -> None:
    """Shows that beat and worker live; drops old keys, tries and sign-ins by the way."""
    beat = insert(Pulse).values(name=BACKGROUND, at=sa.func.now())
    db.session.execute(
        beat.on_conflict_do_update(index_elements=[Pulse.name], set_={"at": sa.func.now()})
    )
    idempotency.forget(now - idempotency.KEPT)
    accounts.forget_old(now)
