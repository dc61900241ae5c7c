"""The servers and the people of the tests.

Each pytest process starts its own embedded PostgreSQL on a socket of its own;
every test runs inside an outer transaction that is rolled back. A test of races
asks for `committed`, which writes for real and empties the tables afterwards.
"""

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, scoped_session
from werkzeug.test import TestResponse

from tests import town as towns
from tests.cast import Cast, build_cast
from yishi import clock, create_app
from yishi.accounts import sessions
from yishi.accounts.models import FailedTry, Person
from yishi.database import SEPARATE, Base, db
from yishi.embedded import start_postgres
from yishi.kept import STORE
from yishi.settings import Settings

NOW = clock.at(dt.date(2026, 11, 23), dt.time(10, 0))


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty PostgreSQL of this process."""
    server = start_postgres(tmp_path_factory.mktemp("pg"), throwaway=True)
    yield server.url
    server.stop()


@pytest.fixture(scope="session")
def settings(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a test: no gateway, no mail, a public door at the same address."""
    return Settings.from_environment(
        {
            "YISHI_TESTING": "1",
            "YISHI_DATA": str(tmp_path_factory.mktemp("data")),
            "DATABASE_URL": database_url,
            "BASE_URL": "http://localhost",
            "SECRET_KEY": "a test's secret key, long enough for anybody",
            "DATA_KEY": "a test's data key, also long enough for anybody",
        }
    )


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[Flask]:
    """The app with all its tables."""
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        Base.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The app of the demo town; what a test changes there it rolls back."""
    with towns.built(tmp_path_factory.mktemp("town")) as app:
        yield app


@pytest.fixture
def in_town(town: Flask, tmp_path: Path) -> Iterator[Flask]:
    """The town at the moment after which it was built, in a transaction that is rolled back."""
    with towns.standing_at(tmp_path / "clock"), rolled_back(town):
        yield town


@contextmanager
def rolled_back(app: Flask) -> Iterator[scoped_session[Session]]:
    """`db.session` of an app inside an outer transaction that is rolled back at the end."""
    with app.app_context():
        engine = db.engines[None]
        connection = engine.connect()
        outer = connection.begin()
        db.engines[None] = connection  # type: ignore[assignment]
        app.extensions.pop(STORE, None)
        app.extensions[SEPARATE] = engine  # what is kept whatever becomes of the request
        db.session.remove()
        db.session.configure(join_transaction_mode="create_savepoint")
        try:
            yield db.session
        finally:
            db.session.remove()
            outer.rollback()
            connection.close()
            db.engines[None] = engine
            del app.extensions[SEPARATE]
            with engine.begin() as own:
                own.execute(sa.delete(FailedTry))


@pytest.fixture
def session(app: Flask) -> Iterator[scoped_session[Session]]:
    """`db.session`; what the test writes is gone afterwards."""
    with rolled_back(app) as session:
        yield session


@pytest.fixture
def committed(app: Flask) -> Iterator[None]:
    """Real commits, for tests of races; the tables are emptied afterwards."""
    with app.app_context():
        yield
        db.session.remove()
        names = ", ".join(f'"{t.name}"' for t in Base.metadata.sorted_tables)
        with db.engine.begin() as connection:
            connection.execute(sa.text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))


class Client(FlaskClient):
    """A browser that can sign in without typing a password."""

    def sign_in(self, person: Person) -> "Client":
        """Opens a session for a person."""
        with self.application.test_request_context():
            key = sessions.open_session(person, clock.now())
            db.session.commit()
        self.set_cookie(sessions.COOKIE, key)
        return self

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:  # type: ignore[override]
        """Commits what the test wrote: a refused request rolls back no more than its own."""
        db.session.commit()
        return super().open(*args, **kwargs)


@pytest.fixture
def client(app: Flask, session: object) -> Client:
    """A browser nobody has signed in with."""
    app.test_client_class = Client
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def cast(session: object) -> Cast:
    """The people and places of the tests."""
    return build_cast()


@pytest.fixture
def now() -> dt.datetime:
    """Monday 23 November 2026, 10:00 in Liaocheng."""
    return NOW


@pytest.fixture
def at_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: dt.datetime) -> Path:
    """`clock.now()` stands at `now`; writing another ISO time into the file moves it."""
    path = tmp_path / "clock"
    path.write_text(now.isoformat())
    monkeypatch.setitem(os.environ, "YISHI_TESTING", "1")
    monkeypatch.setitem(os.environ, "YISHI_CLOCK", str(path))
    return path
