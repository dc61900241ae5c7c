"""Lists are paged by key, never by a large offset."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement

from yishi.database import db

T = TypeVar("T")


@dataclass(frozen=True)
class Slice(Generic[T]):
    """One page of rows; `after` is the cursor of the next, None on the last."""

    rows: Sequence[T]
    after: str | None


def keyset(
    query: sa.Select[T],
    keys: Sequence[ColumnElement[Any]],
    key_of: Callable[[T], Sequence[Any]],
    *,
    after: str | None = None,
    limit: int = 50,
    descending: bool = False,
) -> Slice[T]:
    """Rows in the order of `keys` (the last one unique), beginning after the cursor."""
    order = [key.desc() if descending else key.asc() for key in keys]
    cursor = _read(after)
    if cursor is not None and len(cursor) == len(keys):
        here, there = sa.tuple_(*keys), sa.tuple_(*_typed(keys, cursor))
        query = query.where(here < there if descending else here > there)
    rows = db.session.scalars(query.order_by(*order).limit(limit + 1)).all()
    more = len(rows) > limit
    rows = rows[:limit]
    return Slice(rows, _write(key_of(rows[-1])) if more else None)


def _typed(keys: Sequence[ColumnElement[Any]], cursor: Sequence[Any]) -> list[Any]:
    return [sa.cast(sa.literal(v, sa.Text), key.type) for key, v in zip(keys, cursor, strict=True)]


def _write(values: Sequence[Any]) -> str:
    return urlsafe_b64encode(json.dumps([str(value) for value in values]).encode()).decode()


def _read(cursor: str | None) -> list[str] | None:
    try:
        values = json.loads(urlsafe_b64decode((cursor or "").encode()))
    except ValueError:
        return None
    return values if isinstance(values, list) and all(isinstance(v, str) for v in values) else None
