"""A child process that never outlives us, and a server made of one."""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import click

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


class CannotStart(click.ClickException):
    """One line for the administrator: what is wrong and what to do."""


class Process(Protocol):
    """A child of either kind: started from a binary, or forked."""

    pid: int

    def poll(self) -> int | None: ...
    def send_signal(self, number: signal.Signals, /) -> None: ...
    def wait(self, timeout: float | None = None) -> int: ...


@dataclass
class Server:
    """A running server, its address, and how to end it."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path
    ending: signal.Signals = signal.SIGTERM
    sockets: Path | None = None  # their folder, removed by whoever leaves it empty
    leftovers: tuple[Path, ...] = ()  # removed with the server

    def stop(self, patience: float = 3.0) -> None:
        """Ends the server; after `patience` seconds without asking again."""
        end(self.process, self.ending, patience)
        for path in self.leftovers:
            shutil.rmtree(path, ignore_errors=True)
        if self.sockets:
            with contextlib.suppress(OSError):
                self.sockets.rmdir()


def spawn(
    command: Sequence[str | Path],
    *,
    log: Path | None,
    user: pwd.struct_passwd | None = None,
    death: signal.Signals = signal.SIGTERM,
    env: Mapping[str, str] | None = None,
    cwd: str | Path = "/",
) -> subprocess.Popen[bytes]:
    """Starts a child that gets `death` when this process dies, even by kill -9.

    Call it from the main thread: Linux watches the thread that forked. The child
    has a session of its own, so Ctrl-C reaches only the one who started it all.
    """
    parent = os.getpid()
    output = None if log is None else open_log(log)
    try:
        return subprocess.Popen(  # noqa: S603  our own binaries
            [os.fspath(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=None if env is None else dict(env),
            start_new_session=True,
            preexec_fn=lambda: dies_with(parent, death),  # noqa: PLW1509  we have no threads
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
            cwd=cwd,
        )
    finally:
        if output is not None:
            os.close(output)


def end(process: Process, ending: signal.Signals, patience: float) -> None:
    """Asks a process to end and, when `patience` is over, kills its whole session."""
    if process.poll() is None:
        process.send_signal(ending)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    kill_session(process)
    process.wait()


def kill_session(process: Process) -> None:
    """Kills what a child left in its session; nothing there is no error."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def wait_until(ready: Callable[[], bool], server: Server, name: str, seconds: float) -> None:
    """Waits for a server; raises CannotStart with the last line of its log."""
    limit = time.monotonic() + seconds
    while not ready():
        if server.process.poll() is not None:
            raise CannotStart(f"{name} does not start: {last_line(server.log)}")
        if time.monotonic() > limit:
            server.stop()
            raise CannotStart(f"{name} is not ready after {seconds:.0f} s; see {server.log}")
        time.sleep(0.01)


def last_line(log: Path) -> str:
    """The last line of a log that says something, for people; the file's name with it."""
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    fatal = [line for line in lines[-20:] if "FATAL" in line or "rror" in line]
    said = (fatal or lines or ["it said nothing"])[-1].strip()
    return f"{said} (see {log})"


def open_log(log: Path) -> int:
    """A descriptor of a log that we alone may read; over 5 MB the old one steps aside."""
    if log.exists() and log.stat().st_size > 5 * 1024 * 1024:
        log.replace(log.with_suffix(".old.log"))
    return os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def dies_with(parent: int, death: signal.Signals) -> None:
    """In a new child: get `death` when the parent dies; end now if it already has."""
    _libc.prctl(_PR_SET_PDEATHSIG, int(death), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
