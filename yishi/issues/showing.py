"""An issue's story as each reader may see it.

The office sees who did what. The unit sees its own people, never who the resident
was or what they said in their own words. Residents see units, not people.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from yishi.errors import NotFound
from yishi.files import queries as files
from yishi.files.models import StoredFile
from yishi.issues.models import Issue
from yishi.issues.rules.words import public_kind
from yishi.records.models import TimelineEntry
from yishi.records.queries import timeline

PhotoUrl = Callable[[StoredFile], str]


class Reader(StrEnum):
    """(谁在看) Whom a story is told."""

    OFFICE = "office"
    UNIT = "unit"
    PUBLIC = "public"


class Photo(NamedTuple):
    """(照片) One thumbnail."""

    id: int
    url: str
    small: str
    alt: str
    released: bool


class Line(NamedTuple):
    """(办理过程) One thing that happened; `words` are a resident's own, for the office alone."""

    at: dt.datetime
    by_name: str
    kind: str
    text: str
    photos: Sequence[Photo]
    url: str
    words: str


def story(issue: Issue, photo_url: PhotoUrl, reader: Reader) -> list[Line]:
    """What happened, newest first; residents get public entries and released photos."""
    public = reader is Reader.PUBLIC
    entries = timeline(issue.ref, public_only=public)
    refs = [ref for entry in entries if (ref := _fact(entry, "files"))]
    owned = files.of_many(refs, released_only=public) if refs else {}
    return [_line(entry, owned, photo_url, reader) for entry in entries]


def photos_of(owner_ref: str, photo_url: PhotoUrl) -> list[Photo]:
    """The photos of one note or submission."""
    return [_photo(file, photo_url, "现场照片") for file in files.of(owner_ref)]


def photo_of(issue: Issue, photo_id: int | None, *, released_only: bool = False) -> StoredFile:
    """A photo of this issue's story; NotFound for any other."""
    refs = [_fact(entry, "files") for entry in timeline(issue.ref)]
    owned = files.of_many(filter(None, refs), released_only=released_only)
    for file in (file for found in owned.values() for file in found):
        if file.id == photo_id:
            return file
    raise NotFound


def _line(
    entry: TimelineEntry,
    owned: Mapping[str, Sequence[StoredFile]],
    photo_url: PhotoUrl,
    reader: Reader,
) -> Line:
    alt = f"{entry.kind}的照片"
    return Line(
        at=entry.at,
        by_name=_by_name(entry, reader),
        kind=public_kind(entry.kind) if reader is Reader.PUBLIC else entry.kind,
        text=entry.text,
        photos=[_photo(file, photo_url, alt) for file in owned.get(_fact(entry, "files"), ())],
        url=_fact(entry, "url"),
        words=_fact(entry, "text") if reader is Reader.OFFICE else "",
    )


def _by_name(entry: TimelineEntry, reader: Reader) -> str:
    resident = bool(_fact(entry, "resident"))
    hidden = reader is Reader.PUBLIC or (reader is Reader.UNIT and resident)
    return _fact(entry, "public_name") or entry.by_name if hidden else entry.by_name


def _photo(file: StoredFile, photo_url: PhotoUrl, alt: str) -> Photo:
    url = photo_url(file)
    return Photo(file.id, url, f"{url}?small=1", alt, file.is_released)


def _fact(entry: TimelineEntry, name: str) -> str:
    return str((entry.facts or {}).get(name) or "")
