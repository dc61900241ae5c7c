"""A unit made inside the form that asks for one: the form around it still goes through."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browser import WIDE
from tests.journeys.town import Town

pytestmark = pytest.mark.journey


def make_unit(page: Page, name: str) -> None:
    page.get_by_text("没有？加一个单位").first.click()
    page.get_by_label("单位名称").first.fill(name)
    page.get_by_label("电话", exact=True).first.fill("13812345678")
    page.get_by_role("button", name="加上这个单位").first.click()
    expect(page.get_by_role("option", name=name, selected=True)).to_be_attached()


def test_a_new_unit_is_chosen_at_once_and_the_form_is_sent_after(
    town: Town, browser: Browser
) -> None:
    context = browser.new_context(base_url=town.address, viewport=WIDE)
    town.sign_in(context, "wangjuan")
    page = context.new_page()
    page.goto("/desk/issues/new")
    page.get_by_label("要办什么").fill("把南门的积水井修好，清掉井里的树叶。")

    make_unit(page, "聊东市政")
    page.get_by_role("button", name="派出，通知承办单位").click()

    expect(page.get_by_text("已派给聊东市政")).to_be_visible()
    context.close()


def test_triage_takes_a_new_unit_too(town: Town, browser: Browser) -> None:
    context = browser.new_context(base_url=town.address, viewport=WIDE)
    town.sign_in(context, "zhoujie")
    page = context.new_page()
    page.goto("/desk/appeals?state=triage")
    page.locator("tbody tr a").first.click()
    if page.get_by_text("换一类，换单位").count():
        page.get_by_text("换一类，换单位").click()

    make_unit(page, "马庙热力站")
    page.get_by_role("button", name="派给这个单位").first.click()

    expect(page.get_by_text("已派给马庙热力站")).to_be_visible()
    context.close()
