"""The session page in a browser: saved when a field is left, two recorders, and no scripts."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.cast import build_cast
from tests.deliberations import rooms
from tests.journeys.browser import PHONE, listen, served
from yishi import clock
from yishi.accounts import sessions
from yishi.database import db

pytestmark = pytest.mark.journey


@dataclass
class Room:
    """A day in session, served; each context is a recorder's own browser."""

    address: str
    path: str
    key: str
    browser: Browser

    def recorder(self, **options: object) -> Page:
        """The session page, signed in."""
        context: BrowserContext = self.browser.new_context(base_url=self.address, **options)  # type: ignore[arg-type]
        context.add_cookies([{"name": sessions.COOKIE, "value": self.key, "url": self.address}])
        page = context.new_page()
        page.goto(self.path)
        return page


@pytest.fixture
def room(app: Flask, committed: None, browser: Browser, at_now: Path) -> Iterator[Room]:
    """光明居二期 on Saturday, twelve minutes past nine."""
    at_now.write_text(rooms.MORNING.replace(minute=12).isoformat())
    cast = build_cast()
    day = rooms.opened(cast)
    with app.test_request_context():
        key = sessions.open_session(cast.organizer, clock.now())
    path = f"/desk/deliberations/{day.id}/session"
    db.session.commit()
    with served(app) as address:
        yield Room(address, path, key, browser)


def test_a_field_that_is_left_is_saved_and_the_guard_follows(room: Room) -> None:
    page = room.recorder(viewport=PHONE)
    complaints = listen(page)
    step = page.locator("section.step").nth(2)

    step.get_by_label("一句话记下").fill("多数人不同意")
    step.get_by_label("不采纳", exact=True).check()

    expect(step.get_by_text("✓ 不采纳")).to_be_visible()
    expect(page.get_by_role("heading", name="散会还差 2 项")).to_be_visible()
    expect(page.locator("#endbar")).to_contain_text("3 题，定了 1 题")
    expect(page.locator("#saved")).to_have_text("已保存 9:12")
    page.reload()
    expect(step).to_contain_text("多数人不同意")
    assert complaints == []


def test_two_recorders_on_one_sentence_choose_between_both(room: Room) -> None:
    first, second = room.recorder(), room.recorder()
    _write(first, "九点关音响")
    expect(first.locator("#saved")).to_have_text("已保存 9:12")

    _write(second, "八点半关音响")
    expect(second.locator(".conflict")).to_contain_text("九点关音响")
    second.get_by_role("button", name="都保留").click()

    expect(second.locator(".conflict")).to_have_count(0)
    first.reload()
    expect(first.get_by_label("一句话记下").first).to_have_value("九点关音响\n八点半关音响")


def test_without_scripts_a_whole_item_can_be_recorded(room: Room) -> None:
    page = room.recorder(java_script_enabled=False)
    step = page.locator("section.step").first

    step.get_by_label("一句话记下").fill("五月起 11 盏灯全灭")
    step.get_by_label("有承诺", exact=True).check()
    step.get_by_role("button", name="记下", exact=True).click()
    step.get_by_label("单位", exact=True).select_option(label="县城管局 牛科长")
    step.get_by_label("哪天办完").fill("2026-12-04")
    step.get_by_label("原话，做成什么样").fill("十二月四号以前十一盏灯全亮")
    step.get_by_role("button", name="当场口头确认").click()

    expect(step.get_by_text("✓ 有承诺")).to_be_visible()
    expect(step.get_by_text("吕志强宣读，当场口头确认")).to_be_visible()


def _write(page: Page, words: str) -> None:
    note = page.get_by_label("一句话记下").first
    note.fill(words)
    note.blur()
