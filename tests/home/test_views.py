"""The ways in, as a browser sees them."""

from flask import Flask

from tests.cast import Cast
from tests.conftest import Client
from tests.pages import Page


def test_the_public_home_opens_for_anybody(client: Client) -> None:
    page = Page(client.get("/"))

    assert "居民公开议事日" in page.h1


def test_the_workbench_greets_the_person_who_signed_in(client: Client, cast: Cast) -> None:
    page = Page(client.sign_in(cast.organizer).get("/desk"))

    assert page.h1.startswith("王娟")
    assert "待办" in page.title


def test_the_owed_list_can_reach_zero(client: Client, cast: Cast) -> None:
    page = Page(client.sign_in(cast.organizer).get("/desk/owed"))

    assert "每一件都有了回应" in page.text


def test_the_workbench_is_not_for_strangers(client: Client, app: Flask) -> None:
    response = client.get("/desk")

    assert response.status_code in {303, 302, 401}
