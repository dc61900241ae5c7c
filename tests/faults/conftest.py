"""A machine for each test, ended whatever happens."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.machine import Machine, lives, until


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder that does not exist yet; pytest's own is closed to PostgreSQL's account."""
    with tempfile.TemporaryDirectory(prefix="yishi-fault-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        yield Path(folder) / "var"


@pytest.fixture
def machine(data: Path) -> Iterator[Machine]:
    """Everything, running."""
    machine = Machine(data)
    family: list[int] = []
    try:
        machine.up()
        family = machine.family()
        yield machine
    finally:
        machine.end_if_up()
        until(lambda: not any(map(lives, family)))
