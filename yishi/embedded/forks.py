"""A child made by fork: it shares the app that is already in memory.

Five Python processes then need little more than one, and none imports anything
again. The supervisor has no threads and no open connection when it forks.
"""

import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import TimeoutExpired

from yishi.embedded.process import dies_with, open_log


@dataclass
class Fork:
    """A forked child, with the manners of `subprocess.Popen`."""

    pid: int
    returncode: int | None = field(default=None)

    def poll(self) -> int | None:
        """Its exit status, or None while it lives."""
        if self.returncode is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def send_signal(self, number: signal.Signals) -> None:
        """Sends a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def wait(self, timeout: float | None = None) -> int:
        """Waits for its end; raises TimeoutExpired."""
        limit = time.monotonic() + (timeout or 86_400)
        while (status := self.poll()) is None:
            if time.monotonic() > limit:
                raise TimeoutExpired(f"process {self.pid}", timeout or 0)
            time.sleep(0.01)
        return status


def fork(run: Callable[[], object], *, log: Path | None, death: signal.Signals) -> Fork:
    """Runs a function in a child that gets `death` when this process dies."""
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    pid = os.fork()
    if pid:
        return Fork(pid)
    _be_the_child(run, parent, log, death)
    raise AssertionError("a child never comes back")


def _be_the_child(
    run: Callable[[], object], parent: int, log: Path | None, death: signal.Signals
) -> None:
    status = 1
    try:
        os.setsid()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        dies_with(parent, death)
        _redirect(log)
        run()
        status = 0
    except SystemExit as ending:
        status = ending.code if isinstance(ending.code, int) else bool(ending.code)
    except BaseException:  # noqa: BLE001  nothing may climb back into the supervisor's code
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _redirect(log: Path | None) -> None:
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    if log is not None:
        descriptor = open_log(log)
        os.dup2(descriptor, 1)
        os.dup2(descriptor, 2)
