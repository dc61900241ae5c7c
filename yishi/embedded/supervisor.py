"""`flask --app yishi up`: everything on one machine, and nothing left behind.

A child that dies is started again after 1 to 30 seconds. Ctrl-C and SIGTERM stop
all within five seconds; if we are killed, the kernel tells the children.
"""

import gc
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import click

from yishi.embedded import places
from yishi.embedded.postgres import start_postgres
from yishi.embedded.process import CannotStart, Process, Server, kill_session
from yishi.embedded.valkey import start_valkey
from yishi.settings import Settings

_LONGEST_WAIT = 30.0
_GOOD_LIFE = 60.0  # seconds after which a death is a first death again
_LOOK = 0.25
_WARM_END = 2.5  # seconds for open requests and the notice in hand
_COLD_END = 0.8


class Stop(BaseException):
    """Ctrl-C or SIGTERM."""


@dataclass
class Child:
    """A process that is kept alive."""

    name: str
    start: Callable[[], Process]
    ending: signal.Signals = signal.SIGTERM
    process: Process | None = None
    started_at: float = 0.0
    again_at: float | None = None
    wait: float = field(default=0.0)

    def begin(self) -> None:
        """Starts it; what cannot start now is tried again later."""
        self.started_at, self.again_at = time.monotonic(), None
        try:
            self.process = self.start()
        except CannotStart as error:
            self._later(error.message)

    def look(self) -> None:
        """Notices a death, and starts it again when its time has come."""
        if self.again_at is not None:
            if time.monotonic() >= self.again_at:
                self.begin()
        elif self.process and (status := self.process.poll()) is not None:
            kill_session(self.process)
            self._later(f"ended with {status}")

    def _later(self, reason: str) -> None:
        lived = time.monotonic() - self.started_at
        self.wait = 1.0 if lived > _GOOD_LIFE else min(_LONGEST_WAIT, 2 * self.wait or 1.0)
        self.again_at = time.monotonic() + self.wait
        click.echo(f"{self.name}: {reason}; starting again in {self.wait:.0f} s", err=True)


def begin_servers(settings: Settings) -> list[Child]:
    """Starts the embedded servers that the settings ask for; raises CannotStart."""
    data = settings.data
    kept = []
    if settings.redis_url == places.valkey_url(data):
        kept.append(_server("valkey", start_valkey, data, signal.SIGTERM))
    if settings.database_url == places.postgres_url(data):
        kept.append(_server("postgres", start_postgres, data, signal.SIGINT))
    return kept


def keep(children: list[Child], changed: Callable[[], None]) -> None:
    """Keeps the children alive until somebody says Stop; calls `changed` now and after restarts."""
    changed()
    while True:
        time.sleep(_LOOK)
        before = [child.process for child in children]
        for child in children:
            child.look()
        if before != [child.process for child in children]:
            changed()


def listen_for_stop() -> None:
    """From here on Ctrl-C and SIGTERM raise Stop."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)


def stop(workers: list[Child], servers: list[Child]) -> None:
    """Ends the app's processes, then the servers under them; five seconds at most."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    _end(workers, _WARM_END)
    for child in workers:
        if child.process and child.process.poll() is None:
            child.process.send_signal(signal.SIGQUIT)  # Celery's cold end; gunicorn's quick one
    _end(workers, _COLD_END, ask=False)
    _end(servers, 1.5)


def share_memory() -> None:
    """Before the forks: what is loaded now is not touched again by the collector."""
    gc.collect()
    gc.freeze()


def _server(
    name: str, start: Callable[[Path], Server], data: Path, ending: signal.Signals
) -> Child:
    child = Child(name, lambda: start(data).process, ending)
    child.started_at = time.monotonic()
    child.process = child.start()
    return child


def _end(children: list[Child], seconds: float, *, ask: bool = True) -> None:
    alive = [child for child in children if child.process]
    for child in alive:
        if ask and child.process:
            child.process.send_signal(child.ending)
    limit = time.monotonic() + seconds
    while time.monotonic() < limit and any(_lives(child) for child in alive):
        time.sleep(0.02)
    for child in alive:
        if child.process and (not ask or not _lives(child)):
            kill_session(child.process)


def _lives(child: Child) -> bool:
    return child.process is not None and child.process.poll() is None


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise Stop
