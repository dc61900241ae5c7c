"""Finding files by their owner."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from yishi.database import db
from yishi.errors import NotFound
from yishi.files.models import StoredFile


def of(owner_ref: str, *, released_only: bool = False) -> Sequence[StoredFile]:
    """An owner's files in the order of their arrival."""
    return of_many([owner_ref], released_only=released_only).get(owner_ref, ())


def of_many(
    owner_refs: Iterable[str], *, released_only: bool = False
) -> Mapping[str, Sequence[StoredFile]]:
    """The files of several owners, in one statement."""
    query = sa.select(StoredFile).where(StoredFile.owner_ref.in_(list(owner_refs)))
    if released_only:
        query = query.where(StoredFile.released_at.is_not(None))
    found: dict[str, list[StoredFile]] = defaultdict(list)
    for file in db.session.scalars(query.order_by(StoredFile.id)):
        found[file.owner_ref].append(file)
    return found


def find(id_: int, owner_ref: str) -> StoredFile:
    """An owner's file; NotFound if it is another's."""
    query = sa.select(StoredFile).where(StoredFile.id == id_, StoredFile.owner_ref == owner_ref)
    file = db.session.scalars(query).one_or_none()
    if file is None:
        raise NotFound
    return file
