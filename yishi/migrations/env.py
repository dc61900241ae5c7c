"""Alembic: one migration a change, expand then contract; run by `flask db upgrade` and `up`."""

from typing import Any, Literal

from alembic import context
from flask import current_app

from yishi.database import Base, TextEnum, UTCDateTime, db


def render_plainly(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """Our column types as the plain types they are in PostgreSQL."""
    if kind == "type" and isinstance(thing, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, TextEnum):
        return "sa.Text()"
    return False


def run() -> None:
    """Upgrades in one transaction."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=render_plainly,
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


with current_app.app_context():
    run()
