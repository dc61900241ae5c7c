"""gunicorn as the product starts it, on a free loopback port; and SQL statements of a page."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import sqlalchemy as sa
from flask import Flask

from yishi.database import db


@contextmanager
def serve(app: str, environ: Mapping[str, str], threads: int = 16) -> Iterator[str]:
    """Runs `app` under gunicorn gthread with one process; yields its address."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "-k", "gthread", "-w", "1"]
    command += ["--threads", str(threads), "--worker-connections", "1500"]
    command += ["--no-control-socket", "-b", f"127.0.0.1:{port}", app]
    process = subprocess.Popen(command, env={**os.environ, **environ})
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(url)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=40)


def statements_of(app: Flask, path: str, headers: Mapping[str, str]) -> int:
    """How many SQL statements a page needs, the second time it is asked for."""
    seen: list[str] = []

    def note(*arguments: object) -> None:
        seen.append(str(arguments[2]))

    client = app.test_client(use_cookies=False)
    client.get(path, headers=headers)
    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        client.get(path, headers=headers)
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return len(seen)


def free_port() -> int:
    """A loopback port that nobody listens at now."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _wait(url: str, seconds: float = 20) -> None:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        try:
            urllib.request.urlopen(url, timeout=2)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"{url} does not answer")
