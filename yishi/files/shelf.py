"""Where files lie: YISHI_DATA/uploads, spread over folders by the first two letters of a name."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from yishi.settings import current

NAME_LENGTH = 32


def new_name() -> str:
    """A random name that nobody can guess."""
    return secrets.token_hex(NAME_LENGTH // 2)


def put(name: str, content: bytes, *, small: bool = False) -> None:
    """Writes a file so that it is there whole or not at all, readable by us alone."""
    path = where(name, small=small)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def where(name: str, *, small: bool = False) -> Path:
    """The path of a file, or of its thumbnail."""
    return _root() / name[:2] / (f"{name}-small.jpg" if small else f"{name}.jpg")


def rename(old: str, new: str) -> None:
    """Moves a file and its thumbnail to another name."""
    for small in (False, True):
        target = where(new, small=small)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        where(old, small=small).replace(target)


def drop(name: str) -> None:
    """Deletes a file and its thumbnail; what is gone already is fine."""
    for small in (False, True):
        where(name, small=small).unlink(missing_ok=True)


def older_than(moment: float) -> Iterator[str]:
    """Names of files that were last written before the moment (seconds of the epoch)."""
    for path in _root().glob("*/*.jpg"):
        if not path.stem.endswith("-small") and path.stat().st_mtime < moment:
            yield path.stem


def _root() -> Path:
    return current().data / "uploads"
