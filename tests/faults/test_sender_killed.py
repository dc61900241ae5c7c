"""The sender is killed with -9 at each step: nothing is lost, no SMS is doubled."""

import datetime as dt
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.cast import build_cast
from tests.faults.machine import ROOT, until
from tests.issues.makers import assigned_promise
from tests.notices.conftest import nobody_asks, sink, with_mail, with_sms
from tests.notices.sink import Sink
from tests.notices.steps import let_lease_run_out, run, the_notice
from yishi.database import db
from yishi.notices.rules import State
from yishi.settings import Settings, current_of

__all__ = ["nobody_asks", "sink", "with_mail", "with_sms"]

pytestmark = [pytest.mark.fault, pytest.mark.usefixtures("at_now", "committed")]

Start = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def sender(app: Flask, settings: Settings) -> Iterator[Start]:
    """Starts `flask deliver` as a process of its own, with the gateways of the test."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "flask", "--app", "yishi", "deliver"]
        started.append(subprocess.Popen(command, env=_environment(app), cwd=ROOT))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def _environment(app: Flask) -> dict[str, str]:
    here = current_of(app)
    mail = here.mail
    gateway = {"SMTP_HOST": mail.host, "SMTP_PORT": str(mail.port)} if mail else {}
    return {
        **os.environ,
        **gateway,
        "MAIL_FROM": mail.sender if mail else "",
        "YISHI_SMS": here.sms,
        "YISHI_DATA": str(here.data),
        "DATABASE_URL": here.database_url,
        "BASE_URL": here.base_url,
        "SECRET_KEY": here.secret_key,
        "DATA_KEY": here.data_key,
    }


def kill(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
    db.session.rollback()


def test_killed_after_the_recipient_the_mail_leaves_once(
    with_mail: Sink, sender: Start, now: dt.datetime
) -> None:
    assigned_promise(build_cast(), now)
    db.session.commit()
    with_mail.answers["RCPT"] = ["hang"]
    process = sender()
    assert with_mail.hanging.wait(30)
    kill(process)
    assert the_notice().state is State.LEASED

    let_lease_run_out(the_notice())
    run(now)

    assert (the_notice().state, len(with_mail.messages)) == (State.SENT, 1)


def test_killed_before_the_answer_the_mail_leaves_again_under_one_name(
    with_mail: Sink, sender: Start, now: dt.datetime
) -> None:
    assigned_promise(build_cast(), now)
    db.session.commit()
    with_mail.answers["DATA"] = ["hang"]
    process = sender()
    assert with_mail.hanging.wait(30)
    kill(process)
    assert the_notice().state is State.IN_FLIGHT

    let_lease_run_out(the_notice())
    run(now)

    assert the_notice().state is State.SENT
    assert len({message["Message-ID"] for message in with_mail.messages}) == 1
    assert len(with_mail.messages) == 2


def test_killed_while_an_sms_leaves_a_person_decides_and_nothing_is_doubled(
    app: Flask, with_sms: Callable[[], list[str]], sender: Start, now: dt.datetime
) -> None:
    pipe = _full_pipe(current_of(app).data / "sms.log")
    assigned_promise(build_cast(), now)
    db.session.commit()
    process = sender()
    until(lambda: db.session.rollback() or the_notice().state is State.IN_FLIGHT, 30)
    kill(process)
    os.close(pipe)
    (current_of(app).data / "sms.log").unlink()

    let_lease_run_out(the_notice())
    run(now)

    assert the_notice().state is State.UNCERTAIN
    assert with_sms() == []


def _full_pipe(path: Path) -> int:
    """A pipe whose buffer is full: whoever writes into it waits for ever."""
    os.mkfifo(path)
    pipe = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    try:
        while True:
            os.write(pipe, b"x" * 4096)
    except BlockingIOError:
        return pipe
