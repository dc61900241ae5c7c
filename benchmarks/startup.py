"""How soon the first page comes, and how much memory everything takes at rest.

Starts `flask --app yishi up` on an empty folder (first start: PostgreSQL makes its
files, all migrations run), again on the same folder, and the web process alone.
PSS counts shared memory once. Aims: 3 s, 1.2 s, 300 MB.
"""

import json
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.machine import ROOT, Machine

FIRST_PAGE_SECONDS = 3.0
WEB_SECONDS = 1.2
REST_MB = 300.0
REST_AFTER = 40  # seconds: beat and worker have worked by then


def main() -> None:
    """Measures, prints a table and the line RESULT."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        Path(folder).chmod(0o711)
        machine = Machine(Path(folder) / "var")
        first = first_page(machine)
        machine.end(signal.SIGTERM)
        again = first_page(machine)
        time.sleep(REST_AFTER)
        memory = memory_of(machine)
        stopped = machine.end(signal.SIGTERM)
        web = web_alone(machine)
    rows = [
        ("first page, first start", first, FIRST_PAGE_SECONDS, "s"),
        ("first page, later start", again, FIRST_PAGE_SECONDS, "s"),
        ("web alone", web, WEB_SECONDS, "s"),
        ("   of which Flask, SQLAlchemy, Celery", libraries_alone(), None, "s"),
        ("everything stopped", stopped, 5.0, "s"),
        ("memory at rest (PSS)", sum(memory.values()), REST_MB, "MB"),
    ]
    report(rows, memory)


def first_page(machine: Machine) -> float:
    """Seconds from the command to a page of the public home, PostgreSQL and all."""
    began = time.monotonic()
    machine.start()
    while machine.get("/") != 200:
        time.sleep(0.02)
    return time.monotonic() - began


def web_alone(machine: Machine) -> float:
    """Seconds from gunicorn's start to a page that needs no database."""
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
    began = time.monotonic()
    web = subprocess.Popen(
        [*command, "yishi:create_app()"], env=machine.env, cwd=ROOT, stderr=subprocess.DEVNULL
    )
    while machine.get("/healthz") != 200:
        time.sleep(0.02)
    took = time.monotonic() - began
    web.terminate()
    web.wait()
    return took


def libraries_alone() -> float:
    """Seconds that the libraries alone take: what this machine is like today."""
    began = time.monotonic()
    names = "flask, flask_sqlalchemy, sqlalchemy.orm, psycopg, celery, redis, gunicorn.arbiter"
    subprocess.run([sys.executable, "-c", f"import {names}"], check=True)
    return time.monotonic() - began


def memory_of(machine: Machine) -> dict[str, float]:
    """Megabytes of the supervisor, and of each child with what it forked."""
    assert machine.process
    parents = parents_of_all()
    return {
        "supervisor": proportional(machine.process.pid),
        **{name: family(pid, parents) for name, pid in machine.children.items()},
    }


def family(root: int, parents: dict[int, int]) -> float:
    """Megabytes of a process and everything under it."""
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return sum(map(proportional, found))


def parents_of_all() -> dict[int, int]:
    """Each process and its parent."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    return parents


def proportional(pid: int) -> float:
    """The megabytes of one process, shared pages counted in part."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def report(rows: list[tuple[str, float, float | None, str]], memory: dict[str, float]) -> None:
    """The table for people, the last line for machines."""
    print(f"{'':40}{'measured':>10}{'aim':>8}")
    for name, value, aim, unit in rows:
        beside = f"{aim:>8.1f}" if aim else " " * 8
        print(f"{name:40}{value:>10.2f}{beside} {unit:3}{' over' if aim and value > aim else ''}")
    for name, value in memory.items():
        print(f"    {name:36}{value:>10.1f}")
    names = ("first_page_s", "later_page_s", "web_s", "libraries_s", "stop_s", "pss_mb")
    result = {key: round(row[1], 2) for key, row in zip(names, rows, strict=True)}
    result |= {f"{key}_aim": row[2] for key, row in zip(names, rows, strict=True) if row[2]}
    print("RESULT", json.dumps(result))


if __name__ == "__main__":
    main()
