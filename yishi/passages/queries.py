"""Reading passages and their history."""

from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from yishi.database import db
from yishi.passages.models import Passage, PassageRevision


def of_subject(subject_ref: str) -> Mapping[str, Passage]:
    """The passages of one thing, by their names."""
    rows = db.session.scalars(sa.select(Passage).where(Passage.subject_ref == subject_ref))
    return {row.name: row for row in rows}


def named(name: str, subject_refs: Iterable[str]) -> Mapping[str, Passage]:
    """The passages of one name of several things, by what they belong to."""
    query = sa.select(Passage).where(
        Passage.name == name, Passage.subject_ref.in_(list(subject_refs))
    )
    return {row.subject_ref: row for row in db.session.scalars(query)}


def history(passage: Passage) -> Sequence[PassageRevision]:
    """Every revision, newest first."""
    return db.session.scalars(
        sa.select(PassageRevision)
        .where(PassageRevision.passage_id == passage.id)
        .order_by(PassageRevision.revision.desc())
    ).all()
