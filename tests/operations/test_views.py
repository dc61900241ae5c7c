"""Health and the status page."""

import datetime as dt

from flask import Flask

from tests.cast import Cast
from tests.conftest import Client
from tests.pages import Page
from yishi.operations import migrations, services
from yishi.operations.rules import VERSION


def test_a_living_process_says_so(client: Client) -> None:
    assert client.get("/healthz").json == {"status": "alive"}


def test_a_database_without_migrations_is_not_ready(client: Client) -> None:
    answer = client.get("/readyz")

    wanted = 503 if migrations.expected() else 200
    assert answer.status_code == wanted


def test_a_silent_redis_does_not_make_the_pages_unready(client: Client) -> None:
    answer = client.get("/readyz").json or {}

    assert answer["broker"] == "doubt"


def test_the_status_page_tells_an_organizer_what_runs(
    client: Client, cast: Cast, now: dt.datetime
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
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    services.pulse(now)

    page = Page(client.sign_in(cast.organizer).get("/desk/status"))
    assert "秒前还在工作" in page.text


def test_check_prints_a_line_for_each_part(app: Flask, session: object) -> None:
    result = app.test_cli_runner().invoke(args=["check"])

    assert "✓ 数据库：PostgreSQL 18" in result.output
    assert "居民网址" in result.output
