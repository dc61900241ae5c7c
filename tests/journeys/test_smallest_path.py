"""SPEC § 19: a township of five holds a day with one account, no gateway and no screen.

Three items, two promises, three units, from [办一场] to the sheet on the notice board,
on a real machine with worker and beat; the clock moves from day to day. Counted: every
tap on a button, a link or a choice, and every text that is typed.
"""

import datetime as dt
import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.faults.machine import until
from tests.journeys.browser import WIDE, listen
from tests.journeys.hand import Hand
from tests.journeys.township import Township, sign_in

pytestmark = pytest.mark.journey

MOST_TAPS, MOST_TEXTS = 22, 12
TUESDAY, SATURDAY = dt.date(2026, 11, 24), dt.date(2026, 11, 28)
PUBLISHED_ON = dt.date(2026, 12, 1)
ITEMS = ("东街路灯晚上不亮", "3号楼下水道返水", "小广场晚上音响太吵")


def test_a_day_from_the_announcement_to_the_notice_board(
    township: Township, browser: Browser
) -> None:
    context = browser.new_context(base_url=township.address, viewport=WIDE)
    sign_in(township, context)
    page = context.new_page()
    complaints = listen(page)
    hand = Hand(page)

    announce(hand)
    prepare(hand)
    township.go_to(SATURDAY, 9)
    sign_in(township, context)
    hold(hand)
    publish(hand)
    township.go_to(PUBLISHED_ON, 17, 31)
    sign_in(township, context)
    post(hand, township)

    report(hand)
    assert complaints == []
    assert len(hand.taps) <= MOST_TAPS
    assert len(hand.texts) <= MOST_TEXTS


def announce(hand: Hand) -> None:
    """Four days before: one form, a copy of the estate's last day."""
    page = hand.page
    page.goto("/desk")
    hand.tap("办一场")
    hand.pick(page.get_by_label("日期"), SATURDAY.isoformat())
    hand.pick(page.get_by_label("开始"), "09:00")
    hand.type(page.get_by_label("再加几题，一行一题"), "\n".join(ITEMS))
    hand.tap("看公告")
    expect(page.get_by_role("heading", name="公告是这样的")).to_be_visible()
    hand.tap("发布公告")
    expect(page.get_by_role("heading", name="已公告，接下来三件事")).to_be_visible()


def prepare(hand: Hand) -> None:
    """The same day: the group's text, three calls, the papers of the room."""
    page = hand.page
    hand.tap("复制文字")
    for unit in ("安居物业", "县供电公司", "镇城建办"):
        hand.tap(f"已打电话：{unit}")
        expect(page.get_by_role("button", name=f"已打电话：{unit}")).to_have_count(0)
    hand.tap("打印")
    expect(page.locator(".paper").first).to_be_visible()


def hold(hand: Hand) -> None:
    """The day: every item one sentence and one tap, every promise its words and a confirmation."""
    page = hand.page
    page.goto("/desk")
    hand.tap("开始")
    hand.tap("开始")
    lamps, drain, music = (item(page, title) for title in ITEMS)
    decide(hand, lamps, "五月起 11 盏灯全灭，接送孩子要打手电。", "有承诺")
    vow(
        hand,
        lamps,
        "县供电公司 孙工",
        "2026-12-04",
        "十二月四号以前，东街十一盏灯全换成亮的",
        "孙工",
    )
    decide(hand, drain, "一楼三户下雨就返水，主管塌了一段。", "有承诺")
    vow(hand, drain, "安居物业 段经理", "2026-12-10", "塌的六米主管换新，一楼不再返水", "段经理")
    decide(hand, music, "晚上九点关音响，由舞队轮流看着。", "当场解决")
    expect(page.get_by_role("heading", name="可以散会了")).to_be_visible()
    hand.tap("散会", page.locator("#guard"))
    expect(page.get_by_role("heading", name=re.compile("^纪要 "))).to_be_visible()


def publish(hand: Hand) -> None:
    """The same hour: reviewer and signer are remembered; pressed once, then two calls."""
    page = hand.page
    expect(page.get_by_label("签发人")).to_have_value("吕志强 副镇长")
    hand.tap("无异议即公布 12月1日17:30")
    expect(page.get_by_role("heading", name="还有 2 条要您来发")).to_be_visible()
    for name in ("孙工", "段经理"):
        hand.tap(f"已打电话：{name}")
        expect(page.get_by_role("button", name=f"已打电话：{name}")).to_have_count(0)


def post(hand: Hand, township: Township) -> None:
    """Two working days later it has published itself; the text and the sheet go out."""
    page = hand.page
    day = page.request.get("/schedule?month=2026-11").text()
    number = re.findall(r"/deliberations/(\d+)", day)[-1]
    public = f"{township.address}/deliberations/{number}"
    until(lambda: "结果已公布" in page.request.get(public).text(), 90)
    page.goto("/desk")
    hand.tap("安居苑公开议事日")
    expect(page.get_by_role("heading", name=re.compile("^已公布 "))).to_be_visible()
    hand.tap("复制文字")
    hand.tap("打印公开栏 A3")
    expect(page.get_by_role("heading", name="谁答应了什么，哪天办完")).to_be_visible()
    expect(page.locator(".sheet__table tbody tr")).to_have_count(2)
    residents_read(page, public)


def residents_read(page: Page, public: str) -> None:
    """What everybody sees: the words that were said, and how they stand."""
    page.goto(public)
    expect(page.get_by_text("“塌的六米主管换新，一楼不再返水”")).to_be_visible()
    expect(page.get_by_text(re.compile("^正在办 剩\\d+个工作日|^快到期"))).to_have_count(2)


def item(page: Page, title: str) -> Locator:
    """The step of an item, whatever state it is in."""
    return page.locator("section.step").filter(has=page.get_by_role("heading", name=title))


def decide(hand: Hand, step: Locator, words: str, outcome: str) -> None:
    """One sentence, one tap."""
    hand.type(step.get_by_label("一句话记下"), words)
    hand.choose(outcome, step)


def vow(hand: Hand, step: Locator, who: str, on: str, words: str, confirmer: str) -> None:
    """The first promise has opened by itself; its button names who confirms it aloud."""
    hand.pick(step.get_by_label("单位", exact=True), who)
    hand.pick(step.get_by_label("哪天办完"), on)
    hand.type(step.get_by_label("原话，做成什么样"), words)
    hand.tap(f"{confirmer}当场口头确认", step)
    expect(step.get_by_text(f"“{words}”")).to_be_visible()


def report(hand: Hand) -> None:
    """The count, for whoever reads the test's output."""
    print(f"\nsmallest path: {len(hand.taps)} clicks, {len(hand.texts)} short texts")
    print("  " + " · ".join(hand.taps))
