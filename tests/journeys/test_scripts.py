"""What the few scripts add, in a real browser on plain HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, render_template_string, request
from playwright.sync_api import Browser, Page, expect

from tests.components.test_components import gallery
from tests.journeys.browser import PHONE, listen, served
from yishi import create_app
from yishi.database import db
from yishi.settings import Settings
from yishi.web.policies import public

pytestmark = pytest.mark.journey

ANSWER = """{% from "components/flash.html" import said %}
<p id="answer">收到</p>{{ said("已签收。12月14日17:30 前办结。") }}"""
FORMS = (Path(__file__).parent / "forms.html").read_text()


@pytest.fixture(scope="module")
def sent() -> list[dict[str, str]]:
    """What reached the server."""
    return []


@pytest.fixture(scope="module")
def address(settings: Settings, app: Flask, sent: list[dict[str, str]]) -> Iterator[str]:
    """An app with two more pages: every component, and a page of forms."""
    mine = create_app(settings)
    mine.add_url_rule("/gallery", "gallery", public(lambda: gallery(desk=False)))
    mine.add_url_rule("/forms", "forms", public(lambda: render_template_string(FORMS)))

    def take() -> object:
        sent.append({**request.form, "header": request.headers.get("X-CSRFToken", "")})
        return render_template_string(ANSWER)

    mine.add_url_rule("/take", "take", public(take), methods=["POST"])
    with served(mine) as url:
        yield url
    with mine.app_context():
        db.engine.dispose()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A phone with nothing in its memory; it must not complain."""
    context = browser.new_context(viewport=PHONE, base_url=address)
    page = context.new_page()
    complaints = listen(page)
    yield page
    context.close()
    assert complaints == []


def test_finished_text_is_copied(page: Page) -> None:
    page.goto("/gallery")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")

    page.get_by_role("button", name="复制文字").click()

    expect(page.get_by_role("button", name="已复制")).to_be_visible()


def test_large_type_is_kept_by_the_browser_alone(page: Page) -> None:
    page.goto("/gallery")

    page.get_by_role("link", name="大字").click()
    page.reload()

    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "22px"
    assert page.evaluate("document.cookie").count("elder=1") == 1


def test_large_type_works_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/gallery")

    page.get_by_role("link", name="大字").click()
    page.goto("/gallery")

    assert page.locator("html.elder").count() == 1
    assert page.get_by_role("button", name="复制文字").count() == 0
    context.close()


def test_the_first_wrong_field_has_the_focus(page: Page) -> None:
    page.goto("/gallery")

    expect(page.locator(".refused")).to_be_focused()


def test_a_second_click_sends_nothing(page: Page, sent: list[dict[str, str]]) -> None:
    sent.clear()
    page.goto("/forms")

    page.locator("#plain button").dblclick()
    page.wait_for_url("**/take")

    assert [form["kind"] for form in sent] == ["plain"]


def test_a_draft_comes_back_without_what_must_not_be_kept(page: Page) -> None:
    write_half(page)

    page.reload()
    page.get_by_role("button", name="放回来").click()

    expect(page.get_by_label("写进展")).to_have_value("地基打好了")
    expect(page.get_by_label("手机")).to_have_value("")


@pytest.mark.parametrize(("next_page", "kept"), [("/", 0), ("/gallery", 1)])
def test_a_draft_is_gone_once_accepted_and_kept_if_refused(
    page: Page, next_page: str, kept: int
) -> None:
    write_half(page)

    page.locator("#draft button[name=send]").click()
    page.wait_for_url("**/take")
    page.goto(next_page)  # the gallery shows a form that was refused
    page.goto("/forms")

    expect(page.get_by_role("button", name="放回来")).to_have_count(kept)


def test_a_session_that_ended_leads_to_sign_in_and_the_draft_waits(page: Page) -> None:
    write_half(page)

    page.get_by_role("button", name="看待办").click()
    page.wait_for_url("**/sign-in?next=*")
    page.goto("/forms")

    expect(page.get_by_role("button", name="放回来")).to_be_visible()


def write_half(page: Page) -> None:
    page.goto("/forms")
    page.get_by_label("写进展").fill("地基打好了")
    page.get_by_label("手机").fill("13800000000")
    page.wait_for_timeout(600)


def test_htmx_carries_the_token_says_what_changed_and_renews_the_key(
    page: Page, sent: list[dict[str, str]]
) -> None:
    sent.clear()
    page.goto("/forms")

    page.locator("#live button").click()
    expect(page.locator("#answer")).to_be_visible()
    page.locator("#live button").click()
    page.wait_for_timeout(300)

    expect(page.locator("#flash")).to_have_text("已签收。12月14日17:30 前办结。")
    assert len({form["_once"] for form in sent}) == 2
    assert all(form["header"] == "token-of-the-page" for form in sent)


def test_without_network_the_text_stays_and_the_page_says_so(page: Page) -> None:
    page.goto("/forms")
    page.get_by_label("一句话").fill("写了一半")
    page.context.set_offline(True)

    page.locator("#live button").click()

    expect(page.locator("#flash")).to_contain_text("没有连上服务器，没有保存")
    expect(page.get_by_label("一句话")).to_have_value("写了一半")
    page.locator("#plain button").click()
    expect(page.locator("#flash")).to_contain_text("现在没有网络")
    page.context.set_offline(False)
