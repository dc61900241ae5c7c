"""A whole machine for a test: `flask --app yishi up` with data and a port of its own."""

import datetime as dt
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def until(happens: Callable[[], Any], seconds: float = 20) -> Any:
    """Waits until something is true, and returns it; fails when time is up."""
    limit = time.monotonic() + seconds
    while not (found := happens()):
        if time.monotonic() > limit:
            raise AssertionError(f"it did not happen within {seconds} s")
        time.sleep(0.05)
    return found


def lives(pid: int) -> bool:
    """Whether a process lives; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Machine:
    """One data folder, and what runs on it."""

    def __init__(self, data: Path, **env: str) -> None:
        self.data = data
        self.port = free_port()
        outer = {k: v for k, v in os.environ.items() if not k.startswith(("YISHI", "DATABASE"))}
        self.env = {
            **outer,
            "YISHI_DATA": str(data),
            "YISHI_PORT": str(self.port),
            "YISHI_HOST": "127.0.0.1",
            **env,
        }
        self.process: subprocess.Popen[bytes] | None = None
        self.output = data.with_suffix(".out")

    def set_clock(self, moment: dt.datetime) -> None:
        """Moves the business clock of every process on this machine, and of the test."""
        path = self.data.with_suffix(".clock")
        draft = path.with_suffix(".new")
        draft.write_text(moment.isoformat())
        draft.replace(path)
        self.env["YISHI_CLOCK"] = os.environ["YISHI_CLOCK"] = str(path)
        os.environ["YISHI_TESTING"] = "1"

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs `flask --app yishi …` to its end."""
        return subprocess.run(
            self._flask(*arguments),
            check=False,
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def up(self) -> "Machine":
        """Starts everything and waits for the first ready page."""
        self.start()
        until(self.is_ready, 90)
        until(lambda: "beat" in self.children)
        return self

    def start(self) -> None:
        """Starts everything and does not wait."""
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                self._flask("up"), env=self.env, cwd=ROOT, stdout=output, stderr=output
            )

    def is_ready(self) -> bool:
        assert self.process
        assert self.process.poll() is None, self.output.read_text()
        return self.get("/readyz") == 200

    def get(self, path: str) -> int:
        """The status of a page; 0 if nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    @property
    def children(self) -> dict[str, int]:
        """The processes that the supervisor keeps, by name."""
        try:
            told = json.loads((self.data / "run.json").read_text())
        except (OSError, ValueError):
            return {}
        return {name: child["pid"] for name, child in told.get("children", {}).items()}

    def family(self) -> list[int]:
        """The supervisor and everything under it."""
        assert self.process
        parents = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
        found = [self.process.pid]
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found

    def end(self, number: signal.Signals = signal.SIGTERM) -> float:
        """Sends the supervisor a signal; returns how many seconds it took to end."""
        assert self.process
        began = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(timeout=30)
        return time.monotonic() - began

    def end_if_up(self) -> None:
        """Ends it, whatever a test has left of it."""
        if self.process and self.process.poll() is None:
            self.end()

    def _flask(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "flask", "--app", "yishi", *arguments]
