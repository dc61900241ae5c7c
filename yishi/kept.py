"""Facts that every page needs and few people change, kept in the process for five seconds.

Another process sees a change that much later; this one sees it at its commit, and
the session that makes the change at once.
"""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from flask import current_app

from yishi.database import db, on_commit

SECONDS = 5.0
STORE = "yishi_kept"

T = TypeVar("T")


class Kept(Generic[T]):
    """One kind of fact by key; a missing one (None) is asked for again."""

    def __init__(self, name: str) -> None:
        self.name = name

    def get(self, key: str, build: Callable[[], T]) -> T:
        """The fact as kept, or built now."""
        if db.session().info.get(self.name):
            return build()
        kept = self._store().get(key)
        if kept is not None and kept[0] > time.monotonic():
            return kept[1]
        fact = build()
        if fact is not None:
            self._store()[key] = (time.monotonic() + SECONDS, fact)
        return fact

    def changed(self) -> None:
        """This session wrote: it reads afresh, and so does everybody here after the commit."""
        session = db.session()
        session.info[self.name] = True

        def forget() -> None:
            session.info.pop(self.name, None)
            self._store().clear()

        on_commit(forget, key=f"kept:{self.name}")

    def _store(self) -> dict[str, tuple[float, T]]:
        stores: dict[str, dict[str, tuple[float, T]]]
        stores = current_app.extensions.setdefault(STORE, {})
        return stores.setdefault(self.name, {})
