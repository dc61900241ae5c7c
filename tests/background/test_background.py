"""Nudges: they carry nothing, never hurt, and every line of the beat table is a task."""

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from flask import Flask

from yishi import FEATURES, background
from yishi.background import BEAT, celery_app, nudge
from yishi.embedded import Server, start_valkey


@pytest.fixture
def broker(app: Flask, tmp_path: Path) -> Iterator[Server]:
    """A Valkey to which the app's nudges go."""
    before = celery_app.conf.broker_url
    server = start_valkey(tmp_path)
    background.init_app(app, server.url)
    yield server
    server.stop()
    celery_app.conf.update(broker_url=before)


def test_a_nudge_is_one_message_without_data(broker: Server) -> None:
    nudge("notices.deliver")

    queue = redis.Redis.from_url(broker.url)
    [message] = queue.lrange("yishi:notices", 0, -1)
    assert json.loads(message)["headers"]["task"] == "notices.deliver"
    assert json.loads(message)["headers"]["argsrepr"] == "()"
    queue.close()


def test_every_other_room_is_nudged_in_the_queue_of_sweeps(broker: Server) -> None:
    nudge("supervision.sweep")

    queue = redis.Redis.from_url(broker.url)
    assert queue.llen("yishi:sweeps") == 1
    queue.close()


def test_a_silent_broker_costs_a_page_about_a_second_once(app: Flask) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(5)
        background.init_app(app, f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        began = time.monotonic()

        nudge("notices.deliver")
        nudge("notices.deliver")

        assert time.monotonic() - began < 1.5


def test_a_broker_that_refuses_costs_nothing(app: Flask) -> None:
    background.init_app(app, "redis://127.0.0.1:1/0")
    began = time.monotonic()

    nudge("notices.deliver")

    assert time.monotonic() - began < 0.5


def test_every_line_of_the_beat_table_is_a_task_with_a_reason(app: Flask) -> None:
    background.load_tasks(FEATURES)

    assert all(beat.task in celery_app.tasks for beat in BEAT)
    assert all(beat.reason for beat in BEAT)


def test_a_unix_socket_is_written_in_celerys_way(app: Flask) -> None:
    background.init_app(app, "unix:///run/y.sock?db=2")

    assert celery_app.conf.broker_url == "redis+socket:///run/y.sock?virtual_host=2"
