"""PostgreSQL: the base of all models, and the one boundary of a write.

`transaction()` commits, then runs what was registered with `on_commit`: nudges
to Celery and wake-ups of live pages. On an error nothing leaves the building.
SQLAlchemy's own `after_commit` event also fires when a SAVEPOINT is released,
so it is not used.
"""

import datetime as dt
import enum
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Session, registry

log = logging.getLogger(__name__)

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

PENDING = "on_commit"
SEPARATE = "yishi_separate_engine"


class UTCDateTime(sa.types.TypeDecorator[dt.datetime]):
    """A moment: aware in Python, `timestamptz` in PostgreSQL, always UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, _dialect: Any) -> dt.datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value

    def process_result_value(self, value: dt.datetime | None, _dialect: Any) -> dt.datetime | None:
        return value if value is None else value.astimezone(dt.UTC)


E = TypeVar("E", bound=enum.Enum)


class TextEnum(sa.types.TypeDecorator[enum.Enum]):
    """An enum kept as readable text."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, kind: type[enum.Enum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, _dialect: Any) -> str | None:
        return None if value is None else str(self.kind(value).value)

    def process_result_value(self, value: str | None, _dialect: Any) -> enum.Enum | None:
        return None if value is None else self.kind(value)


def text_enum(kind: type[E]) -> sa.types.TypeDecorator[E]:
    """A column type that keeps an enum as readable text."""
    return TextEnum(kind)  # type: ignore[return-value]  # TypeDecorator is invariant


class Base(DeclarativeBase):
    """What every model subclasses directly."""

    registry = registry(
        metadata=sa.MetaData(naming_convention=_NAMES),
        type_annotation_map={dt.datetime: UTCDateTime, str: sa.Text, int: sa.BigInteger},
    )


db = SQLAlchemy(model_class=Base, session_options={"autoflush": True})


def init_app(app: Flask, url: str) -> None:
    """Binds the database; no connection is made yet."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {
        "pool_pre_ping": True,
        "hide_parameters": True,  # a failure in the log tells no telephone and no resident's words
        "pool_size": 20,
        "max_overflow": 20,
        "pool_timeout": 10,
        "connect_args": {
            "connect_timeout": 5,
            "options": "-c statement_timeout=15000 -c lock_timeout=3000"
            " -c idle_in_transaction_session_timeout=60000 -c timezone=UTC",
        },
    }
    db.init_app(app)


def on_commit(call: Callable[[], object], key: str | None = None) -> None:
    """Runs `call` after the surrounding transaction has committed; one `key` runs once."""
    pending = _session().info.setdefault(PENDING, {})
    pending.setdefault(key or object(), call)


@contextmanager
def transaction() -> Iterator[Session]:
    """One write, start to end: commits and then leaves the building, or rolls back."""
    session = _session()
    try:
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        session.info.pop(PENDING, None)
        raise
    _leave(session)


@contextmanager
def separately() -> Iterator[Session]:
    """A small write of its own, kept whatever becomes of the request around it."""
    # A test holds db.engine in one transaction and names the engine behind it.
    engine = current_app.extensions.get(SEPARATE) or db.engine
    with Session(engine) as session, session.begin():
        yield session


def change(statement: sa.Update | sa.Delete) -> int:
    """Runs a statement; returns how many rows it changed: compare-and-set asks for one."""
    result = cast(sa.CursorResult[Any], db.session.execute(statement))
    return result.rowcount


def _leave(session: Session) -> None:
    for call in session.info.pop(PENDING, {}).values():
        try:
            call()
        except Exception:
            # The write is done and the next sweep finds it: a failed nudge harms nobody.
            log.exception("a step after the commit failed")


def _session() -> Session:
    return db.session()
