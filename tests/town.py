"""The demo town in a database of its own: every room has rows of every kind."""

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from yishi import clock, create_app
from yishi.database import Base, db
from yishi.demo.build import build
from yishi.embedded import start_postgres
from yishi.settings import Settings

FIRST = clock.at(dt.date(2026, 11, 24), dt.time(14, 30))


@contextmanager
def built(folder: Path) -> Iterator[Flask]:
    """The app of the town, built on a Tuesday afternoon."""
    server = start_postgres(folder / "pg", throwaway=True)
    try:
        app = create_app(_settings(folder, server.url))
        app.config["WTF_CSRF_ENABLED"] = False
        with app.app_context():
            Base.metadata.create_all(db.engine)
            with standing_at(folder / "clock"):
                build()
        yield app
        with app.app_context():
            db.engine.dispose()
    finally:
        server.stop()


@contextmanager
def standing_at(file: Path) -> Iterator[None]:
    """`clock.now()` is the moment after which the town was built."""
    file.write_text(FIRST.isoformat())
    before = {name: os.environ.get(name) for name in ("YISHI_TESTING", "YISHI_CLOCK")}
    os.environ |= {"YISHI_TESTING": "1", "YISHI_CLOCK": str(file)}
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _settings(folder: Path, url: str) -> Settings:
    return Settings.from_environment(
        {
            "YISHI_TESTING": "1",
            "YISHI_DEMO": "1",
            "YISHI_DATA": str(folder / "data"),
            "DATABASE_URL": url,
            "BASE_URL": "http://localhost",
            "SECRET_KEY": "a town's secret key, long enough for anybody",
            "DATA_KEY": "a town's data key, also long enough for anybody",
        }
    )
