"""Many open streams: pages go on, the cap holds, everybody hears, and the end is quick."""

import contextlib
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.machine import ROOT, Machine, until
from yishi.embedded import start_valkey
from yishi.live.hub import Hub, client_of

pytestmark = pytest.mark.fault

THREADS = 164  # 100 places
LISTENERS = 100


class Stream:
    """A browser that listens."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.socket.sendall(b"GET /live/tea:7 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        self.heard = b""

    def hears(self, event: str, seconds: float = 30) -> bool:
        """Whether this event arrives in time."""
        limit = time.monotonic() + seconds
        while f"event: {event}\n".encode() not in self.heard:
            self.socket.settimeout(max(0.01, limit - time.monotonic()))
            try:
                more = self.socket.recv(65536)
            except TimeoutError:
                return False
            if not more:
                return False
            self.heard += more
        return True


@pytest.fixture
def listen(web: tuple[Machine, Hub]) -> Iterator[Callable[[], Stream]]:
    """Opens streams; closes them afterwards."""
    with contextlib.ExitStack() as stack:

        def one_more() -> Stream:
            stream = Stream(web[0].port)
            stack.callback(stream.socket.close)
            return stream

        yield one_more


@pytest.fixture
def web(data: Path, tmp_path: Path) -> Iterator[tuple[Machine, Hub]]:
    """gunicorn alone, with a Valkey."""
    server = start_valkey(tmp_path)
    machine = Machine(data, REDIS_URL=server.url, YISHI_THREADS=str(THREADS), YISHI_TESTING="1")
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
    with machine.output.open("w") as output:
        machine.process = subprocess.Popen(
            [*command, "tests.faults.streaming:app"],
            env=machine.env,
            cwd=ROOT,
            stdout=output,
            stderr=output,
        )
    until(lambda: machine.get("/healthz") == 200, 60)
    yield machine, Hub(client_of(server.url), cap=0)
    machine.end_if_up()
    server.stop()


def test_pages_go_on_beside_streams_and_all_end_in_five_seconds(
    web: tuple[Machine, Hub], listen: Callable[[], Stream]
) -> None:
    machine, hub = web
    streams = [listen() for _ in range(LISTENERS)]
    assert all(stream.hears("at") for stream in streams)

    hub.publish("tea:7")
    assert all(stream.hears("changed") for stream in streams)
    assert machine.get("/healthz") == 200
    one_too_many = listen()
    assert one_too_many.hears("full"), one_too_many.heard

    assert machine.end(signal.SIGTERM) < 5
    assert all(stream.hears("bye") for stream in streams)


def test_an_open_stream_beats_every_four_seconds(listen: Callable[[], Stream]) -> None:
    stream = listen()
    assert stream.hears("at")

    assert stream.hears("beat", 5)


def test_a_listener_who_left_frees_the_place_within_two_beats(
    listen: Callable[[], Stream],
) -> None:
    streams = [listen() for _ in range(LISTENERS)]
    assert all(stream.hears("at") for stream in streams)

    for stream in streams:
        stream.socket.close()
    time.sleep(9)

    assert listen().hears("at")


def test_a_stream_tells_the_browser_when_to_come_back(web: tuple[Machine, Hub]) -> None:
    machine, _hub = web

    with urllib.request.urlopen(f"http://127.0.0.1:{machine.port}/live/tea:7") as answer:
        first = answer.readline().decode()

    found = re.fullmatch(r"retry: (\d+)\n", first)
    assert found
    assert 500 <= int(found.group(1)) <= 3500
