"""The desk's pages of issues."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.cast import Cast
from tests.conftest import Client
from tests.issues.makers import (
    REPLY,
    assigned_promise,
    manager,
    photo,
    promise,
    referral,
    under_review,
)
from tests.pages import Page
from yishi.accounts.actors import SYSTEM
from yishi.database import db
from yishi.issues import queries, services
from yishi.issues.models import Issue
from yishi.issues.rules import AcknowledgedHow, IssueState
from yishi.organizations.models import Estate, Unit

S = IssueState


def state_of(issue: Issue) -> IssueState:
    db.session.expire_all()
    return db.session.scalars(sa.select(Issue.state).where(Issue.id == issue.id)).one()


def post(client: Client, address: str, form: str, **fields: object) -> object:
    """Sends the page's own form, with what a person typed."""
    values = Page(client.get(address)).form(form)
    return client.post(form, data={**values, **fields}, content_type="multipart/form-data")


def test_the_register_lists_what_is_open_first_due_first(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    promised, lamp = assigned_promise(cast, now), referral(cast, now)
    page = Page(client.sign_in(cast.organizer).get("/desk/issues"))

    assert page.text.index(lamp.number) < page.text.index(promised.number)
    assert "剩5个工作日" in page.text


def test_the_register_is_paged_by_key(client: Client, cast: Cast, now: dt.datetime) -> None:
    for _ in range(23):
        referral(cast, now)
    client.sign_in(cast.organizer)
    first = Page(client.get("/desk/issues"))
    following = next(link for link in first.links() if "after=" in link)

    assert len(first.all("tbody")[0].text.split("SX")) == 21
    assert len(Page(client.get(following)).all("tbody")[0].text.split("SX")) == 4


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=路灯", 1),
        ("q=SX2026-0001", 1),
        ("light=green", 2),
        ("light=red", 0),
        ("state=assigned", 2),
        ("state=review", 0),
        ("from=2026-12-01", 1),
        ("area=371524001001", 2),
        ("area=371524001", 2),
        ("state=nonsense&unit=x&from=2026-13-45&after=bad", 2),
    ],
)
def test_the_filter_bar_narrows(
    client: Client, cast: Cast, now: dt.datetime, query: str, found: int
) -> None:
    assigned_promise(cast, now)
    referral(cast, now)

    text = Page(client.sign_in(cast.organizer).get(f"/desk/issues?{query}")).text
    assert text.count("SX2026-") == found


def test_an_office_sees_its_own_issues_only(client: Client, cast: Cast, now: dt.datetime) -> None:
    issue = assigned_promise(cast, now)
    client.sign_in(cast.stranger)

    assert "没有没办结的事项" in Page(client.get("/desk/issues")).text
    assert client.get(f"/desk/issues/{issue.id}").status_code == 404
    assert client.post(f"/desk/issues/{issue.id}/acknowledgement").status_code == 404


def test_a_unit_sees_what_it_leads(client: Client, cast: Cast, now: dt.datetime) -> None:
    own, other = assigned_promise(cast, now), referral(cast, now)
    client.sign_in(cast.handler)

    assert own.number in Page(client.get("/desk/issues")).text
    assert client.get(f"/desk/issues/{other.id}").status_code == 404


def test_pages_need_a_person_and_the_right_role(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    issue = assigned_promise(cast, now)

    assert client.get("/desk/issues").status_code == 303
    client.sign_in(cast.admin)
    assert client.get("/desk/issues").status_code == 403
    assert client.get(f"/desk/issues/{issue.id}").status_code == 403


def test_the_unit_acknowledges_with_its_account(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    issue = assigned_promise(cast, now)
    address = f"/desk/issues/{issue.id}"
    client.sign_in(cast.handler)
    answer = post(client, address, f"{address}/acknowledgement")

    assert answer.status_code == 303
    assert state_of(issue) is S.ACKNOWLEDGED
    assert "已签收" in Page(client.get(address)).text


def test_the_office_enters_a_call_and_keeps_what_was_typed(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    issue = assigned_promise(cast, now)
    address = f"/desk/issues/{issue.id}"
    client.sign_in(cast.organizer)
    form = f"{address}/acknowledgement"
    refused = Page(post(client, address, form, name="王经理", phone=""), 422)
    assert refused.by_id("name").get("value") == "王经理"

    post(client, address, form, name="王经理", phone="13800000001")
    assert state_of(issue) is S.ACKNOWLEDGED


def test_a_unit_notes_submits_and_another_person_reviews(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    issue = assigned_promise(cast, now)
    address, form = f"/desk/issues/{issue.id}", f"/desk/issues/{issue.id}/notes"
    services.acknowledge(issue, how=AcknowledgedHow.DESK, by=manager(cast), now=now)
    client.sign_in(cast.handler)
    post(client, address, form, text="位置已定。", photos=photo())
    assert state_of(issue) is S.IN_PROGRESS
    too_short = post(client, address, form, text="好了", resolve="1")
    assert "还差 18 个" in Page(too_short, 422).text
    post(client, address, form, text=REPLY, resolve="1")
    assert state_of(issue) is S.UNDER_REVIEW

    client.sign_in(cast.organizer)
    answer = post(client, address, f"{address}/review", outcome="solved", decision="pass")
    assert answer.status_code == 303
    assert state_of(issue) is S.RESOLVED


def test_a_return_needs_its_reason(client: Client, cast: Cast, now: dt.datetime) -> None:
    issue = under_review(cast, now)
    address = f"/desk/issues/{issue.id}"
    client.sign_in(cast.organizer)
    refused = post(client, address, f"{address}/review", decision="return", reason="不")
    assert "写明理由" in Page(refused, 422).text

    post(client, address, f"{address}/review", decision="return", reason="缺北门的照片")
    assert state_of(issue) is S.IN_PROGRESS


def test_who_typed_it_sees_why_another_must_review(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    issue = assigned_promise(cast, now)
    address = f"/desk/issues/{issue.id}"
    client.sign_in(cast.organizer)
    post(client, address, f"{address}/notes", text=REPLY, resolve="1")

    assert "等另一位同事审核" in Page(client.get(address)).text
    assert client.post(f"{address}/review", data={"outcome": "solved"}).status_code == 403


def test_the_office_confirms_a_promise_after_the_session(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    issue = promise(cast, now)
    services.await_confirmation(issue, by=SYSTEM, now=now)
    address = f"/desk/issues/{issue.id}"
    client.sign_in(cast.organizer)
    post(client, address, f"{address}/confirmation", how="phone")

    assert state_of(issue) is S.ASSIGNED


def test_something_decided_at_a_meeting_is_handed_to_a_unit(client: Client, cast: Cast) -> None:
    client.sign_in(cast.organizer)
    typed = {
        "measure": "把南门的积水井修好。",
        "unit_id": cast.city_management.id,
        "issue_class": "B",
        "estate_id": cast.estate.id,
        "origin": "11月20日办公会",
    }
    refused = post(client, "/desk/issues/new", "/desk/issues", **typed | {"unit_id": ""})
    assert "请选承办单位" in Page(refused, 422).text

    answer = post(client, "/desk/issues/new", "/desk/issues", **typed)
    issue = db.session.scalars(sa.select(Issue)).one()
    assert answer.location == f"/desk/issues/{issue.id}"
    assert (issue.area_code, issue.source) == (cast.estate.area_code, "meeting")


def test_another_offices_unit_cannot_be_asked(client: Client, cast: Cast) -> None:
    client.sign_in(cast.organizer)
    typed = {"measure": "把南门的积水井修好。", "unit_id": cast.their_unit.id, "issue_class": "B"}

    page = Page(client.post("/desk/issues", data=typed), 422)

    assert "请从列表里选单位" in page.text
    assert cast.their_unit.name not in page.text
    assert db.session.scalar(sa.select(Issue)) is None


def test_the_unit_and_the_estate_can_be_made_where_they_are_asked_for(
    client: Client, cast: Cast
) -> None:
    client.sign_in(cast.organizer)
    typed = {
        "measure": "把南门的积水井修好。",
        "unit_id_new_name": "聊东市政",
        "unit_id_new_phone": "13812345678",
        "estate_id_new_name": "如意苑",
        "issue_class": "B",
    }
    refused = post(client, "/desk/issues/new", "/desk/issues", **typed | {"measure": ""})
    assert 'value="聊东市政"' in Page(refused, 422).html
    assert db.session.scalar(sa.select(Unit).where(Unit.name == "聊东市政")) is None

    post(client, "/desk/issues/new", "/desk/issues", **typed)
    issue = db.session.scalars(sa.select(Issue)).one()
    assert db.session.get_one(Unit, issue.lead_unit_id).name == "聊东市政"
    assert db.session.get_one(Estate, issue.estate_id).name == "如意苑"


def test_what_waits_for_the_office_and_for_the_unit(cast: Cast, now: dt.datetime) -> None:
    assigned_promise(cast, now)
    under_review(cast, now)
    referral(cast, now - dt.timedelta(days=14))

    def groups(person: object) -> list[str]:
        return sorted(str(row.group) for row in queries.owed(cast.actor(person), now))

    assert groups(cast.organizer) == sorted(["待签收", "待审核", "已超期"])
    assert groups(cast.handler) == ["待签收"]
    assert groups(cast.stranger) == []


def test_a_nul_is_no_reason_to_fall_over(client: Client, cast: Cast, now: dt.datetime) -> None:
    issue = assigned_promise(cast, now)
    client.sign_in(cast.organizer)
    answer = client.post(f"/desk/issues/{issue.id}/notes", data={"text": "进展\x00进展"})

    assert answer.status_code < 500
