"""From the promise to the unit's report, step by step, on a real database."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.cast import Cast
from tests.issues.makers import (
    REPLY,
    assigned_promise,
    at,
    manager,
    photo,
    promise,
    referral,
)
from yishi.accounts.actors import SYSTEM
from yishi.database import db
from yishi.errors import Conflict, Invalid
from yishi.files import queries as files
from yishi.issues import queries, services
from yishi.issues.models import Issue
from yishi.issues.rules import (
    AcknowledgedHow,
    IssueState,
)
from yishi.notices.models import Notice
from yishi.organizations.rules import IssueClass
from yishi.records.queries import timeline

S = IssueState


def story(issue: Issue) -> list[str]:
    return [entry.kind for entry in reversed(timeline(issue.ref))]


def notices(issue: Issue) -> list[str]:
    rows = db.session.scalars(sa.select(Notice).where(Notice.subject_ref == issue.ref))
    return sorted(row.kind for row in rows)


def test_a_promise_is_numbered_and_waits_for_confirmation(cast: Cast, now: dt.datetime) -> None:
    first, second = promise(cast, now), promise(cast, now)

    assert (first.state, first.number) == (S.DRAFTED, "SX2026-0001")
    assert second.number == "SX2026-0002"
    assert first.due_at is None


def test_a_promise_without_a_unit_is_refused_by_field(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(Invalid) as refusal:
        promise(cast, now, unit_id=None, measure="好")

    assert set(refusal.value.errors) == {"unit_id", "measure"}


def test_who_edits_an_older_text_sees_both(cast: Cast, now: dt.datetime) -> None:
    issue, by = promise(cast, now), cast.actor(cast.organizer)
    same = {"unit_id": issue.lead_unit_id, "contact_id": None, "promised_by": "王经理"}
    due = {"due_on": issue.promised_on, "by": by, "now": now}
    services.amend_draft(issue, measure="三个车棚，装监控。", revision=1, **same, **due)

    with pytest.raises(Conflict) as conflict:
        services.amend_draft(issue, measure="四个车棚，装监控。", revision=1, **same, **due)
    assert conflict.value.theirs == "三个车棚，装监控。"
    assert conflict.value.yours == "四个车棚，装监控。"


def test_confirming_freezes_the_date_and_closing_starts_the_clock(
    cast: Cast, now: dt.datetime
) -> None:
    issue = assigned_promise(cast, now)

    assert issue.state is S.ASSIGNED
    assert issue.original_due_on == dt.date(2026, 12, 25)
    assert issue.due_at == at("12-25 17:30")
    assert (issue.base_class, issue.issue_class) == (IssueClass.B, IssueClass.D)
    assert issue.yellow_at == at("12-18 09:00")
    assert issue.sweep_at == now
    assert story(issue) == ["现场承诺", "派单"]


def test_a_discarded_promise_stays_in_the_history(cast: Cast, now: dt.datetime) -> None:
    issue = promise(cast, now)
    services.discard(issue, by=cast.actor(cast.organizer), now=now)

    assert issue.state is S.DISCARDED
    assert not queries.of_agenda_item(2)
    with pytest.raises(Conflict):
        services.confirm(issue, "said", by=SYSTEM, now=now)


def test_an_unconfirmed_promise_is_assigned_after_a_working_day(
    cast: Cast, now: dt.datetime
) -> None:
    issue = promise(cast, now)
    services.await_confirmation(issue, by=SYSTEM, now=now)
    assert issue.confirm_by == at("11-24 17:30")

    assert services.sweep(at("11-24 17:00")) == 0
    assert services.sweep(at("11-24 17:31")) == 1
    assert services.sweep(at("11-24 17:32")) == 0
    db.session.refresh(issue)
    assert issue.state is S.ASSIGNED
    assert issue.confirmed_at is None
    assert issue.original_due_on == issue.promised_on


def test_confirming_after_the_session_dispatches_at_once(cast: Cast, now: dt.datetime) -> None:
    issue, by = promise(cast, now), cast.actor(cast.organizer)
    services.await_confirmation(issue, by=SYSTEM, now=now)
    services.confirm(issue, "phone", by=by, now=at("11-23 15:00"))

    assert issue.state is S.ASSIGNED
    assert issue.confirmed_at == at("11-23 15:00")
    assert issue.original_due_on == dt.date(2026, 12, 25)


def test_a_referral_gets_the_time_of_its_class(cast: Cast, now: dt.datetime) -> None:
    issue = referral(cast, now)

    assert (issue.state, issue.due_at) == (S.ASSIGNED, at("11-30 17:30"))
    assert issue.original_due_on == dt.date(2026, 11, 30)
    assert services.running(issue).acknowledge_by is None


def test_works_cannot_be_referred_without_a_date(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(Invalid) as refusal:
        referral(cast, now, issue_class=IssueClass.D)

    assert "due_on" in refusal.value.errors


def test_handler_and_head_are_told_each_with_a_link(cast: Cast, now: dt.datetime) -> None:
    issue = assigned_promise(cast, now, contact_id=cast.handler_contact.id)

    rows = db.session.scalars(sa.select(Notice).where(Notice.subject_ref == issue.ref)).all()
    assert {row.kind for row in rows} == {"assignment"}
    assert {row.contact_point_id for row in rows} == {
        cast.handler_contact.contact_point_id,
        cast.head_contact.contact_point_id,
    }
    assert len({row.access_link_id for row in rows}) == 2


def test_the_time_to_acknowledge_begins_when_the_first_notice_left(
    cast: Cast, now: dt.datetime
) -> None:
    assignment = services.running(referral(cast, now))
    services.set_acknowledge_by(assignment, at("11-23 16:30"))
    services.set_acknowledge_by(assignment, at("11-24 16:30"))

    assert assignment.acknowledge_by == at("11-24 11:30")


def test_acknowledging_takes_back_the_reminders(cast: Cast, now: dt.datetime) -> None:
    issue = assigned_promise(cast, now)
    services.acknowledge(issue, how=AcknowledgedHow.LINK, by=manager(cast), now=now)

    assignment = services.running(issue)
    assert issue.state is S.ACKNOWLEDGED
    assert (assignment.acknowledged_by, assignment.acknowledged_at) == ("王经理", now)
    with pytest.raises(Conflict):
        services.acknowledge(issue, how=AcknowledgedHow.LINK, by=manager(cast), now=now)


def test_the_office_enters_who_acknowledged_by_phone(cast: Cast, now: dt.datetime) -> None:
    issue, by = assigned_promise(cast, now), cast.actor(cast.organizer)
    with pytest.raises(Invalid) as refusal:
        services.acknowledge(issue, how=AcknowledgedHow.PHONE, by=by, now=now)
    assert set(refusal.value.errors) == {"name", "phone"}

    said = {"name": "王经理", "phone": "13800000001", "at": at("11-23 09:50")}
    services.acknowledge(issue, how=AcknowledgedHow.PHONE, by=by, now=now, **said)
    assert services.running(issue).acknowledged_at == at("11-23 09:50")
    assert timeline(issue.ref)[0].by_name == "鑫和物业 王经理（王娟记）"


def test_a_note_acknowledges_and_is_the_first_contact(cast: Cast, now: dt.datetime) -> None:
    issue = assigned_promise(cast, now)
    row = services.note(issue, "位置公示满 5 天。", by=manager(cast), now=now, photos=[photo()])

    assignment = services.running(issue)
    assert issue.state is S.IN_PROGRESS
    assert assignment.acknowledged_how is AcknowledgedHow.WORK
    assert assignment.first_contact_at == now
    assert len(files.of(row.ref)) == 1
    assert story(issue) == ["现场承诺", "派单", "签收", "进展"]


def test_a_submit_needs_twenty_characters_and_its_evidence(cast: Cast, now: dt.datetime) -> None:
    issue = assigned_promise(cast, now, evidence="完工照片")
    with pytest.raises(Invalid) as refusal:
        services.submit(issue, "好了", by=manager(cast), now=now)
    assert set(refusal.value.errors) == {"text", "photos"}
    assert issue.state is S.ASSIGNED

    services.submit(issue, REPLY, by=manager(cast), now=now, photos=[photo()])
    assert issue.state is S.UNDER_REVIEW
