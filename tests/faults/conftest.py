"""A machine for each test, ended whatever happens."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.machine import Machine, lives, until


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder that does not exist yet."""
    return tmp_path / "var"


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
