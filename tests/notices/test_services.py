"""Queueing, cancelling, passing on by hand."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.cast import OURS, Cast
from tests.notices.examples import FACTS, put
from tests.notices.sink import Sink
from tests.notices.steps import run, the_notice
from yishi import clock
from yishi.accounts import contacts
from yishi.database import db
from yishi.errors import Conflict
from yishi.notices import queries, registry, services
from yishi.notices.models import Notice
from yishi.notices.rules import ByHand, ChannelName, State, Window

pytestmark = pytest.mark.usefixtures("at_now")


def test_without_a_gateway_a_person_sends(cast: Cast, now: dt.datetime) -> None:
    (notice,) = put(cast, "assignment", now)

    assert (notice.channel, notice.state) == (ChannelName.MANUAL, State.HELD)
    assert notice.not_before == now
    assert notice.expires_at == now + dt.timedelta(hours=72)


def test_each_gateway_that_reaches_the_person_gets_a_notice(
    cast: Cast, with_mail: Sink, with_sms: object, now: dt.datetime
) -> None:
    both = put(cast, "assignment", now)
    only_phone = put(cast, "assignment", now, cast.handler_contact.contact_point)

    assert {notice.channel for notice in both} == {ChannelName.MAIL, ChannelName.SMS}
    assert [notice.channel for notice in only_phone] == [ChannelName.SMS]


def test_a_person_whom_no_gateway_reaches_is_told_by_hand(
    cast: Cast, with_mail: Sink, now: dt.datetime
) -> None:
    (notice,) = put(cast, "assignment", now, cast.handler_contact.contact_point)

    assert notice.channel is ChannelName.MANUAL


def test_the_same_key_queues_once(cast: Cast, now: dt.datetime) -> None:
    first = put(cast, "assignment", now)
    again = put(cast, "assignment", now + dt.timedelta(days=1))

    assert [notice.id for notice in again] == [notice.id for notice in first]


def test_the_same_key_reaches_each_person(cast: Cast, now: dt.datetime) -> None:
    put(cast, "assignment", now)
    put(cast, "assignment", now, cast.handler_contact.contact_point)

    assert db.session.scalar(sa.select(sa.func.count()).select_from(Notice)) == 2


def test_facts_that_the_kind_does_not_know_are_refused(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(ValueError, match="phone"):
        put(cast, "assignment", now, facts={**FACTS["assignment"], "phone": "13800000001"})


def test_a_light_at_night_waits_for_working_hours(cast: Cast, now: dt.datetime) -> None:
    friday_night = now + dt.timedelta(days=4, hours=12)

    (notice,) = put(cast, "yellow", friday_night)

    assert notice.not_before == clock.at(dt.date(2026, 11, 30), dt.time(8, 30))


def test_an_urgent_one_leaves_at_night(cast: Cast, now: dt.datetime) -> None:
    night = now + dt.timedelta(hours=13)

    (notice,) = put(cast, "yellow", night, urgent=True)

    assert (notice.window, notice.not_before) == (Window.AT_ONCE, night)


def test_a_change_within_a_day_of_the_meeting_leaves_at_once(cast: Cast) -> None:
    night_before = clock.at(dt.date(2026, 11, 27), dt.time(22, 0))

    (notice,) = put(cast, "change", night_before)

    assert notice.not_before == night_before
    assert notice.expires_at == FACTS["change"]["starts_at"]


def test_cancelling_takes_back_what_has_not_left(cast: Cast, now: dt.datetime) -> None:
    put(cast, "assignment", now)
    put(cast, "red", now)

    assert services.cancel("issue:42", now, kinds=("assignment",)) == 1
    states = {notice.kind: notice.state for notice in db.session.scalars(sa.select(Notice))}
    assert states == {"assignment": State.CANCELLED, "red": State.HELD}


def test_passing_on_by_hand_counts_as_sent(cast: Cast, now: dt.datetime) -> None:
    (notice,) = put(cast, "assignment", now)
    later = now + dt.timedelta(minutes=5)

    services.pass_on(notice, ByHand.PHONED, by=cast.actor(cast.organizer), now=later)

    assert (notice.state, notice.by_hand_name) == (State.SENT, "王娟")
    assert queries.first_left_at("issue:42", "assignment") == later


def test_the_second_tap_is_told_that_somebody_was_faster(cast: Cast, now: dt.datetime) -> None:
    (notice,) = put(cast, "assignment", now)
    services.pass_on(notice, ByHand.SENT, by=cast.actor(cast.organizer), now=now)

    with pytest.raises(Conflict):
        services.pass_on(notice, ByHand.SENT, by=cast.actor(cast.second_organizer), now=now)


def test_an_overtaken_notice_is_taken_back_when_tapped(cast: Cast, now: dt.datetime) -> None:
    (notice,) = put(cast, "assignment", now)
    registry.register("assignment", lambda notice, at: False, "已经签收")

    with pytest.raises(services.Overtaken, match="已经签收"):
        services.pass_on(notice, ByHand.SENT, by=cast.actor(cast.organizer), now=now)
    assert notice.state is State.CANCELLED


def test_a_failed_mail_is_over_when_somebody_called(
    cast: Cast, with_mail: Sink, now: dt.datetime
) -> None:
    put(cast, "assignment", now)
    with_mail.answers["RCPT"] = ["550 no such user"]
    run(now)

    services.pass_on(the_notice(), ByHand.PHONED, by=cast.actor(cast.organizer), now=now)

    assert (the_notice().state, the_notice().settled_at) == (State.FAILED, now)
    assert queries.first_left_at("issue:42", "assignment") == now


def test_an_address_that_was_refused_is_named_until_one_gets_through(
    cast: Cast, with_mail: Sink, now: dt.datetime
) -> None:
    put(cast, "assignment", now)
    with_mail.answers["RCPT"] = ["550 no such user"]
    run(now)
    assert queries.unreachable("issue:42") == ["王经理的邮件"]

    put(cast, "red", now)
    run(now)
    assert queries.unreachable("issue:42") == []


def test_a_held_notice_is_owed_after_a_working_hour(cast: Cast, now: dt.datetime) -> None:
    put(cast, "assignment", now)
    organizer = cast.actor(cast.organizer)

    assert queries.owed(organizer, now + dt.timedelta(minutes=59)) == []
    (owed,) = queries.owed(organizer, now + dt.timedelta(minutes=61))
    assert (owed.group, owed.number, owed.unit_name) == ("待发通知", "SX2026-0123", "鑫和物业")
    assert queries.owed(cast.actor(cast.stranger), now + dt.timedelta(minutes=61)) == []


def test_an_urgent_one_is_owed_after_ten_minutes(cast: Cast, now: dt.datetime) -> None:
    put(cast, "assignment", now, urgent=True)

    assert len(queries.owed(cast.actor(cast.organizer), now + dt.timedelta(minutes=11))) == 1


def test_a_number_that_is_gone_fails_and_becomes_a_call(
    cast: Cast, with_mail: Sink, now: dt.datetime
) -> None:
    put(cast, "assignment", now)
    contacts.change(cast.head_contact.contact_point, phone="13800000001")

    run(now)

    assert the_notice().state is State.FAILED
    assert the_notice().area_code == OURS
