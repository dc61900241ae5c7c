"""Mail and messages for the fault tests: queued by an app of the test, delivered by a machine."""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask

from tests.faults.machine import Machine
from tests.notices.examples import FACTS, subject_of
from tests.notices.sink import OK, Sink
from yishi import clock, create_app
from yishi.accounts import contacts
from yishi.database import db, transaction
from yishi.notices import registry, services
from yishi.notices.models import Notice
from yishi.notices.rules import State
from yishi.settings import Settings

MORNING = dt.datetime(2026, 11, 23, 10, 0, tzinfo=clock.SHANGHAI)


class StallingSink(Sink):
    """A sink that can also stall after the dot, without having accepted ("stall")."""

    async def handle_DATA(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        if (self.answers.get("DATA") or [OK])[0] != "stall":
            return await super().handle_DATA(server, session, envelope)
        self.answers["DATA"].pop(0)
        self.hanging.set()
        await asyncio.sleep(600)
        return OK

    def copies(self) -> Counter[str]:
        """How often each message was accepted, by its Message-ID."""
        return Counter(str(message["Message-ID"]) for message in self.messages)


@dataclass
class Post:
    """A test's hand on the outbox of a machine."""

    machine: Machine
    app: Flask

    def queue(self, count: int, prefix: str = "") -> None:
        """Queues a notice to each of `count` people, and nudges."""
        with self.app.app_context(), transaction():
            for number in range(count):
                self._queue_one(f"{prefix}{number}")

    def states(self) -> Counter[str]:
        """How many notices stand where."""
        query = sa.select(Notice.state, sa.func.count()).group_by(Notice.state)
        with self.app.app_context():
            return Counter({state.value: count for state, count in db.session.execute(query)})

    def all_sent(self, count: int) -> bool:
        """Whether this many notices were sent, and no other waits."""
        return self.states() == {State.SENT.value: count}

    def let_time_pass(self) -> None:
        """20 minutes on every clock that counts: leases run out, retries become due."""
        moved = clock.now() + dt.timedelta(minutes=20)
        self.machine.set_clock(moved)
        leased = sa.update(Notice).where(Notice.lease_until.is_not(None))
        past = sa.func.clock_timestamp() - sa.text("interval '1 second'")
        with self.app.app_context(), transaction() as session:
            session.execute(leased.values(lease_until=past))

    def _queue_one(self, name: str) -> None:
        kind = unasked()
        services.queue(
            kind,
            contacts.remember(f"居民{name}", mail=f"r{name}@example.org"),
            subject_ref=subject_of(kind),
            area_code="371524001",
            facts=FACTS[kind],
            key=f"{kind}:{name}",
            now=clock.now(),
        )


def unasked() -> str:
    """A kind of which no room is asked whether it is still wanted: the examples are made up."""
    asked = tuple(registry._checks)
    return next(kind for kind in FACTS if not kind.startswith(asked))


@contextmanager
def posting(machine: Machine) -> Iterator[Post]:
    """The outbox of a machine that has been up once."""
    app = create_app(Settings.from_environment(machine.env))
    yield Post(machine, app)
    with app.app_context():
        db.engine.dispose()


def environment(sink: Sink, **more: Any) -> dict[str, str]:
    """What a machine needs to send mail to a sink, at a clock of the test."""
    return {
        "YISHI_TESTING": "1",
        "PUBLIC_URL": "none",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(sink.port),
        "MAIL_FROM": "yishi@tongcheng.example",
        **more,
    }
