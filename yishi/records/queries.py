"""Reading timelines."""

from collections.abc import Sequence

import sqlalchemy as sa

from yishi.database import db
from yishi.records.models import TimelineEntry


def timeline(subject_ref: str, *, public_only: bool = False) -> Sequence[TimelineEntry]:
    """What happened to a subject, newest first."""
    query = sa.select(TimelineEntry).where(TimelineEntry.subject_ref == subject_ref)
    if public_only:
        query = query.where(TimelineEntry.public)
    return db.session.scalars(
        query.order_by(TimelineEntry.at.desc(), TimelineEntry.id.desc())
    ).all()
