"""The pages: to send, the ledger, one notice."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from tests.cast import OURS, Cast
from tests.conftest import Client
from tests.notices.examples import put
from tests.notices.steps import the_notice
from tests.pages import Fragment, Page
from yishi import notices
from yishi.accounts import contacts
from yishi.database import db
from yishi.notices.models import Notice
from yishi.notices.rules import ByHand, State
from yishi.records.models import Audit

pytestmark = pytest.mark.usefixtures("at_now")

TO_SEND = "/desk/notices/to-send"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def held(cast: Cast, now: dt.datetime) -> Notice:
    """An assignment that a person must pass on."""
    return put(cast, "assignment", now)[0]


@pytest.fixture
def organizer(client: Client, cast: Cast) -> Client:
    """王娟 at her desk."""
    return client.sign_in(cast.organizer)


def text_of(response: Any) -> str:
    whole = "<html" in response.text
    return (Page if whole else Fragment)(response).html


def test_the_page_shows_the_finished_text_with_name_and_number(
    organizer: Client, held: Notice
) -> None:
    page = text_of(organizer.get(TO_SEND))

    assert "还有 1 条要您来发" in page
    assert "【铜城街道】王经理：SX2026-0123 光明居二期充电车棚选址，12月14日17:30前办结" in page
    assert 'href="tel:13800000001"' in page
    assert "派单，今天 20:00 前发" in page
    assert "鑫和物业" in page


def test_one_tap_counts_as_sent(organizer: Client, held: Notice) -> None:
    answer = organizer.post(f"/desk/notices/{held.id}/sent")

    assert (answer.status_code, answer.location) == (303, TO_SEND)
    assert (the_notice().state, the_notice().by_hand) == (State.SENT, ByHand.SENT)
    page = text_of(organizer.get(TO_SEND))
    assert "已记下：王经理的派单，已发送" in page
    assert "没有要您发的通知" in page


def test_with_htmx_the_region_comes_back(organizer: Client, held: Notice) -> None:
    fragment = text_of(organizer.post(f"/desk/notices/{held.id}/call", headers=HTMX))

    assert "签收时间从现在算起" in fragment
    assert "<html" not in fragment
    assert "王经理的派单 SX2026-0123，王娟" in fragment


def test_an_overtaken_notice_disappears_with_a_word_why(organizer: Client, held: Notice) -> None:
    notices.register("assignment", lambda notice, at: False, "已经签收")

    page = text_of(organizer.get(TO_SEND))

    assert "王经理的派单：已经签收" in page
    assert "没有要您发的通知" in page
    assert held.state is State.HELD


def test_tapping_an_overtaken_notice_takes_it_back(organizer: Client, held: Notice) -> None:
    notices.register("assignment", lambda notice, at: False, "已经签收")

    fragment = text_of(organizer.post(f"/desk/notices/{held.id}/sent", headers=HTMX))

    assert "不用再发：已经签收" in fragment
    assert the_notice().state is State.CANCELLED


def test_a_failed_mail_stands_there_as_a_call(organizer: Client, held: Notice) -> None:
    held.state, held.last_error = State.FAILED, "550 no such user"
    db.session.commit()

    page = text_of(organizer.get(TO_SEND))

    assert "对方退回：550 no such user" in page


def test_an_uncertain_one_may_leave_again(organizer: Client, held: Notice) -> None:
    held.state = State.UNCERTAIN
    db.session.commit()

    organizer.post(f"/desk/notices/{held.id}/resend")

    assert the_notice().state is State.PENDING


def test_a_residents_number_is_hidden_until_asked_for_and_that_is_written_down(
    organizer: Client, cast: Cast, now: dt.datetime
) -> None:
    (notice,) = put(cast, "answer", now, contacts.remember("马女士", phone="13912345678"))

    page = text_of(organizer.get(TO_SEND))
    assert "139****" in page
    assert "5678" not in page

    shown = text_of(organizer.post(f"/desk/notices/{notice.id}/number"))
    assert 'href="tel:13912345678"' in shown
    line = db.session.scalars(sa.select(Audit).where(Audit.action == "notices.reveal")).one()
    assert (line.actor_name, line.object_ref) == ("王娟", f"notice:{notice.id}")


@pytest.mark.parametrize("who", ["admin", "deputy", "handler"])
def test_only_an_organizer_opens_the_page(
    client: Client, cast: Cast, held: Notice, who: str
) -> None:
    client.sign_in(getattr(cast, who))

    assert client.get(TO_SEND).status_code == 403
    assert client.post(f"/desk/notices/{held.id}/sent").status_code == 403


def test_another_offices_notice_does_not_exist(client: Client, cast: Cast, held: Notice) -> None:
    client.sign_in(cast.stranger)

    assert "13800000001" not in text_of(client.get(TO_SEND))
    for url in ("sent", "call", "resend", "number"):
        assert client.post(f"/desk/notices/{held.id}/{url}").status_code == 404
    assert client.get(f"/desk/notices/{held.id}").status_code == 404
    assert client.get("/desk/notices/99999").status_code == 404


def test_signed_out_one_is_asked_to_sign_in(client: Client, held: Notice) -> None:
    assert client.get(TO_SEND).status_code == 303
    assert client.get(f"/desk/notices/{held.id}/sent").status_code == 405


def test_the_ledger_shows_states_and_filters(
    organizer: Client, cast: Cast, held: Notice, now: dt.datetime
) -> None:
    put(cast, "red", now, cast.handler_contact.contact_point)
    held.state, held.last_code, held.last_error = State.FAILED, "550", "no such user"
    db.session.commit()

    page = text_of(organizer.get("/desk/notices"))
    failed = text_of(organizer.get("/desk/notices?state=failed&subject=sx2026-0123"))
    none = text_of(organizer.get("/desk/notices?kind=yellow"))

    assert "550 no such user" in page
    assert "段师傅 鑫和物业" in page
    assert "王经理 鑫和物业" in failed
    assert "段师傅" not in failed
    assert "没有符合条件的通知" in none


def test_a_resident_is_masked_in_the_ledger(
    organizer: Client, cast: Cast, now: dt.datetime
) -> None:
    put(cast, "answer", now, contacts.remember("马桂彦", phone="13912345678"))

    page = text_of(organizer.get("/desk/notices?subject=appeal:7"))

    assert "马*彦" in page
    assert "马桂彦" not in page


def test_one_notice_shows_its_words_and_its_story(organizer: Client, held: Notice) -> None:
    organizer.post(f"/desk/notices/{held.id}/sent")

    page = text_of(organizer.get(f"/desk/notices/{held.id}"))

    assert "【铜城街道】王经理" in page
    assert "王娟 已送出" in page


def test_the_ledger_turns_pages(organizer: Client, cast: Cast, now: dt.datetime) -> None:
    for number in range(31):
        put(cast, "assignment", now, key=f"assign:{number}")
    db.session.commit()

    page = text_of(organizer.get("/desk/notices"))

    assert "下一页" in page
    assert OURS not in page
