"""A published day goes to the archive after thirty days."""

import datetime as dt

import sqlalchemy as sa

from yishi.accounts.actors import SYSTEM
from yishi.database import db
from yishi.deliberations.models import Deliberation
from yishi.deliberations.rules import ARCHIVED_AFTER, State
from yishi.deliberations.services.moving import move
from yishi.records.services import entry

AT_ONCE = 200


def archive_due(now: dt.datetime) -> int:
    """Archives the days that are due; returns how many."""
    query = (
        sa.select(Deliberation)
        .where(
            Deliberation.state == State.PUBLISHED,
            Deliberation.published_at <= now - ARCHIVED_AFTER,
        )
        .order_by(Deliberation.id)
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    days = db.session.scalars(query).all()
    for day in days:
        move(day, State.ARCHIVED, by=SYSTEM, now=now)
        day.archived_at = now
        entry(day.ref, "归档", "", by_name=SYSTEM.name, at=now)
    return len(days)
