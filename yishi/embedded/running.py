"""Who is running on this data: a lock that the kernel frees, and `run.json` beside it.

`run.json` tells what runs; it is believed only while the lock is held, and a
process number only together with the moment at which that process started.
"""

import contextlib
import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from yishi.embedded import places
from yishi.embedded.process import CannotStart

_UP = "up"


class Lock:
    """The right to run servers on this data; freed by the kernel when we die."""

    def __init__(self, data: Path, descriptor: int) -> None:
        self.data = data
        self.descriptor = descriptor

    def tell(self, what: str, **facts: Any) -> None:
        """Writes `run.json` (0600, no secrets) in one step."""
        new = self.data / "run.json.new"
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump({"what": what, **_identity(os.getpid()), **facts}, file, indent=2)
        new.replace(self.data / "run.json")

    def release(self) -> None:
        """Gives the right back; a child that we forked calls it for itself."""
        os.close(self.descriptor)


def take(data: Path) -> Lock | None:
    """Takes the lock, or None if another process holds it; raises CannotStart without rights."""
    places.make_data_folder(data)
    try:
        descriptor = os.open(data / "yishi.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise CannotStart(f"no right to write in {data}: set YISHI_DATA ({error})") from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return Lock(data, descriptor)


def take_for_up(data: Path) -> Lock:
    """The lock for a supervisor; raises CannotStart with the address of the one that runs."""
    lock = take(data)
    if lock is None:
        other = told(data)
        where = f" at {other['desk']}" if other.get("desk") else ""
        raise CannotStart(f"yishi already runs on {data}{where} (process {other.get('pid', '?')})")
    _outlive_leftovers(told(data))
    return lock


@contextlib.contextmanager
def waiting_for(data: Path, what: str, seconds: float = 60) -> Iterator[Lock | None]:
    """The lock for a command, or None while `up` runs; waits for other commands."""
    limit = time.monotonic() + seconds
    while (lock := take(data)) is None and told(data).get("what") != _UP:
        if time.monotonic() > limit:
            raise CannotStart(f"another command works on {data}: try again when it is done")
        time.sleep(0.1)
    if lock is None:
        yield None
        return
    try:
        _outlive_leftovers(told(data))
        lock.tell(what)
        yield lock
    finally:
        lock.release()


def told(data: Path) -> Mapping[str, Any]:
    """What `run.json` says; empty if there is none."""
    try:
        found = json.loads((data / "run.json").read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _identity(pid: int) -> dict[str, int]:
    return {"pid": pid, "started": _started(pid) or 0}


def identities(pids: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Process numbers with the moments at which they started."""
    return {name: _identity(pid) for name, pid in pids.items()}


def _outlive_leftovers(before: Mapping[str, Any], seconds: float = 6) -> None:
    """Waits for the children of a killed supervisor, which are ending; then ends them."""
    children = [(child["pid"], child["started"]) for child in before.get("children", {}).values()]
    limit = time.monotonic() + seconds
    while alive := [pid for pid, started in children if _started(pid) == started]:
        if time.monotonic() > limit:
            for pid in alive:
                os.kill(pid, signal.SIGKILL)
            return
        time.sleep(0.05)


def _started(pid: int) -> int | None:
    """When a process started, in ticks since boot; None if there is none or it is dead."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else int(fields[19])
