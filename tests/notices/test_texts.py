"""Every kind in words, beside the files in `tests/expected/notices/`.

After a wanted change: `YISHI_WRITE_EXPECTED=1 pytest tests/notices/test_texts.py`, then read
the diff.
"""

import dataclasses
import datetime as dt
import os
from pathlib import Path

import pytest
from flask import Flask

from tests.cast import OURS, Cast
from tests.notices.examples import FACTS, link_to, put
from yishi.accounts import links
from yishi.database import db
from yishi.notices.rules import KINDS
from yishi.notices.rules.sms import LONGEST
from yishi.notices.texts import address, mail_text, sms_text, text_by_hand
from yishi.organizations.models import Setting
from yishi.settings import current_of

pytestmark = pytest.mark.usefixtures("at_now")

LONG = {"title", "what", "reason", "answer", "place", "unit", "items"}
EXPECTED = Path(__file__).parent.parent / "expected" / "notices"


@pytest.fixture
def office(cast: Cast) -> Cast:
    """The office has a telephone."""
    db.session.add(Setting(area_code=OURS, key="office.telephone", value="0635-3270000"))
    db.session.flush()
    return cast


def compare(name: str, text: str) -> None:
    path = EXPECTED / name
    if os.environ.get("YISHI_WRITE_EXPECTED") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert text == path.read_text()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_reads_as_expected(office: Cast, now: dt.datetime, kind: str) -> None:
    (notice,) = put(office, kind, now)
    mail = mail_text(notice, now)

    compare(f"{kind}/subject.txt", mail.subject + "\n")
    compare(f"{kind}/body.txt", mail.plain)
    compare(f"{kind}/body.html", mail.html)
    compare(f"{kind}/sms.txt", sms_text(notice, now) + "\n")


@pytest.mark.parametrize("length", [1, 12, 40, 200])
def test_an_sms_fits_whatever_the_title(office: Cast, now: dt.datetime, length: int) -> None:
    for kind in KINDS:
        facts = {**FACTS[kind], **dict.fromkeys(LONG & FACTS[kind].keys(), "充" * length)}
        (notice,) = put(office, kind, now, facts=facts)

        text = sms_text(notice, now)

        assert len(text) <= LONGEST, text
        assert text.startswith("【铜城街道】")
        assert text.count("【") == 1


def test_the_title_is_shortened_but_never_date_or_number(office: Cast, now: dt.datetime) -> None:
    facts = {**FACTS["red"], "title": "光明居二期东门外充电车棚选址以及消防通道划线和照明"}
    (notice,) = put(office, "red", now, facts=facts)

    text = sms_text(notice, now)

    assert text == (
        "【铜城街道】王经理：SX2026-0123 光明居二期东门外充电…已超期1个工作日"
        "（12月14日17:30到期）。请今天写明原因，尽快办结。"
    )
    assert len(text) <= LONGEST


def test_the_subject_line_of_a_red_light(office: Cast, now: dt.datetime) -> None:
    (notice,) = put(office, "red", now)

    assert mail_text(notice, now).subject == (
        "[红灯][SX2026-0123] 光明居二期充电车棚选址 已超期1个工作日"
    )


def test_the_head_gets_a_copy_that_asks_for_nothing(office: Cast, now: dt.datetime) -> None:
    facts = {**FACTS["assignment"], "copy": 1}
    (notice,) = put(office, "assignment", now, facts=facts)

    compare("assignment/copy-sms.txt", sms_text(notice, now) + "\n")
    compare("assignment/copy-body.txt", mail_text(notice, now).plain)


def test_a_leader_reads_of_a_red_light_and_is_asked_for_nothing(
    office: Cast, now: dt.datetime
) -> None:
    (notice,) = put(office, "red", now, facts={**FACTS["red"], "copy": 1})

    compare("red/copy-sms.txt", sms_text(notice, now) + "\n")
    compare("red/copy-body.txt", mail_text(notice, now).plain)


def test_the_question_says_where_to_answer(office: Cast, now: dt.datetime) -> None:
    db.session.add(Setting(area_code=OURS, key="office.signature", value="莘县莘亭街道办事处"))
    facts = {**FACTS["question"], "number": "SQ2026-1000123", "unit": "县住房和城乡建设事务中心"}
    (notice,) = put(office, "question", now, facts=facts)
    without = {**FACTS["question"], "number": "SX2026-0123", "receipt": 0}
    (by_phone,) = put(office, "question", now, facts=without, key="question:43")

    assert sms_text(notice, now).endswith("请在查询页或打电话0635-3270000说。")
    assert len(sms_text(notice, now)) <= LONGEST
    assert sms_text(by_phone, now).endswith(
        "您关心的SX2026-0123，县城管局说办完了。解决了吗？请打电话0635-3270000说。"
    )


def test_what_comes_late_says_that_the_system_slept(office: Cast, now: dt.datetime) -> None:
    (notice,) = put(office, "red", now, facts={**FACTS["red"], "late": 1})

    assert "停机补发" in mail_text(notice, now).plain


def test_the_button_of_an_assignment_is_the_readers_own_link(
    office: Cast, now: dt.datetime
) -> None:
    link = link_to(office.head_contact.contact_point, now)
    (notice,) = put(office, "assignment", now, link=link)

    url = f"http://localhost/k/{links.token(link)}"
    assert address(notice) == url
    assert mail_text(notice, now).html.count(f'href="{url}"') == 1
    assert text_by_hand(notice, now).endswith(f"签收这件事：{url}")
    assert url not in sms_text(notice, now)


def test_a_title_cannot_break_out_of_the_mail(office: Cast, now: dt.datetime) -> None:
    nasty = "<script>alert(1)</script>\r\nBcc: x@y.example"
    (notice,) = put(office, "red", now, facts={**FACTS["red"], "title": nasty})

    mail = mail_text(notice, now)

    assert "<script>" not in mail.html
    assert "\n" not in mail.subject
    assert "\r" not in mail.subject


def test_without_a_public_door_no_address_is_shown(
    app: Flask, office: Cast, now: dt.datetime
) -> None:
    (notice,) = put(office, "announcement", now)
    before = current_of(app)
    app.extensions["yishi_settings"] = dataclasses.replace(before, public_url=None)
    try:
        assert address(notice) is None
        assert "http" not in text_by_hand(notice, now)
        assert "href" not in mail_text(notice, now).html
    finally:
        app.extensions["yishi_settings"] = before
