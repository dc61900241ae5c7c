"""Health and the status page."""

import datetime as dt

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session, scoped_session

from tests.cast import Cast
from tests.conftest import Client
from tests.pages import Page
from yishi.operations import services
from yishi.operations.migrations import expected
from yishi.operations.queries import building_mark
from yishi.operations.rules import VERSION
from yishi.settings import Settings


@pytest.fixture
def migrated(session: scoped_session[Session]) -> None:
    """A database that says it has the form this code expects."""
    session.execute(sa.text("CREATE TABLE alembic_version (version_num text)"))
    session.execute(sa.text("INSERT INTO alembic_version VALUES (:it)"), {"it": expected()})


def test_a_living_process_says_so(client: Client) -> None:
    assert client.get("/healthz").json == {"status": "alive"}


def test_a_database_without_migrations_is_not_ready(client: Client) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert (answer.json or {})["migrations"] == "bad"


def test_a_database_of_the_newest_form_is_ready(client: Client, migrated: None) -> None:
    assert client.get("/readyz").status_code == 200


def test_while_the_town_is_built_nothing_is_ready(
    client: Client, migrated: None, settings: Settings
) -> None:
    mark = building_mark(settings)
    mark.touch()

    answer = client.get("/readyz")

    mark.unlink()
    assert answer.status_code == 503
    assert (answer.json or {})["status"] == "building"


def test_a_silent_redis_does_not_make_the_pages_unready(client: Client) -> None:
    answer = client.get("/readyz").json or {}

    assert answer["broker"] == "doubt"


def test_the_status_page_tells_an_organizer_what_runs(
    client: Client, cast: Cast, migrated: None
) -> None:
    page = Page(client.sign_in(cast.organizer).get("/desk/status"))

    assert "PostgreSQL 18" in page.text
    assert "没有积压" in page.text
    assert VERSION in page.text


def test_the_status_page_is_not_for_a_handler(client: Client, cast: Cast) -> None:
    assert client.sign_in(cast.handler).get("/desk/status").status_code == 403


def test_the_status_page_needs_a_signed_in_person(client: Client) -> None:
    assert client.get("/desk/status").status_code in {302, 303, 401}


def test_a_pulse_shows_that_worker_and_beat_live(
    client: Client, cast: Cast, migrated: None, now: dt.datetime
) -> None:
    services.pulse(now)

    page = Page(client.sign_in(cast.organizer).get("/desk/status"))
    assert "秒前还在工作" in page.text


def test_check_prints_a_line_for_each_part(app: Flask, session: object) -> None:
    result = app.test_cli_runner().invoke(args=["check"])

    assert "✓ 数据库：PostgreSQL 18" in result.output
    assert "居民网址" in result.output
