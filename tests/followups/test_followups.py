"""The residents are asked, and say it by link, by phone, on paper, or not at all."""

import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.cast import Cast
from tests.conftest import Client
from tests.deliberations.plans import drafted
from tests.issues.makers import at, resolved
from tests.pages import Page
from yishi.accounts import contacts, links
from yishi.accounts.models import ContactPoint
from yishi.appeals.models import Appeal
from yishi.appeals.rules import AppealState, Source
from yishi.database import db
from yishi.deliberations.models import AgendaItem
from yishi.errors import Conflict, NotAllowed
from yishi.followups import queries, rules, services
from yishi.followups.models import FollowUp
from yishi.issues import queries as issue_queries
from yishi.issues.models import Issue, Verdict
from yishi.issues.rules import Answer, FollowedUp, IssueState, VerdictSource
from yishi.notices.models import Notice
from yishi.notices.texts import sms_text
from yishi.records.models import Audit
from yishi.web.owed import Group

S = IssueState


@pytest.fixture(autouse=True)
def _clock(at_now: Path) -> None:
    """Views and services see the same moment."""


@pytest.fixture
def reporter(cast: Cast) -> ContactPoint:
    """马女士, who reported it."""
    return contacts.remember("马女士", phone="13700004321")


@pytest.fixture
def issue(cast: Cast, reporter: ContactPoint, now: dt.datetime) -> Issue:
    """A promise that passed review, reported by 马女士."""
    return resolved(cast, now, reporter_contact_id=reporter.id, agenda_item_id=99)


@pytest.fixture
def address(issue: Issue, reporter: ContactPoint, now: dt.datetime) -> str:
    """Her link."""
    return f"/v/{links.token(services.link_for(issue, reporter.id, now))}"


def fresh(issue: Issue) -> Issue:
    db.session.expire_all()
    return db.session.scalars(sa.select(Issue).where(Issue.id == issue.id)).one()


def test_a_newly_resolved_issue_is_found_once_and_its_reporter_asked(
    issue: Issue, now: dt.datetime
) -> None:
    assert services.sweep(now) == 1
    assert services.sweep(now) == 0

    asked = db.session.scalars(sa.select(Notice).where(Notice.kind == "question")).one()
    assert (asked.params["unit"], asked.params["number"]) == ("鑫和物业", issue.number)
    assert "在查询页" not in sms_text(asked, now)
    assert asked.access_link is not None
    assert asked.access_link.purpose == rules.PURPOSE
    row = db.session.scalars(sa.select(FollowUp)).one()
    assert (row.asked, row.first_try_by) == (1, at("11-30 17:30"))


def test_reporters_are_found_through_the_agenda_item(
    cast: Cast, reporter: ContactPoint, now: dt.datetime
) -> None:
    day = drafted(cast, titles=["没地方充电"])
    item = db.session.scalars(sa.select(AgendaItem).where(AgendaItem.title == "没地方充电")).one()
    appeal = Appeal(
        number="SQ2026-000001",
        area_code=day.area_code,
        state=AppealState.ON_AGENDA,
        source=Source.WEB,
        title="没地方充电",
        text="没地方充电",
        received_at=now,
        contact_point_id=reporter.id,
    )
    db.session.add(appeal)
    db.session.flush()
    item.appeal_id = appeal.id

    issue = resolved(cast, now, agenda_item_id=item.id)
    assert queries.people_to_ask(issue) == [reporter]


def test_opening_the_link_and_pressing_its_button_say_nothing(
    client: Client, issue: Issue, address: str
) -> None:
    page = Page(client.get(address))
    assert "解决了吗" in page.text
    assert "4321" not in page.html

    pressed = client.post(f"{address}/verdict", data=page.form(f"{address}/verdict"))
    assert pressed.status_code == 422
    ticked = client.post(f"{address}/verdict", data={"answer": "solved"})
    assert "手机后四位" in Page(ticked, 422).text
    assert fresh(issue).state is S.RESOLVED


def test_the_reporter_says_solved_and_the_promise_is_kept(
    client: Client, issue: Issue, address: str
) -> None:
    said = {"answer": "solved", "satisfied": "yes", "tail": "4321", "text": "修得很好"}
    assert client.post(f"{address}/verdict", data=said).location == address

    assert (fresh(issue).state, issue.followed_up) == (S.FOLLOWED_UP, FollowedUp.SOLVED)
    assert "您评的是：解决了" in Page(client.get(address)).text
    public = Page(client.get(f"/issues/{issue.number}"))
    assert "兑现了" in public.text
    assert "修得很好" not in public.html
    assert "马女士" not in public.html


def test_the_reporter_says_not_solved_and_it_is_done_again(
    client: Client, issue: Issue, address: str, now: dt.datetime
) -> None:
    client.post(f"{address}/verdict", data={"answer": "not_solved", "tail": "4321"})

    assert (fresh(issue).state, issue.cycle) == (S.IN_PROGRESS, 2)
    assert "重办" in Page(client.get(address)).text
    assert services.sweep(now) == 0


def test_saying_it_twice_changes_nothing(client: Client, issue: Issue, address: str) -> None:
    client.post(f"{address}/verdict", data={"answer": "solved", "tail": "4321"})
    again = client.post(f"{address}/verdict", data={"answer": "not_solved", "tail": "4321"})

    assert again.status_code == 409
    assert fresh(issue).state is S.FOLLOWED_UP


def test_a_lapsed_link_says_whom_to_call(
    client: Client, issue: Issue, address: str, at_now: Path
) -> None:
    at_now.write_text(dt.datetime(2027, 1, 5, tzinfo=dt.UTC).isoformat())

    assert issue.number in Page(client.get(address), 410).text
    assert client.post(f"{address}/verdict", data={"answer": "solved"}).status_code == 404


def test_the_desk_enters_a_call(client: Client, cast: Cast, issue: Issue, now: dt.datetime) -> None:
    services.sweep(now)
    db.session.commit()
    client.sign_in(cast.organizer)
    assert issue.title in Page(client.get("/desk/followups")).text
    page = Page(client.get(f"/desk/followups/{issue.id}"))
    assert "您好，我是铜城街道议事办的" in page.text
    assert "4321" not in page.html

    action = f"/desk/followups/{issue.id}/verdicts"
    refused = client.post(action, data=page.form(action) | {"by_name": "3号楼马女士"})
    assert Page(refused, 422).by_id("by-name").get("value") == "3号楼马女士"
    client.post(action, data=page.form(action) | {"answer": "solved", "satisfied": "yes"})
    verdict = db.session.scalars(sa.select(Verdict)).one()
    assert (verdict.source, verdict.by_reporter) == (VerdictSource.PHONE, True)
    assert (verdict.satisfied, verdict.entered_by) == (True, "王娟")
    assert fresh(issue).state is S.FOLLOWED_UP


def test_a_number_is_shown_once_and_the_look_is_written_down(
    client: Client, cast: Cast, issue: Issue
) -> None:
    client.sign_in(cast.organizer)
    page = Page(client.post(f"/desk/followups/{issue.id}/phones", data={}))

    assert "tel:13700004321" in page.html
    looks = sa.select(sa.func.count()).where(Audit.action == "followup.reveal")
    assert db.session.scalar(looks) == 1


def test_partly_writes_the_rest_and_its_date(
    client: Client, cast: Cast, issue: Issue, now: dt.datetime
) -> None:
    client.sign_in(cast.organizer)
    action = f"/desk/followups/{issue.id}/verdicts"
    partly = {"answer": "partly", "rest": "北门的监控还没装", "rest_due_on": "2026-11-01"}
    assert "余下部分哪天" in Page(client.post(action, data=partly), 422).text

    client.post(action, data=partly | {"rest_due_on": "2026-12-31"})
    assert fresh(issue).followed_up is FollowedUp.PARTLY
    assert issue_queries.rest_of(issue) is not None


def test_three_calls_on_two_days_are_unreached(
    client: Client, cast: Cast, issue: Issue, at_now: Path
) -> None:
    client.sign_in(cast.organizer)
    action = f"/desk/followups/{issue.id}/tries"
    for moment in ("11-23 10:00", "11-23 15:00"):
        at_now.write_text(at(moment).isoformat())
        client.sign_in(cast.organizer)
        client.post(action, data={"note": "没人接"})
    assert fresh(issue).state is S.RESOLVED

    at_now.write_text(at("11-24 09:00").isoformat())
    client.sign_in(cast.organizer)
    client.post(action, data={"note": "没人接"})
    assert fresh(issue).followed_up is FollowedUp.UNREACHED


def test_a_neighbours_no_that_stays_alone_is_a_dispute(
    cast: Cast, issue: Issue, now: dt.datetime
) -> None:
    by = cast.actor(cast.organizer)
    no = {"answer": Answer.NOT_SOLVED, "by_reporter": False, "by_name": "邻居"}
    services.verdict_by_desk(issue, source=VerdictSource.PAPER, by=by, now=now, **no)
    for moment in ("11-23 11:00", "11-23 12:00", "11-24 09:00"):
        services.note_try(issue, "", by=by, now=at(moment))

    assert issue.followed_up is FollowedUp.DISPUTED
    with pytest.raises(Conflict):
        services.note_try(issue, "", by=by, now=at("11-25 09:00"))


def test_a_unit_never_follows_up_its_own_issue(
    client: Client, cast: Cast, issue: Issue, now: dt.datetime
) -> None:
    with pytest.raises(NotAllowed):
        services.note_try(issue, "", by=cast.actor(cast.head), now=now)
    client.sign_in(cast.handler)
    assert client.get("/desk/followups").status_code == 403


def test_the_unit_reads_neither_name_nor_words(
    client: Client, cast: Cast, issue: Issue, now: dt.datetime
) -> None:
    by, no = cast.actor(cast.organizer), {"answer": Answer.NOT_SOLVED, "by_reporter": True}
    words = {"by_name": "3号楼马女士", "text": "还在漏水"}
    services.verdict_by_desk(issue, source=VerdictSource.PHONE, by=by, now=now, **no, **words)
    address = f"/desk/issues/{issue.id}"

    seen = Page(client.sign_in(cast.handler).get(address)).html
    assert "马女士" not in seen
    assert "还在漏水" not in seen
    assert "还在漏水" in Page(client.sign_in(cast.organizer).get(address)).html


def test_another_offices_follow_up_does_not_exist(client: Client, cast: Cast, issue: Issue) -> None:
    client.sign_in(cast.stranger)

    assert client.get(f"/desk/followups/{issue.id}").status_code == 404
    assert client.post(f"/desk/followups/{issue.id}/phones").status_code == 404


def test_what_was_not_asked_is_owed(cast: Cast, issue: Issue, now: dt.datetime) -> None:
    services.sweep(now)

    rows = queries.owed(cast.actor(cast.organizer), now)
    assert [(row.group, row.number) for row in rows] == [(Group.TO_FOLLOW_UP, issue.number)]
    assert queries.owed(cast.actor(cast.handler), now) == []


def test_the_desk_enters_nobodys_voice_but_theirs(
    client: Client, cast: Cast, issue: Issue, now: dt.datetime
) -> None:
    stranger = contacts.remember("别人", phone="13700009999")
    said = {"answer": "not_solved", "source": "phone", "who": str(stranger.id)}

    answer = client.sign_in(cast.organizer).post(f"/desk/followups/{issue.id}/verdicts", data=said)

    assert answer.status_code == 404
    assert fresh(issue).state is S.RESOLVED
