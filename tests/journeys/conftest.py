"""One browser and one town for all journeys that only look."""

import datetime as dt
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys import street as streets
from tests.journeys import town as towns
from tests.journeys import township as townships
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


@pytest.fixture
def township(tmp_path_factory: pytest.TempPathFactory) -> Iterator[townships.Township]:
    """鱼山镇 on a machine of its own, Tuesday 24 November 2026, 09:00."""
    folder = tmp_path_factory.mktemp("township")
    with townships.running(folder, dt.date(2026, 11, 24)) as township:
        yield township


@pytest.fixture
def street(tmp_path_factory: pytest.TempPathFactory) -> Iterator[streets.Street]:
    """铜城街道 on a machine of its own, Monday 23 November 2026, 09:00."""
    folder = tmp_path_factory.mktemp("street")
    with streets.running(folder, dt.date(2026, 11, 23)) as street:
        yield street
