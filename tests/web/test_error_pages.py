"""Refusals and failures as pages that say what to do."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.cast import Cast
from tests.conftest import Client
from tests.pages import Page
from yishi import create_app, errors
from yishi.settings import Settings
from yishi.web.policies import public

REFUSALS: dict[str, Exception] = {
    "invalid": errors.Invalid("请把完成日期改到 12月1日 或之后。"),
    "conflict": errors.Conflict("陈默刚刚改了这一段。", "三个车棚", "四个车棚"),
    "missing": errors.NotFound(),
    "forbidden": errors.NotAllowed("您的账号不办这件事。"),
    "broken": ZeroDivisionError("inside"),
}


@pytest.fixture(scope="module")
def failing(settings: Settings, app: Flask) -> Iterator[Flask]:
    """An app with pages that fail, each in its own way."""
    failing = create_app(settings)
    failing.test_client_class = Client

    def fail(how: str) -> str:
        raise REFUSALS[how]

    failing.add_url_rule("/fail/<how>", "fail", public(fail))
    return failing


@pytest.mark.parametrize(
    ("how", "status", "words"),
    [
        ("invalid", 422, "请把完成日期改到 12月1日 或之后"),
        ("conflict", 409, "两份文字都在，没有丢"),
        ("missing", 404, "没有找到这一页"),
        ("forbidden", 403, "您的账号不办这件事"),
        ("broken", 500, "系统出了错，没有保存"),
    ],
)
def test_a_refusal_says_what_to_do(
    failing: Flask, session: object, how: str, status: int, words: str
) -> None:
    page = Page(failing.test_client().get(f"/fail/{how}"), status)

    assert words in page.text
    assert "/" in page.links()
    assert "Error" not in page.text


def test_a_conflict_shows_both_texts(failing: Flask, session: object) -> None:
    page = Page(failing.test_client().get("/fail/conflict"), 409)

    assert "三个车棚" in page.text
    assert page.by_id("yours").text == "四个车棚"


def test_htmx_gets_a_message_for_the_flash_region(failing: Flask, session: object) -> None:
    response = failing.test_client().get("/fail/broken", headers={"HX-Request": "true"})

    assert response.status_code == 500
    assert response.headers["HX-Retarget"] == "#flash"
    assert response.text.startswith('<p class="flash__line flash__line--wrong">')


def test_a_lost_way_at_the_desk_keeps_the_desk_around_it(client: Client, cast: Cast) -> None:
    page = Page(client.sign_in(cast.organizer).get("/desk/nowhere"), 404)

    assert "/desk" in page.links()
    assert "王娟" in page.text


def test_whoever_is_signed_out_comes_back_to_the_page_after_signing_in(client: Client) -> None:
    plain = client.get("/desk/issues?state=all")
    htmx = client.get("/desk/issues", headers={"HX-Request": "true"})

    assert plain.headers["Location"] == "/sign-in?next=%2Fdesk%2Fissues%3Fstate%3Dall"
    assert htmx.status_code == 401
    assert htmx.headers["HX-Redirect"].startswith("/sign-in?next=")
