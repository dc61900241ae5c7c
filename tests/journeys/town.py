"""The demo town, served for eyes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import BrowserContext

from tests.journeys.browser import served
from yishi import clock, create_app
from yishi.accounts import links, sessions
from yishi.accounts.models import AccessLink, Person
from yishi.database import Base, db
from yishi.demo import build
from yishi.demo.people import ACCOUNTS
from yishi.embedded import start_postgres
from yishi.settings import Settings


@dataclass(frozen=True)
class Town:
    """The running demo: its app, its address, the logins of its accounts."""

    app: Flask
    address: str
    logins: tuple[str, ...]

    def sign_in(self, context: BrowserContext, login: str) -> None:
        """Opens a session without typing a password."""
        key = self._key(login)
        context.add_cookies([{"name": sessions.COOKIE, "value": key, "url": self.address}])

    def sign_in_client(self, client: FlaskClient, login: str) -> None:
        """The same for walks that need no eyes."""
        client.set_cookie(sessions.COOKIE, self._key(login))

    def _key(self, login: str) -> str:
        with self.app.test_request_context():
            person = db.session.scalars(sa.select(Person).where(Person.login == login)).one()
            key = sessions.open_session(person, clock.now())
            db.session.commit()
        return key

    def link(self, purpose: str) -> str:
        """The token of the newest link of this purpose that still opens."""
        with self.app.app_context():
            live = sa.select(AccessLink).where(
                AccessLink.purpose == purpose,
                AccessLink.revoked_at.is_(None),
                AccessLink.expires_at > clock.now(),
            )
            return links.token(
                db.session.scalars(live.order_by(AccessLink.id.desc()).limit(1)).one()
            )


@contextmanager
def built(settings: Settings, folder: Path) -> Iterator[Town]:
    """A town of its own database, on a free port."""
    server = start_postgres(folder / "pg", throwaway=True)
    try:
        app = create_app(replace(settings, demo=True, database_url=server.url))
        with app.app_context():
            Base.metadata.create_all(db.engine)
            build.build()
        with served(app) as address:
            yield Town(app, address, tuple(account.login for account in ACCOUNTS))
        with app.app_context():
            db.engine.dispose()
    finally:
        server.stop()
