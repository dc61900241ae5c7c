"""The clock of the views stands at the tests' now."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _clock(at_now: Path) -> None:
    """Views and services see the same moment."""
