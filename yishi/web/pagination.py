"""Lists are paged by key, never by a large offset."""

import datetime as dt
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement

from yishi.database import db
from yishi.web.fields import whole

T = TypeVar("T")

NEVER = "infinity"  # a moment that does not come, as PostgreSQL writes it


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
    """Objects in the order of `keys` (the last one unique), beginning after the cursor."""
    page = _page(query, keys, after, limit, descending=descending)
    return _slice(db.session.scalars(page).all(), key_of, limit)


def keyset_rows(
    query: sa.Select[*tuple[Any, ...]],
    keys: Sequence[ColumnElement[Any]],
    key_of: Callable[[sa.Row[Any]], Sequence[Any]],
    *,
    after: str | None = None,
    limit: int = 50,
) -> Slice[sa.Row[Any]]:
    """The same for a query of columns: a list that shows ten of forty costs a third."""
    page = _page(query, keys, after, limit, descending=False)
    return _slice(db.session.execute(page).all(), key_of, limit)


def _page(
    query: sa.Select[T],
    keys: Sequence[ColumnElement[Any]],
    after: str | None,
    limit: int,
    *,
    descending: bool,
) -> sa.Select[T]:
    order = [key.desc() if descending else key.asc() for key in keys]
    cursor = _read(after, keys)
    if cursor is not None:
        here, there = sa.tuple_(*keys), sa.tuple_(*cursor)
        query = query.where(here < there if descending else here > there)
    return query.order_by(*order).limit(limit + 1)


def _slice(rows: Sequence[T], key_of: Callable[[T], Sequence[Any]], limit: int) -> Slice[T]:
    more = len(rows) > limit
    rows = rows[:limit]
    return Slice(rows, _write(key_of(rows[-1])) if more else None)


def _write(values: Sequence[Any]) -> str:
    return urlsafe_b64encode(json.dumps([str(value) for value in values]).encode()).decode()


def _read(cursor: str | None, keys: Sequence[ColumnElement[Any]]) -> list[Any] | None:
    """The values of a cursor as the keys hold them; None for what is no cursor of ours."""
    try:
        values = json.loads(urlsafe_b64decode((cursor or "").encode()))
        return [_value(key, value) for key, value in zip(keys, values, strict=True)]
    except (ValueError, TypeError, RecursionError):
        return None


def _value(key: ColumnElement[Any], text: str) -> ColumnElement[Any]:
    if isinstance(key.type, sa.Integer):
        return sa.literal(whole(text), key.type)
    if text == NEVER:
        return sa.cast(sa.literal(text, sa.Text), key.type)
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return sa.literal(moment, key.type)
