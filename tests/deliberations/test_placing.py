from pathlib import Path

import pytest

from tests.appeals import makers
from tests.cast import Cast
from tests.conftest import Client
from tests.deliberations import plans
from tests.pages import Page
from yishi.appeals.models import Appeal
from yishi.appeals.rules import AppealState
from yishi.database import db
from yishi.deliberations.models import Deliberation

WORDS = {"public_title": makers.TITLE, "public_text": makers.PUBLIC}


@pytest.fixture
def desk(client: Client, cast: Cast, at_now: Path) -> Client:
    at_now.write_text(plans.TUESDAY.isoformat())
    return client.sign_in(cast.organizer)


@pytest.fixture
def appeal(cast: Cast) -> Appeal:
    return makers.received(cast, plans.TUESDAY).appeal


def url(day: Deliberation, appeal: Appeal) -> str:
    return f"/desk/deliberations/{day.id}/appeals/{appeal.id}"


def test_one_tap_releases_the_text_and_places_it_on_the_day(
    desk: Client, cast: Cast, appeal: Appeal
) -> None:
    day = plans.announced(cast)

    answer = desk.post(url(day, appeal), data=WORDS)

    db.session.refresh(appeal)
    assert answer.status_code == 303
    assert (appeal.state, appeal.is_released) == (AppealState.ON_AGENDA, True)
    assert day.items[-1].situation == makers.PUBLIC
    assert "列入" in desk.get(f"/appeals/{appeal.number}").text


def test_on_a_day_that_is_not_public_yet_it_is_taken_in(
    desk: Client, cast: Cast, appeal: Appeal
) -> None:
    day = plans.drafted(cast)

    desk.post(url(day, appeal), data=WORDS)

    db.session.refresh(appeal)
    assert appeal.state is AppealState.ACCEPTED
    assert day.items[-1].appeal_id == appeal.id
    offer = desk.get(f"/desk/deliberations/agenda-offer?appeal={appeal.id}")
    assert "已放在" in offer.text


def test_a_text_that_may_not_go_out_stays_on_the_page(
    desk: Client, cast: Cast, appeal: Appeal
) -> None:
    day = plans.announced(cast)

    page = Page(desk.post(url(day, appeal), data=WORDS | {"public_text": makers.TEXT}), 422)

    db.session.refresh(appeal)
    assert "138****" in page.text
    assert appeal.state is AppealState.RECEIVED
    assert all(item.appeal_id is None for item in day.items)


def test_another_office_places_nothing(client: Client, cast: Cast, appeal: Appeal) -> None:
    day = plans.announced(cast)
    client.sign_in(cast.stranger)

    assert client.post(url(day, appeal), data=WORDS).status_code == 404
