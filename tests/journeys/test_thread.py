"""From an appeal to a promise kept: the whole thread through the browser.

A real worker and beat, a real SMTP conversation, the SMS file, and a clock that is
moved from day to day. Who acts: a resident on a phone, organizer 王娟, the second
organizer 宋岩, the manager of 鑫和物业 on a phone, and a mail scanner.
"""

import datetime as dt
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.faults.machine import until
from tests.journeys.browser import PHONE, WIDE, listen
from tests.journeys.street import Street

pytestmark = pytest.mark.journey

MONDAY, SATURDAY = dt.date(2026, 11, 23), dt.date(2026, 11, 28)
PROMISED = dt.date(2026, 12, 4)  # a Friday
YELLOW, RED = dt.date(2026, 12, 3), dt.date(2026, 12, 7)
TITLE = "3号楼东边没地方给电动车充电"
WORDS = "十二月四号以前，三个带监控和充电桩的标准车棚给大家用上"


def test_from_an_appeal_to_a_promise_that_was_not_kept_in_time(
    street: Street, browser: Browser
) -> None:
    complaints = appeal(street, browser)
    desk = street.browser_of(browser, "wangjuan", WIDE).new_page()
    release_and_announce(desk)
    street.go_to(SATURDAY, 9)
    street.sign_in(desk.context, "wangjuan")
    hold_the_day(desk)
    manager = browser.new_context(viewport=PHONE, base_url=street.address).new_page()  # type: ignore[arg-type]
    acknowledge_by_link(street, manager)
    let_the_date_pass(street)
    report_done(street, manager)
    review(street, browser)
    number = verdict(street, browser)
    residents_read(street, browser, number)
    assert complaints == []


def appeal(street: Street, browser: Browser) -> list[str]:
    """A resident on a phone writes, leaves a number, and keeps the receipt."""
    context = browser.new_context(base_url=street.address, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    complaints = listen(page)
    page.goto("/appeals/new")
    page.get_by_label("小区").select_option(label="光明居二期")
    page.get_by_label("题目").fill(TITLE)
    page.get_by_label("说说情况").fill("飞线充电到处都是，楼下没有车棚，晚上回来没地方充。")
    page.get_by_label("手机").fill("13811112222")
    page.get_by_role("button", name="交给街道议事办").click()
    expect(page.get_by_text(re.compile(r"SQ2026-\d{6}")).first).to_be_visible()
    until(lambda: street.texts("SQ2026-"), 30)
    return complaints


def release_and_announce(desk: Page) -> None:
    """王娟 makes a day and announces it, then reads the appeal and places it there in one tap."""
    desk.goto("/desk/deliberations/new")
    desk.screenshot(path="/tmp/j1.png", full_page=True)
    print(desk.inner_text("main"))
