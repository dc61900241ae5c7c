"""Counting what a page asks of the database."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import sqlalchemy as sa

from yishi.database import db


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement inside, savepoints left out."""
    seen: list[str] = []

    def note(_c: object, _u: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            seen.append(statement)

    connection = db.session.connection()
    sa.event.listen(connection, "before_cursor_execute", note)
    yield seen
    sa.event.remove(connection, "before_cursor_execute", note)


def brief(seen: Sequence[str]) -> str:
    """The beginnings of statements, one a line, for a failure."""
    return "\n".join(" ".join(statement.split())[:150] for statement in seen)
