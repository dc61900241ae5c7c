"""Event streams: names and numbers, beats, the cap, the right to listen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.cast import Cast
from tests.conftest import Client
from yishi import live
from yishi.database import db, transaction
from yishi.embedded import start_valkey
from yishi.live import hub as hubs
from yishi.live import streams


@pytest.fixture
def hub(app: Flask, tmp_path: Path) -> Iterator[hubs.Hub]:
    """A hub with a Valkey of its own, in which everybody may listen to `tea:7`."""
    server = start_valkey(tmp_path)
    hub = hubs.Hub(hubs.client_of(server.url), cap=2)
    app.extensions["yishi_live"] = hub
    live.register("tea", lambda number, _actor: number == 7)
    yield hub
    hub.say_goodbye()
    del app.extensions["yishi_live"]
    server.stop()


def events(client: Client, topic: str = "tea:7") -> Iterator[str]:
    """The events of a stream as they come."""
    answer = client.get(f"/live/{topic}", buffered=False)
    assert answer.status_code == 200
    assert answer.mimetype == "text/event-stream"
    assert answer.headers["Cache-Control"] == "no-store"
    return (chunk.decode() for chunk in answer.response)


def test_a_listener_hears_a_change_after_the_commit(
    hub: hubs.Hub, client: Client, cast: Cast
) -> None:
    heard = events(client.sign_in(cast.organizer))
    assert 'event: at\ndata: {"topic": "tea:7", "seq": 0}' in next(heard)

    with transaction():
        live.changed("tea:7")

    assert next(heard) == 'event: changed\ndata: {"topic": "tea:7", "seq": 1}\n\n'


def test_nothing_is_said_when_the_transaction_fails(hub: hubs.Hub, app: Flask) -> None:
    def change_and_fail() -> None:
        with app.app_context(), transaction():
            live.changed("tea:7")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change_and_fail()
    assert hub.seq("tea:7") == 0


def test_silence_is_filled_with_beats(
    hub: hubs.Hub, client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "BEAT_SECONDS", 0.01)
    heard = events(client.sign_in(cast.organizer))
    next(heard)

    assert next(heard) == "event: beat\ndata: {}\n\n"


def test_over_the_cap_the_page_is_told_to_ask_by_itself(
    hub: hubs.Hub, client: Client, cast: Cast
) -> None:
    hub.open("tea:7", "one")
    hub.open("tea:7", "two")

    assert list(events(client.sign_in(cast.organizer))) == ["event: full\ndata: {}\n\n"]


def test_one_person_gets_six_places(hub: hubs.Hub) -> None:
    hub.cap = 100
    for _ in range(6):
        hub.open("tea:7", "王娟")

    with pytest.raises(hubs.Full):
        hub.open("tea:7", "王娟")
    hub.open("tea:7", "刘洋")


def test_a_listener_who_leaves_gives_the_place_back(
    hub: hubs.Hub, client: Client, cast: Cast
) -> None:
    heard = events(client.sign_in(cast.organizer))
    next(heard)

    heard.close()
    client.get("/healthz")

    hub.open("tea:7", "one")
    hub.open("tea:7", "two")


def test_every_listener_gets_a_goodbye(hub: hubs.Hub, client: Client, cast: Cast) -> None:
    heard = events(client.sign_in(cast.organizer))
    next(heard)

    hub.say_goodbye()

    assert list(heard) == ["event: bye\ndata: {}\n\n"]


def test_a_right_that_was_taken_away_ends_the_stream(
    hub: hubs.Hub, client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "CHECK_SECONDS", 0.0)
    heard = events(client.sign_in(cast.organizer))
    next(heard)

    live.register("tea", lambda _number, _actor: False)

    assert list(heard) == []


@pytest.mark.parametrize("topic", ["tea:8", "coffee:7", "tea:", "tea:x", "tea"])
def test_what_one_may_not_see_does_not_exist(
    hub: hubs.Hub, client: Client, cast: Cast, topic: str
) -> None:
    assert client.sign_in(cast.organizer).get(f"/live/{topic}").status_code == 404


def test_an_open_stream_holds_no_database_session(
    hub: hubs.Hub, app: Flask, client: Client, cast: Cast
) -> None:
    heard = events(client.sign_in(cast.organizer))
    next(heard)

    assert not db.session.registry.has()


def test_a_redis_that_is_away_harms_no_write(app: Flask, session: object) -> None:
    with transaction():
        live.changed("tea:7")


def test_a_listener_whose_right_holds_is_asked_again_and_stays(
    hub: hubs.Hub, client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "CHECK_SECONDS", 0.0)
    monkeypatch.setattr(streams, "BEAT_SECONDS", 0.01)
    heard = events(client.sign_in(cast.organizer))
    next(heard)

    assert [next(heard) for _ in range(3)] == ["event: beat\ndata: {}\n\n"] * 3
