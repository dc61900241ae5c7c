"""One browser and one town for all journeys that only look."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys import town as towns
from tests.journeys.browser import chromium
from yishi.settings import Settings


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def town(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[towns.Town]:
    """The demo."""
    with towns.built(settings, tmp_path_factory.mktemp("town")) as town:
        yield town
