"""The migrations lead to exactly what the models say, and back to nothing."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

from yishi import create_app
from yishi.database import Base, db
from yishi.embedded import start_postgres
from yishi.operations import migrations
from yishi.settings import Settings


@pytest.fixture
def migrated(settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    """An app on an empty database of its own, upgraded."""
    server = start_postgres(tmp_path / "pg", throwaway=True)
    app = create_app(replace(settings, database_url=server.url))
    migrations.upgrade(app)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    server.stop()


def test_the_migrations_make_what_the_models_say(migrated: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)

    # Alembic cannot compare an index over an expression: it removes and adds the same one.
    names = Counter(step[1].name for step in differences if "index" in step[0])
    assert [step for step in differences if names[getattr(step[1], "name", "")] != 2] == []


def test_the_audit_refuses_a_change_and_all_of_it_can_be_undone(migrated: Flask) -> None:
    with db.engine.begin() as connection:
        connection.execute(
            sa.text("INSERT INTO audit (actor_name, action, object_ref) VALUES ('a', 'b', 'c:1')")
        )
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE audit SET actor_name = 'x'"))

    flask_migrate.downgrade(revision="base")

    assert sa.inspect(db.engine).get_table_names() == ["alembic_version"]
