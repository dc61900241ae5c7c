"""From an appeal to a promise that was kept too late: the whole thread through the browser.

A real worker and beat, a real SMTP conversation, the SMS file, and a clock that is
moved from day to day. Who acts: a resident on a phone, organizer 王娟, the second
organizer 宋岩, 段师傅 of 鑫和物业 on a phone, his manager, a leader, and a mail scanner.
"""

import datetime as dt
import io
import re
from collections import Counter

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.faults.machine import until
from tests.journeys.browser import PHONE, WIDE, listen
from tests.journeys.street import Street

pytestmark = pytest.mark.journey

SATURDAY = dt.date(2026, 11, 28)
YELLOW, RED = dt.date(2026, 12, 3), dt.date(2026, 12, 7)  # promised for Friday 4 December
TITLE = "3号楼东边没地方给电动车充电"
WORDS = "十二月四号以前，三个带监控和充电桩的标准车棚给大家用上"
REPLY = "三个车棚都立好了，监控和充电桩已经通电，居民可以用了。"
RESIDENT, HANDLER, MANAGER = "13811112222", "13800000002", "13800000001"


def test_from_an_appeal_to_a_verdict(street: Street, browser: Browser) -> None:
    resident = browser.new_context(base_url=street.address, viewport=PHONE).new_page()  # type: ignore[arg-type]
    complaints = listen(resident)
    code = appeal(street, resident)
    desk = street.browser_of(browser, "wangjuan", WIDE).new_page()
    announce(street, desk)
    street.go_to(SATURDAY, 9)
    street.sign_in(desk.context, "wangjuan")
    hold_the_day(desk)
    handler = browser.new_context(base_url=street.address, viewport=PHONE).new_page()  # type: ignore[arg-type]
    acknowledge(street, handler)
    let_the_date_pass(street)
    report_done(street, handler)
    review(street, browser)
    judge(street, resident, code)
    read(resident)
    assert complaints == []


def appeal(street: Street, page: Page) -> str:
    """A resident writes and leaves a number; the code on the receipt is theirs alone."""
    page.goto("/appeals/new")
    page.get_by_label("小区").select_option(label="吉祥苑社区 光明居二期")
    page.get_by_label("用一句话说清楚").fill(TITLE)
    page.get_by_label("请写详细些").fill("飞线充电到处都是，楼下没有车棚，晚上回来没地方充。")
    page.get_by_label("手机").fill(RESIDENT)
    page.get_by_role("button", name="交给街道议事办").click()
    expect(page.get_by_text("SQ2026-000001").first).to_be_visible()
    until(lambda: street.texts("SQ2026-000001"), 30)
    assert page.request.get("/appeals/SQ2026-000001").status == 404
    return re.sub(r"\D", "", page.get_by_text(re.compile(r"^\d{4} \d{4}$")).inner_text())


def announce(street: Street, desk: Page) -> None:
    """王娟 plans a day, places the appeal on its agenda in one tap, announces, and calls."""
    desk.goto("/desk/deliberations/new")
    desk.get_by_label("日期").fill(SATURDAY.isoformat())
    desk.get_by_label("开始", exact=True).fill("09:00")
    desk.get_by_label("地点").fill("光明居二期社区广场")
    desk.get_by_label("主持人").fill("吕志强")
    desk.get_by_label("鑫和物业").check()
    desk.get_by_role("button", name="只列入日程").click()
    expect(desk.get_by_role("heading", name="筹备 光明居二期公开议事日")).to_be_visible()
    desk.goto("/desk")
    desk.get_by_role("link", name="分办").click()
    desk.get_by_role("button", name="列入 11月28日，公开这段文字").click()
    expect(desk.get_by_role("heading", name="诉求")).to_be_visible()
    desk.goto("/desk/deliberations/1/prepare")
    desk.get_by_role("button", name="发布公告").click()
    until(lambda: street.mails("邀请到会", "wang@xinhe.example"), 30)
    desk.get_by_role("button", name="已打电话：鑫和物业").click()
    desk.get_by_label("谁来").fill("段")
    desk.get_by_label("职务").fill("师傅")
    desk.get_by_role("button", name="记下谁来").click()
    expect(desk.get_by_text("段师傅来")).to_be_visible()


def hold_the_day(desk: Page) -> None:
    """One item, one promise in the promiser's own words, confirmed aloud; then 散会."""
    desk.goto("/desk")
    desk.get_by_role("link", name="开始").first.click()
    desk.get_by_role("button", name="开始").click()
    step = desk.locator("section.step").filter(has=desk.get_by_role("heading", name=TITLE))
    step.get_by_label("一句话记下").fill("居民要车棚，物业答应建三个。")
    step.get_by_label("有承诺", exact=True).check()
    step.get_by_label("单位", exact=True).select_option(label="鑫和物业 段师傅")
    step.get_by_label("哪天办完").fill("2026-12-04")
    step.get_by_label("原话，做成什么样").fill(WORDS)
    step.get_by_role("button", name="段师傅当场口头确认").click()
    expect(step.get_by_text(f"“{WORDS}”")).to_be_visible()
    desk.locator("#guard").get_by_role("button", name="散会").click()
    desk.get_by_label("审核人（保密审查）").fill("宋岩 党政办主任")
    desk.get_by_label("签发人").fill("吕志强 副镇长")
    desk.get_by_role("button", name="无异议即公布 12月1日17:30").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text("通知")


def acknowledge(street: Street, page: Page) -> None:
    """SMS to the handler, mail to the manager; a scanner changes nothing; the handler signs."""
    until(lambda: street.texts(HANDLER) and street.mails("[派单]", "duan@xinhe.example"), 30)
    until(lambda: street.mails("[抄送]", "wang@xinhe.example"), 30)
    link = street.link_in("[派单]", "duan@xinhe.example")
    scan(page, link)
    page.goto(link)
    page.get_by_label("手机").fill(HANDLER[-4:])
    page.get_by_role("button", name="签收").click()
    expect(page.get_by_text("这一件您在办")).to_be_visible()


def scan(page: Page, link: str) -> None:
    """What a mail scanner does: opens the link, posts its empty form."""
    page.goto(link)
    token = page.locator("[name=csrf_token]").first.input_value()
    answer = page.request.post(f"{link}/acknowledgement", form={"csrf_token": token})
    assert answer.status == 422
    page.goto(link)
    expect(page.get_by_role("button", name="签收")).to_be_visible()


def let_the_date_pass(street: Street) -> None:
    """Yellow to the handler alone; red to handler, manager and leader: once each."""
    street.go_to(YELLOW, 9, 1)
    until(lambda: street.texts("剩1个工作日"), 90)
    assert [line.split("\t")[1] for line in street.texts("剩1个工作日")] == [HANDLER]
    street.go_to(RED, 9, 1)
    until(lambda: street.mails("[红灯]", "lv@tongcheng.example"), 90)
    street.machine.command("sweep")
    street.machine.command("deliver")
    to = Counter(line.split("\t")[1] for line in street.texts("已超期1个工作日"))
    assert (to[HANDLER], to[MANAGER]) == (1, 1)
    assert len(street.mails("[红灯]", "lv@tongcheng.example")) == 1
    assert len(street.mails("[红灯]", "wang@xinhe.example")) == 1
    assert len(street.mails("[红灯]", "duan@xinhe.example")) == 1


def report_done(street: Street, page: Page) -> None:
    """The handler reports with a photo, by the fresh link that came with the red light."""
    picture = io.BytesIO()
    Image.new("RGB", (900, 600), "teal").save(picture, "JPEG")
    page.goto(street.link_in("[红灯]", "duan@xinhe.example"))
    page.get_by_label("今天办到哪一步").fill(REPLY)
    page.get_by_label("照片").set_input_files(
        {"name": "shed.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    )
    if page.get_by_label("手机").count():
        page.get_by_label("手机").fill(HANDLER[-4:])
    page.get_by_role("button", name="办完了，报办结").click()
    expect(page.get_by_text("街道正在审核")).to_be_visible()


def review(street: Street, browser: Browser) -> None:
    """宋岩, who neither submitted nor typed it, passes it."""
    page = street.browser_of(browser, "songyan", WIDE).new_page()
    page.goto("/desk")
    page.get_by_role("link", name="审核办结").click()
    page.get_by_role("button", name="通过，转居民回访").click()
    expect(page.get_by_text("轮到您：回访")).to_be_visible()


def judge(street: Street, page: Page, code: str) -> None:
    """The resident is asked by SMS and says so on the receipt page: solved."""
    until(lambda: [line for line in street.texts("解决了吗") if RESIDENT in line], 90)
    page.goto("/appeals/lookup")
    page.get_by_label("编号").fill("SQ2026-000001")
    page.get_by_label("查询码").fill(code)
    page.get_by_label("手机").fill(RESIDENT[-4:])
    page.get_by_role("button", name="查").click()
    page.get_by_role("link", name="说说解决了没有").click()
    page.get_by_label("解决了", exact=True).check()
    page.get_by_role("button", name="就这样评").click()
    expect(page.get_by_text("您评的是")).to_be_visible()


def read(page: Page) -> None:
    """What everybody reads: the words, both dates, and that the first was not kept."""
    page.goto("/issues/SX2026-0001")
    expect(page.get_by_text(f"“{WORDS}”")).to_be_visible()
    expect(page.get_by_text("当场承诺", exact=True)).to_be_visible()
    expect(page.get_by_text("没有兑现").first).to_be_visible()
    expect(page.get_by_text("已办完").first).to_be_visible()
    expect(page.get_by_text(REPLY)).to_be_visible()
