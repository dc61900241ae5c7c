"""Keeping, releasing and withdrawing files."""

import datetime as dt
import time
from collections.abc import Collection
from typing import IO, Protocol

import sqlalchemy as sa

from yishi.database import change, db
from yishi.errors import Invalid
from yishi.files import photos, rules, shelf
from yishi.files.models import StoredFile
from yishi.files.photos import Photo
from yishi.files.rules import FileKind

PHOTOS = frozenset({FileKind.PHOTO.value})
ORPHANED_AFTER = 24 * 3600  # seconds; a row is committed long before


class Upload(Protocol):
    """What a form brought: werkzeug's FileStorage, or a test's."""

    @property
    def stream(self) -> IO[bytes]: ...


def store(
    upload: Upload, owner_ref: str, now: dt.datetime, *, kinds: Collection[str] = PHOTOS
) -> StoredFile:
    """Checks and keeps one upload for its owner, unreleased.

    The content decides what it is, never its name. Raises Invalid, with words for
    the field `photos`, if it is none of `kinds`, broken or too large.
    """
    return keep(read(upload, kinds=kinds), owner_ref, now)


def read(upload: Upload, *, kinds: Collection[str] = PHOTOS) -> Photo:
    """Checks and redraws one upload without keeping it; raises Invalid as `store` does."""
    if FileKind.PHOTO not in kinds:
        raise Invalid(rules.NOT_A_PHOTO, {"photos": rules.NOT_A_PHOTO})
    return photos.redraw(upload.stream.read(rules.MOST_BYTES + 1))


def keep(photo: Photo, owner_ref: str, now: dt.datetime) -> StoredFile:
    """Keeps a redrawn photograph for its owner, unreleased."""
    name = shelf.new_name()
    # Written before the row is committed: a row without a file would be worse than the reverse.
    shelf.put(name, photo.content)
    shelf.put(name, photo.small, small=True)
    file = StoredFile(
        owner_ref=owner_ref,
        kind=FileKind.PHOTO,
        name=name,
        mime=photos.MIME,
        bytes=len(photo.content),
        width=photo.width,
        height=photo.height,
        created_at=now,
    )
    db.session.add(file)
    db.session.flush()
    return file


def release(file: StoredFile, *, by_name: str, now: dt.datetime) -> None:
    """Makes a photograph public: a person has looked at it."""
    if file.released_at is None:
        file.released_at, file.released_by = now, by_name


def withdraw(file: StoredFile) -> None:
    """Takes a photograph back from the public; its name changes, so no old address finds it."""
    name = shelf.new_name()
    shelf.rename(file.name, name)
    file.name, file.released_at, file.released_by = name, None, None


def drop(file: StoredFile) -> None:
    """Deletes a file for good."""
    change(sa.delete(StoredFile).where(StoredFile.id == file.id))
    shelf.drop(file.name)


def drop_orphans() -> int:
    """Deletes files that no row names: their request failed. Returns how many.

    Reads the machine's clock, for files carry its times.
    """
    names = set(shelf.older_than(time.time() - ORPHANED_AFTER))
    if not names:
        return 0
    known = db.session.scalars(sa.select(StoredFile.name).where(StoredFile.name.in_(names)))
    orphans = names - set(known)
    for name in orphans:
        shelf.drop(name)
    return len(orphans)
