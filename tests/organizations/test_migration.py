"""What a new database brings along."""

import pytest
import sqlalchemy as sa

from yishi import create_app
from yishi.database import db
from yishi.embedded import start_postgres
from yishi.operations import migrations
from yishi.organizations.models import Category
from yishi.settings import Settings


def test_a_new_database_knows_the_fourteen_kinds(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    server = start_postgres(tmp_path_factory.mktemp("pg"), throwaway=True)
    try:
        env = {"YISHI_TESTING": "1", "DATABASE_URL": server.url, "SECRET_KEY": "k" * 32}
        data = str(tmp_path_factory.mktemp("data"))
        app = create_app(Settings.from_environment({**env, "YISHI_DATA": data}))
        migrations.upgrade(app)
        with app.app_context():
            count = db.session.scalar(sa.select(sa.func.count()).select_from(Category))
            db.session.remove()
            db.engine.dispose()
    finally:
        server.stop()

    assert count == 14
