import datetime as dt

import pytest
import sqlalchemy as sa

from tests.appeals import makers
from tests.cast import Cast
from yishi import clock
from yishi.accounts import contacts, links
from yishi.accounts.models import ContactPoint
from yishi.appeals import services
from yishi.appeals.models import Appeal, AppealDecision
from yishi.appeals.rules import Act, AppealState, Source, VoidReason
from yishi.database import db
from yishi.errors import Conflict, Invalid, NotAllowed
from yishi.issues.models import Issue
from yishi.notices.models import Notice
from yishi.organizations.rules import IssueClass
from yishi.records import queries as records
from yishi.records.models import Audit


def decisions(appeal: Appeal) -> list[AppealDecision]:
    query = sa.select(AppealDecision).where(AppealDecision.appeal_id == appeal.id)
    return list(db.session.scalars(query.order_by(AppealDecision.id)))


def kinds_of_notices(appeal: Appeal) -> list[str]:
    query = sa.select(Notice.kind).where(Notice.subject_ref == appeal.ref).order_by(Notice.id)
    return list(db.session.scalars(query))


def test_an_appeal_gets_a_number_a_code_and_its_two_dates(cast: Cast, now: dt.datetime) -> None:
    first, second = makers.received(cast, now), makers.received(cast, now)

    assert (first.appeal.number, second.appeal.number) == ("SQ2026-000001", "SQ2026-000002")
    assert first.appeal.triage_due_at == clock.at(dt.date(2026, 11, 24), dt.time(17, 30))
    assert first.appeal.answer_due_at == clock.at(dt.date(2026, 11, 30), dt.time(17, 30))
    assert len(first.code) == 8
    assert first.code.isdigit()
    assert first.code not in str(first.appeal.receipt_hash)


def test_nothing_of_it_is_public_and_the_room_is_kept_as_a_hash(
    cast: Cast, now: dt.datetime
) -> None:
    one = makers.received(cast, now, building="3号楼", unit="2", room="501").appeal
    same = makers.received(cast, now, building="3", unit="2单元", room="０５０１室").appeal

    assert not one.is_released
    assert one.household_key == same.household_key is not None
    assert len(one.household_key) == 64  # a hash, whatever was typed


def test_whoever_left_a_phone_is_told_that_it_arrived(cast: Cast, now: dt.datetime) -> None:
    told = makers.received(cast, now)
    silent = makers.received(cast, now, phone="").appeal

    assert kinds_of_notices(told.appeal) == ["receipt"]
    assert kinds_of_notices(silent) == []
    assert links.resolve(links.token(told.link), "receipt", now).subject_ref == told.appeal.ref


def test_what_somebody_wrote_down_for_a_resident_says_so(cast: Cast, now: dt.datetime) -> None:
    by = cast.actor(cast.organizer)
    said = makers.said(cast, source=Source.PHONE, name="马桂彦")

    appeal = services.submit_on_behalf(said, by=by, now=now).appeal

    assert (appeal.source, appeal.entered_by) == (Source.PHONE, "王娟")
    line = records.timeline(appeal.ref)[0]
    assert (line.kind, line.by_name) == ("代填", "王娟")
    assert line.facts == {"public_name": "工作人员"}


def test_an_answer_needs_a_released_text(cast: Cast, now: dt.datetime) -> None:
    appeal = makers.received(cast, now).appeal
    by = cast.actor(cast.organizer)

    with pytest.raises(Invalid, match="一起公开"):
        services.answer(appeal, makers.ANSWER, by=by, now=now)


def test_an_answer_stays_with_who_and_when_and_reaches_the_phone(
    cast: Cast, now: dt.datetime
) -> None:
    appeal = makers.answered(cast, now)

    assert appeal.state is AppealState.ANSWERED
    assert (appeal.decided_at, appeal.answered_at) == (now, now)
    [decision] = decisions(appeal)
    assert (decision.act, decision.by_name, decision.at) == (Act.ANSWER, "王娟", now)
    assert kinds_of_notices(appeal) == ["receipt", "answer"]


def test_received_and_passed_on_is_refused_as_an_answer(cast: Cast, now: dt.datetime) -> None:
    appeal = makers.released(cast, now)

    with pytest.raises(Invalid, match="不算答复"):
        services.answer(appeal, "已收悉，已转有关部门。", by=cast.actor(cast.organizer), now=now)
    assert appeal.state is AppealState.RECEIVED


def test_a_refusal_names_the_channel_and_may_stay_between_the_two(
    cast: Cast, now: dt.datetime
) -> None:
    appeal = makers.received(cast, now).appeal
    by = cast.actor(cast.organizer)

    services.decline(appeal, makers.REASON, makers.COURT, "12368", by=by, now=now, withheld=True)

    assert appeal.state is AppealState.DECLINED
    assert not appeal.is_released
    assert records.timeline(appeal.ref)[0].text.endswith(f"可以找：{makers.COURT}，电话 12368。")
    assert [line.kind for line in records.timeline(appeal.ref, public_only=True)] == ["反映"]


def test_referring_makes_an_issue_of_the_public_text_with_its_clock(
    cast: Cast, now: dt.datetime
) -> None:
    appeal = makers.released(cast, now, may_contact=False)
    by = cast.actor(cast.organizer)

    issue = services.refer(appeal, cast.city_management.id, IssueClass.B, by=by, now=now)

    assert appeal.state is AppealState.REFERRED
    assert (issue.measure, issue.appeal_id) == (makers.PUBLIC, appeal.id)
    assert issue.reporter_contact_id is None
    assert "138" not in f"{issue.title}{issue.measure}{issue.origin}"
    assert decisions(appeal)[0].text == "已派县城管局，11月30日（周一）17:30 前办结。"
    assert decisions(appeal)[0].facts["issue"] == issue.number


def test_the_unit_learns_the_contact_only_with_the_tick(cast: Cast, now: dt.datetime) -> None:
    appeal = makers.released(cast, now, may_contact=True)
    by = cast.actor(cast.organizer)

    issue = services.refer(appeal, cast.city_management.id, IssueClass.B, by=by, now=now)

    assert issue.reporter_contact_id == appeal.contact_point_id


def test_the_second_of_two_decisions_is_told_what_happened(cast: Cast, now: dt.datetime) -> None:
    appeal = makers.answered(cast, now)

    with pytest.raises(Conflict, match="已答复"):
        services.accept(appeal, by=cast.actor(cast.second_organizer), now=now)
    assert db.session.scalars(sa.select(Issue.id)).all() == []


def test_a_dropped_item_owes_its_answer_again(cast: Cast, now: dt.datetime) -> None:
    appeal, by = makers.released(cast, now), cast.actor(cast.organizer)
    services.place_on_agenda(appeal, "11月28日光明居二期公开议事日", by=by, now=now)
    assert not appeal.owes_answer
    later = now + dt.timedelta(days=2)

    services.taken_off_agenda(appeal, by=by, now=later)

    assert appeal.state is AppealState.ACCEPTED
    assert appeal.owes_answer
    assert appeal.answer_due_at == clock.at(dt.date(2026, 12, 2), dt.time(17, 30))


def test_placing_on_an_agenda_is_a_public_answer(cast: Cast, now: dt.datetime) -> None:
    appeal, by = makers.released(cast, now), cast.actor(cast.organizer)

    services.place_on_agenda(appeal, "11月28日光明居二期公开议事日", by=by, now=now)
    services.answer(appeal, makers.ANSWER, by=by, now=now)

    assert appeal.state is AppealState.ANSWERED
    assert [d.act for d in decisions(appeal)] == [Act.PLACE, Act.ANSWER]


def test_voiding_takes_two_people(cast: Cast, now: dt.datetime) -> None:
    appeal = makers.received(cast, now).appeal
    first, second = cast.actor(cast.organizer), cast.actor(cast.second_organizer)

    services.propose_void(appeal, VoidReason.SPAM, by=first, now=now)
    with pytest.raises(NotAllowed, match="另一个人"):
        services.confirm_void(appeal, by=first, now=now)
    assert appeal.state is AppealState.RECEIVED
    services.confirm_void(appeal, by=second, now=now)

    assert appeal.state is AppealState.VOID
    assert not appeal.owes_answer


def test_the_audit_holds_neither_contact_nor_unreleased_text(cast: Cast, now: dt.datetime) -> None:
    makers.answered(cast, now)

    rows = db.session.execute(sa.select(Audit.before, Audit.after)).all()
    assert rows
    assert "138" not in str(rows)
    assert "马桂彦" not in str(rows)


def test_the_phone_is_kept_sealed(cast: Cast, now: dt.datetime) -> None:
    appeal = makers.received(cast, now).appeal

    point = db.session.get_one(ContactPoint, appeal.contact_point_id)
    assert contacts.phone(point) == "13800000005"
    assert b"13800000005" not in (point.phone_sealed or b"")
