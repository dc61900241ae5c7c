"""/k/<token>: GET shows, POST acts with the phone's last four digits, five wrong tries lock."""

import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import Cast, build_cast
from tests.conftest import Client
from tests.issues.makers import REPLY, assigned_promise, at, photo
from tests.pages import Page
from yishi.accounts import links
from yishi.accounts.models import AccessLink
from yishi.database import db
from yishi.issues import services
from yishi.issues.models import Issue
from yishi.issues.rules import AcknowledgedHow, IssueState
from yishi.notices.models import Notice
from yishi.organizations.models import Contact

S = IssueState
TAIL = "0001"


@pytest.fixture
def issue(cast: Cast, now: dt.datetime) -> Issue:
    """A promise in the hands of 鑫和物业."""
    return assigned_promise(cast, now)


@pytest.fixture
def address(issue: Issue, cast: Cast, now: dt.datetime) -> str:
    """王经理's link."""
    return address_for(issue, cast.head_contact, now)


def address_for(issue: Issue, contact: Contact, now: dt.datetime) -> str:
    return f"/k/{links.token(services.link_for(services.running(issue), contact, now))}"


def state_of(issue: Issue) -> IssueState:
    db.session.expire_all()
    return db.session.scalars(sa.select(Issue.state).where(Issue.id == issue.id)).one()


def acknowledge(client: Client, address: str, tail: str = TAIL) -> object:
    return client.post(f"{address}/acknowledgement", data={"tail": tail})


def test_opening_the_link_changes_nothing(client: Client, issue: Issue, address: str) -> None:
    page = Page(client.get(address))

    assert "王经理，这一件请您签收" in page.text
    assert "办结截止" in page.text
    assert TAIL not in page.html.replace(issue.number, "")
    assert state_of(issue) is S.ASSIGNED


def test_the_page_is_kept_by_nobody(client: Client, address: str) -> None:
    headers = client.get(address).headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in headers["X-Robots-Tag"]


def test_a_scanner_that_presses_the_button_changes_nothing(
    client: Client, issue: Issue, address: str
) -> None:
    form = Page(client.get(address)).form(f"{address}/acknowledgement")
    answer = client.post(f"{address}/acknowledgement", data=form)

    assert answer.status_code == 422
    assert state_of(issue) is S.ASSIGNED


def test_the_manager_acknowledges_and_the_same_address_becomes_the_working_page(
    client: Client, issue: Issue, address: str
) -> None:
    answer = acknowledge(client, address)
    assert answer.location == address
    assert state_of(issue) is S.ACKNOWLEDGED

    page = Page(client.get(address))
    assert "王经理，这一件您在办" in page.text
    assert "手机后四位" not in page.text
    assert services.running(issue).acknowledged_how is AcknowledgedHow.LINK


def test_another_browser_is_asked_again(client: Client, issue: Issue, address: str) -> None:
    acknowledge(client, address)
    other = client.application.test_client()
    refused = other.post(f"{address}/notes", data={"text": "假的进展。"})

    assert "手机后四位" in Page(refused, 422).text
    assert state_of(issue) is S.ACKNOWLEDGED


def test_the_working_page_takes_notes_photos_and_the_report(
    client: Client, issue: Issue, address: str
) -> None:
    acknowledge(client, address)
    data = {"text": "三处位置都定了。", "photos": photo()}
    client.post(f"{address}/notes", data=data, content_type="multipart/form-data")
    page = Page(client.get(address))
    assert "三处位置都定了。" in page.text
    picture = next(n.get("src") for n in page.all("img"))
    with client.get(picture) as response:
        assert response.mimetype == "image/jpeg"

    client.post(f"{address}/notes", data={"text": REPLY, "resolve": "1"})
    assert state_of(issue) is S.UNDER_REVIEW
    assert "街道正在审核" in Page(client.get(address)).text


def test_what_was_typed_stays_when_it_is_refused(
    client: Client, issue: Issue, address: str
) -> None:
    acknowledge(client, address)
    refused = client.post(f"{address}/notes", data={"text": "办完了", "resolve": "1"})

    assert Page(refused, 422).by_id("text").text == "办完了"
    assert state_of(issue) is S.ACKNOWLEDGED


def test_a_broken_photo_changes_nothing(client: Client, issue: Issue, address: str) -> None:
    acknowledge(client, address)
    broken = photo()
    broken.stream.truncate(40)
    data = {"text": "三处位置都定了。", "photos": broken}
    answer = client.post(f"{address}/notes", data=data, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert state_of(issue) is S.ACKNOWLEDGED


def test_five_wrong_tries_lock_the_link_for_a_quarter_of_an_hour(
    app: Flask, committed: None, at_now: Path, now: dt.datetime
) -> None:
    cast = build_cast()
    issue = assigned_promise(cast, now)
    address = address_for(issue, cast.head_contact, now)
    db.session.commit()
    app.test_client_class = Client
    client: Client = app.test_client()  # type: ignore[assignment]
    for _ in range(5):
        assert "不对" in Page(acknowledge(client, address, "9999"), 422).text
    assert "15 分钟" in Page(acknowledge(client, address), 422).text
    assert state_of(issue) is S.ASSIGNED

    at_now.write_text((now + dt.timedelta(minutes=16)).isoformat())
    acknowledge(client, address)
    assert state_of(issue) is S.ACKNOWLEDGED


def test_a_lapsed_link_sends_a_fresh_one_to_its_owner_once_a_day(
    client: Client, issue: Issue, address: str, at_now: Path
) -> None:
    before = db.session.scalar(sa.select(sa.func.count()).select_from(Notice))
    at_now.write_text(at("12-01 10:00").isoformat())
    page = Page(client.get(address), 410)
    assert issue.title not in page.text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Notice)) == before

    for _ in range(2):
        sent = Page(client.post(f"{address}/fresh-link", data={}))
        assert "/k/" not in sent.html.replace(f"{address}", "")
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Notice)) == before + 1


def test_a_revoked_link_is_dead(
    client: Client, issue: Issue, address: str, now: dt.datetime
) -> None:
    links.revoke(services.running(issue).ref, now)
    db.session.commit()
    before = db.session.scalar(sa.select(sa.func.count()).select_from(AccessLink))

    assert client.get(address).status_code == 410
    client.post(f"{address}/fresh-link", data={})
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AccessLink)) == before


def test_who_left_the_unit_opens_nothing(
    client: Client, issue: Issue, address: str, cast: Cast, now: dt.datetime
) -> None:
    cast.head_contact.left_at = now
    db.session.commit()

    assert client.get(address).status_code == 410
    assert acknowledge(client, address).status_code == 404


@pytest.mark.parametrize("token", ["1.aaaa", "zz.zz", "x", "1." + "A" * 32, "-1.a"])
def test_an_invented_address_is_nothing(client: Client, issue: Issue, token: str) -> None:
    assert client.get(f"/k/{token}").status_code == 404
    assert client.post(f"/k/{token}/acknowledgement").status_code == 404


def test_a_link_opens_one_issue_only(
    client: Client, cast: Cast, issue: Issue, address: str, now: dt.datetime
) -> None:
    other = assigned_promise(cast, now)
    acknowledge(client, address)

    assert state_of(other) is S.ASSIGNED
    assert client.get(f"/desk/issues/{issue.id}").status_code == 303


def test_where_only_a_mailbox_is_known_its_name_is_asked(
    client: Client, cast: Cast, issue: Issue, now: dt.datetime
) -> None:
    point = cast.head_contact.contact_point
    point.phone_tail = point.phone_sealed = point.phone_index = None
    db.session.commit()
    address = address_for(issue, cast.head_contact, now)
    assert "邮箱 @ 前面的部分" in Page(client.get(address)).text

    acknowledge(client, address, "wang")
    assert state_of(issue) is S.ACKNOWLEDGED
