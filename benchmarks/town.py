"""The data of the pages bench: a day with 50 matters, thirty other days, 500 issues."""

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask

from tests.cast import COMMUNITY, OURS, Cast, build_cast
from yishi import clock, create_app
from yishi.accounts import sessions
from yishi.database import db, transaction
from yishi.deliberations.models import AgendaItem, Deliberation
from yishi.deliberations.rules import State
from yishi.deliberations.services import planning
from yishi.embedded import Server, start_postgres, start_valkey
from yishi.issues.models import Issue
from yishi.issues.rules import IssueState, Source
from yishi.operations import migrations
from yishi.organizations.rules import IssueClass
from yishi.settings import Settings

SITUATION = "五月起有十一盏灯不亮，接送孩子要打手电；去年报过两次，来人看过没有修好。"


@dataclass
class Town:
    """What the bench asks for, and the servers behind it."""

    app: Flask
    environ: dict[str, str]
    servers: list[Server]
    rows: list[tuple[str, str]]  # title and situation of each matter
    day_id: int
    item_id: int
    cookie: str
    token: str
    version: int = 1

    @property
    def day_path(self) -> str:
        return f"/deliberations/{self.day_id}"

    @property
    def edit_path(self) -> str:
        return f"/desk/deliberations/{self.day_id}/items/{self.item_id}"

    def edits(self, version: int, count: int) -> list[str]:
        """Bodies of edits that follow each other, each on the version before it."""
        return [
            urlencode(
                {
                    "csrf_token": self.token,
                    "title": "东街路灯晚上不亮",
                    "situation": f"{SITUATION}（第 {n} 次改）",
                    "version": n,
                }
            )
            for n in range(version, version + count)
        ]

    def version_now(self) -> int:
        """The version the edited item has reached."""
        with self.app.app_context():
            return db.session.get_one(AgendaItem, self.item_id).version

    def stop(self) -> None:
        """Ends database and broker."""
        with self.app.app_context():
            db.engine.dispose()
        for server in self.servers:
            server.stop()


def build_town(folder: Path) -> Town:
    """An embedded PostgreSQL that keeps what it says, a Valkey, and the town in them."""
    servers = [start_postgres(folder / "pg"), start_valkey(folder / "valkey")]
    environ = {
        "YISHI_TESTING": "1",
        "YISHI_DATA": str(folder / "data"),
        "DATABASE_URL": servers[0].url,
        "REDIS_URL": servers[1].url,
        "BASE_URL": "http://127.0.0.1:8000",
        "SECRET_KEY": "a bench's secret key, long enough for anybody",
        "DATA_KEY": "a bench's data key, also long enough for anybody",
    }
    app = create_app(Settings.from_environment(environ))
    with app.app_context():
        migrations.upgrade(app)
        return _fill(app, environ, servers)


def _fill(app: Flask, environ: dict[str, str], servers: list[Server]) -> Town:
    now = clock.now()
    with transaction():
        cast = build_cast()
        day, *_ = [
            _day(cast, now + dt.timedelta(days=5 + n), 50 if n == 0 else 3) for n in range(31)
        ]
        for number in range(500):
            db.session.add(_issue(cast, number, now))
        with app.test_request_context():
            key = sessions.open_session(cast.organizer, now)
    cookie, token = _signed_form(app, key, f"/desk/deliberations/{day.id}/items/{day.items[0].id}")
    rows = [(item.title, item.situation) for item in day.items]
    return Town(app, environ, servers, rows, day.id, day.items[0].id, cookie, token)


def _day(cast: Cast, starts_at: dt.datetime, count: int) -> Deliberation:
    actor, now = cast.actor(cast.organizer), clock.now()
    frame = planning.Frame(starts_at, starts_at + dt.timedelta(hours=2), "社区广场", "吕副镇长")
    titles = [f"第 {n} 件：东街路灯晚上不亮" for n in range(1, count + 1)]
    units = [cast.property_company.id, cast.city_management.id]
    day = planning.draft(cast.estate, planning.Wish(frame, (), titles, units), by=actor, now=now)
    for item in day.items:
        item.situation = SITUATION
    day.state = State.PLANNED
    return day


def _issue(cast: Cast, number: int, now: dt.datetime) -> Issue:
    due = now + dt.timedelta(days=number % 40 - 10, minutes=number)
    return Issue(
        number=f"SX{now.year}-{number + 1:04}",
        area_code=COMMUNITY if number % 3 else OURS,
        estate_id=cast.estate.id,
        title=f"光明居二期第 {number} 盏路灯修亮",
        measure="换灯头，查电缆，当晚亮灯。",
        state=list(IssueState)[number % len(IssueState)],
        source=Source.PROMISE,
        issue_class=IssueClass.B,
        base_class=IssueClass.B,
        lead_unit_id=cast.property_company.id,
        due_at=due,
        original_due_on=due.date(),
        clock_from=now,
        created_at=now,
    )


def _signed_form(app: Flask, key: str, path: str) -> tuple[str, str]:
    """The cookies of a signed-in browser and the token of its form."""
    client = app.test_client()
    client.set_cookie(sessions.COOKIE, key)
    page = client.get(path)
    form = client.get_cookie("yishi_form")
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    if form is None or found is None:
        raise SystemExit(f"{path} answered {page.status_code} without a form")
    return f"{sessions.COOKIE}={key}; yishi_form={form.value}", found[1]
