"""The form of the database: what the code expects, what is there, the way between."""

import re

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import ProgrammingError

from yishi.database import db
from yishi.settings import ROOT

FOLDER = ROOT / "yishi" / "migrations"

_OWN = re.compile(r"^revision\b[^=]*=\s*['\"](\w+)['\"]", re.MULTILINE)
_BEFORE = re.compile(r"^down_revision\b[^=]*=\s*['\"](\w+)['\"]", re.MULTILINE)


def bind(app: Flask) -> None:
    """Tells Flask-Migrate where the migrations are; only commands need it."""
    import flask_migrate

    flask_migrate.Migrate(app, db, str(FOLDER))


def upgrade(app: Flask) -> None:
    """Brings the database to the newest form."""
    import flask_migrate

    bind(app)
    with app.app_context():
        flask_migrate.upgrade()


def expected() -> str:
    """The newest migration of this code, read from the files; "" if there is none."""
    texts = [path.read_text() for path in (FOLDER / "versions").glob("*.py")]
    own = {found.group(1) for text in texts if (found := _OWN.search(text))}
    before = {found.group(1) for text in texts if (found := _BEFORE.search(text))}
    return "".join(own - before)


def present() -> str:
    """The migration at which the database stands; "" if it has never seen one."""
    try:
        return db.session.scalar(sa.text("SELECT version_num FROM alembic_version")) or ""
    except ProgrammingError:
        db.session.rollback()
        return ""
