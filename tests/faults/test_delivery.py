"""No notice is lost and none is doubled: whoever dies, and whenever."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.machine import Machine, free_port, lives, until
from tests.faults.post import MORNING, Post, StallingSink, environment, posting
from yishi.embedded.process import spawn
from yishi.embedded.valkey import command as valkey_command

pytestmark = pytest.mark.fault

COUNT = 12
BEFORE_DATA = {"RCPT": ["250 OK"] * 5 + ["hang"]}
AFTER_THE_DOT = {"DATA": ["250 OK"] * 5 + ["stall"]}


@pytest.fixture(autouse=True)
def own_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the test sets in the environment is gone afterwards."""
    monkeypatch.setenv("YISHI_TESTING", "1")
    monkeypatch.setenv("YISHI_CLOCK", "")


@pytest.fixture
def sink() -> Iterator[StallingSink]:
    """The office's mail server."""
    sink = StallingSink()
    sink.start()
    yield sink
    sink.stop()


@pytest.fixture
def machine(data: Path, sink: StallingSink) -> Iterator[Machine]:
    """Everything, with mail, on a Monday morning."""
    machine = Machine(data, **environment(sink))
    machine.set_clock(MORNING)
    try:
        yield machine.up()
    finally:
        machine.end_if_up()


@pytest.fixture
def post(machine: Machine) -> Iterator[Post]:
    """The machine's outbox."""
    with posting(machine) as post:
        yield post


def assert_each_once(post: Post, sink: StallingSink, count: int = COUNT) -> None:
    """Everybody got one mail, and the ledger says so."""
    until(lambda: post.all_sent(count), 60)
    assert len(sink.copies()) == count
    assert set(sink.copies().values()) == {1}


def kill_worker(machine: Machine) -> None:
    """kill -9 of the worker and what it forked."""
    worker = machine.children["worker"]
    os.killpg(worker, signal.SIGKILL)
    until(lambda: machine.children.get("worker") not in {worker, None})


@pytest.mark.parametrize("answers", [BEFORE_DATA, AFTER_THE_DOT], ids=["before", "after the dot"])
def test_a_worker_killed_in_mid_delivery_loses_and_doubles_nothing(
    machine: Machine, post: Post, sink: StallingSink, answers: dict[str, list[str]]
) -> None:
    sink.answers = {step: list(told) for step, told in answers.items()}
    post.queue(COUNT)
    assert sink.hanging.wait(20)

    kill_worker(machine)
    post.let_time_pass()

    assert_each_once(post, sink)


def test_a_nudge_brings_a_notice_out_within_seconds(post: Post, sink: StallingSink) -> None:
    began = time.monotonic()

    post.queue(1)

    until(lambda: sink.messages, 5)
    assert time.monotonic() - began < 5


def test_everything_stopped_in_mid_delivery_and_started_again(
    machine: Machine, post: Post, sink: StallingSink
) -> None:
    sink.answers = {"RCPT": ["250 OK"] * 5 + ["hang"]}
    post.queue(COUNT)
    assert sink.hanging.wait(20)

    assert machine.end(signal.SIGTERM) <= 5
    machine.up()
    post.let_time_pass()

    assert_each_once(post, sink)


def test_everything_killed_in_mid_delivery_and_started_again(
    machine: Machine, post: Post, sink: StallingSink
) -> None:
    sink.answers = {"DATA": ["250 OK"] * 5 + ["stall"]}
    post.queue(COUNT)
    assert sink.hanging.wait(20)
    family = machine.family()

    for pid in reversed(family):
        os.kill(pid, signal.SIGKILL)
    until(lambda: not any(map(lives, family)))
    machine.process.wait()  # type: ignore[union-attr]
    machine.up()
    post.let_time_pass()

    assert_each_once(post, sink)


def test_a_redis_that_is_silent_for_a_minute_delays_and_loses_nothing(
    machine: Machine, post: Post, sink: StallingSink
) -> None:
    valkey = machine.children["valkey"]
    os.kill(valkey, signal.SIGSTOP)
    try:
        queue_through_a_minute(machine, post)
    finally:
        os.kill(valkey, signal.SIGCONT)

    assert_each_once(post, sink)


def test_a_redis_that_is_gone_for_a_minute_delays_and_loses_nothing(
    data: Path, sink: StallingSink, tmp_path: Path
) -> None:
    port = free_port()
    command = [*valkey_command(tmp_path), "--port", str(port)]
    server = spawn(command, log=tmp_path / "valkey.log")
    machine = Machine(data, **environment(sink, REDIS_URL=f"redis://127.0.0.1:{port}/0"))
    machine.set_clock(MORNING)
    try:
        machine.up()
        with posting(machine) as post:
            server.kill()
            server.wait()
            queue_through_a_minute(machine, post)
            server = spawn(command, log=tmp_path / "valkey.log")
            assert_each_once(post, sink)
    finally:
        machine.end_if_up()
        server.kill()
        server.wait()


def queue_through_a_minute(machine: Machine, post: Post, seconds: float = 60) -> None:
    """Writes go on, and pages stay fast, while nobody can be nudged."""
    for turn in range(COUNT):
        began = time.monotonic()
        post.queue(1, f"{turn}-")
        assert machine.get("/healthz") == 200
        assert time.monotonic() - began < 3
        time.sleep(seconds / COUNT)
