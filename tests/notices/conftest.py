"""Gateways of the tests: an SMTP server of ours that answers as it is told, and the SMS file."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.notices.sink import Sink
from yishi.notices import registry
from yishi.settings import Mail, current_of


@pytest.fixture(autouse=True)
def nobody_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The examples are about things that do not exist: no room is asked of them."""
    monkeypatch.setattr(registry, "_checks", {})


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server on a free port; `sink.answers` says what it says."""
    server = Sink()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def with_mail(app: Flask, sink: Sink) -> Iterator[Sink]:
    """The office has a mail server."""
    yield from _with(
        app, sink, mail=Mail("127.0.0.1", sink.port, "", "", "yishi@tongcheng.example", "")
    )


@pytest.fixture
def with_sms(app: Flask, tmp_path: Path) -> Iterator[Callable[[], list[str]]]:
    """The office writes its SMS into a file; gives its lines."""
    path = tmp_path / "sms.log"

    def lines() -> list[str]:
        return path.read_text().splitlines() if path.exists() else []

    yield from _with(app, lines, sms="file", data=tmp_path)


def _with(app: Flask, gives, **changes):  # type: ignore[no-untyped-def]
    before = current_of(app)
    app.extensions["yishi_settings"] = dataclasses.replace(before, **changes)
    app.extensions.pop("yishi_breakers", None)
    yield gives
    app.extensions["yishi_settings"] = before
    app.extensions.pop("yishi_breakers", None)
