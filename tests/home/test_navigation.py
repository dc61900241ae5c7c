"""The words at the top of the desk."""

import pytest
from flask import Flask

from tests.cast import Cast
from tests.conftest import Client
from tests.pages import Page
from yishi.home import navigation


def words(page: Page) -> list[str]:
    """What the navigation says before 更多."""
    nav = next(n for n in page.all("nav") if n.get("aria-label") == "工作")
    return [link.text for link in page.all("a") if link.parent is nav]


def current(page: Page) -> list[str]:
    return [link.text for link in page.all("a") if link.get("aria-current") == "page"]


@pytest.mark.parametrize(
    "place", [*navigation.FIRST, *navigation.MORE, *navigation.OWN, *navigation.LATER], ids=str
)
def test_every_word_leads_to_a_page_that_exists(app: Flask, place: navigation.Place) -> None:
    assert place.endpoint in app.view_functions


def test_an_organizer_sees_four_words(client: Client, cast: Cast) -> None:
    page = Page(client.sign_in(cast.organizer).get("/desk"))

    assert words(page) == ["待办", "议事日", "事项", "诉求"]
    assert current(page) == ["待办"]


def test_an_open_page_from_more_stands_as_a_fifth_word(client: Client, cast: Cast) -> None:
    page = Page(client.sign_in(cast.organizer).get("/desk/notices/to-send"))

    assert words(page)[-1] == "待发通知"
    assert current(page) == ["待发通知", "待发通知"]  # once as the fifth word, once under 更多


def test_nobody_is_offered_a_page_that_is_refused(client: Client, cast: Cast) -> None:
    for person in (cast.organizer, cast.handler, cast.chief, cast.admin):
        page = Page(client.sign_in(person).get("/desk"))

        links = {link for link in page.links() if link.startswith("/desk")}
        refused = {link for link in links if client.get(link).status_code in {403, 404}}
        assert refused == set()


def test_large_type_is_a_link_that_keeps_the_rest_of_the_address(client: Client) -> None:
    page = Page(client.get("/?after=x"))
    link = next(n for n in page.all("a") if n.text == "大字")

    response = client.get(link.get("href"))

    assert link.get("href") == "/?after=x&elder=1"
    assert Page(response).all("html")[0].get("class") == "elder"
    assert "elder=1" in response.headers["Set-Cookie"]
    assert Page(client.get("/")).all("html")[0].get("class") == "elder"
