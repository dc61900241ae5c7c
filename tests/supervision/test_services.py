"""The sweep on real issues: each rung once, to the right people, whoever sweeps how often."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import Cast, build_cast
from tests.issues.makers import assigned_promise, at, manager, referral
from yishi.database import db
from yishi.issues import services as issues
from yishi.issues.models import Issue
from yishi.issues.rules import AcknowledgedHow
from yishi.notices import services as notices
from yishi.notices.delivery import deliver
from yishi.notices.models import Notice
from yishi.notices.rules import ByHand, State
from yishi.organizations.rules import IssueClass
from yishi.records.models import TimelineEntry
from yishi.supervision.models import Escalation
from yishi.supervision.services import sweep

pytestmark = pytest.mark.usefixtures("at_now")


def told(kind: str) -> list[str]:
    """Who was told, in the order they were queued."""
    rows = db.session.scalars(sa.select(Notice).where(Notice.kind == kind).order_by(Notice.id))
    return [row.contact_point.name for row in rows]


def levels() -> list[tuple[str, bool]]:
    rows = db.session.scalars(sa.select(Escalation).order_by(Escalation.fired_at, Escalation.level))
    return [(row.level.value, row.late) for row in rows]


def pass_on_all(cast: Cast, now: dt.datetime) -> None:
    """The organizer calls everybody who is still to be told."""
    for row in db.session.scalars(sa.select(Notice).where(Notice.state == State.HELD)).all():
        notices.pass_on(row, ByHand.PHONED, by=cast.actor(cast.organizer), now=now)


@pytest.fixture
def issue(cast: Cast, now: dt.datetime) -> Issue:
    """东门路灯, class B, with 县城管局 since Monday 10:00; due Monday 30 November."""
    return referral(cast, now)


def test_the_time_to_acknowledge_begins_when_the_first_notice_left(
    cast: Cast, issue: Issue, now: dt.datetime
) -> None:
    sweep(now)
    assert issues.running(issue).acknowledge_by is None

    pass_on_all(cast, now + dt.timedelta(hours=1))
    sweep(now + dt.timedelta(hours=2))

    assert issues.running(issue).acknowledge_by == at("11-23 16:30")


def test_nobody_acknowledges_both_are_reminded_then_called(
    cast: Cast, issue: Issue, now: dt.datetime
) -> None:
    pass_on_all(cast, now)
    for moment in ("11-23 10:01", "11-23 15:30", "11-24 10:30"):
        sweep(at(moment))

    assert levels() == [("0", False), ("0a", False), ("0b", False)]
    assert told("unacknowledged") == ["牛科长"]
    assert told("unacknowledged_again") == ["牛科长"]


def test_after_the_acknowledgement_no_reminder_comes(cast: Cast, now: dt.datetime) -> None:
    promise = assigned_promise(cast, now)
    pass_on_all(cast, now)
    issues.acknowledge(promise, how=AcknowledgedHow.LINK, by=manager(cast), now=now)

    sweep(at("11-26 10:00"))

    assert levels() == [("0", False)]


def test_red_reaches_handler_head_and_the_leader_in_charge_once_each(
    cast: Cast, now: dt.datetime
) -> None:
    promise = assigned_promise(cast, now, contact_id=cast.handler_contact.id)
    issues.acknowledge(promise, how=AcknowledgedHow.LINK, by=manager(cast), now=now)
    for moment in ("12-18 09:00", "12-28 09:00", "12-28 09:01"):
        sweep(at(moment))

    assert told("yellow") == ["段师傅"]
    assert told("red") == ["段师傅", "王经理", "吕志强"]
    assert levels() == [("0", False), ("1", False), ("2", False)]


def test_without_a_deputy_the_chief_is_told(cast: Cast, issue: Issue) -> None:
    cast.deputy.disabled_at = at("11-23 09:00")
    issues.acknowledge(
        issue,
        how=AcknowledgedHow.PHONE,
        by=cast.actor(cast.organizer),
        now=at("11-23 11:00"),
        name="牛科长",
        phone="0635-1234567",
        at=at("11-23 10:50"),
    )
    for moment in ("11-27 09:00", "12-01 09:00"):
        sweep(at(moment))

    assert told("red") == ["牛科长", "高峰"]


def test_the_red_line_stands_in_the_story(cast: Cast, issue: Issue) -> None:
    for moment in ("11-27 09:00", "12-01 09:00"):
        sweep(at(moment))

    query = sa.select(TimelineEntry.text).where(TimelineEntry.kind == "红灯")
    assert db.session.scalars(query).all() == ["已超期1个工作日，已通知县城管局负责人和街道领导。"]


def test_three_days_off_one_notice_and_it_says_so(
    cast: Cast, with_sms: Callable[[], list[str]], now: dt.datetime
) -> None:
    referral(cast, now)
    for moment in ("12-03 10:00", "12-03 10:01"):
        sweep(at(moment))
        deliver(lambda moment=moment: at(moment), worker="tests")  # type: ignore[misc]

    assert levels() == [("0", False), ("1", True)]
    (notice,) = db.session.scalars(sa.select(Notice).where(Notice.kind == "yellow"))
    assert (notice.state, notice.params["late"]) == (State.SENT, 1)
    assert "已超期3个工作日，11月30日17:30到期" in with_sms()[-1]


def test_an_issue_under_review_does_not_climb(cast: Cast, now: dt.datetime) -> None:
    promise = assigned_promise(cast, now)
    issues.submit(promise, "三个车棚都已建好，监控和充电桩已经通电。", by=manager(cast), now=now)

    sweep(at("12-28 09:00"))

    assert levels() == []
    assert promise.sweep_at is None


def test_a_light_that_was_overtaken_does_not_leave(
    app: Flask, cast: Cast, now: dt.datetime
) -> None:
    promise = assigned_promise(cast, now)
    sweep(at("12-18 09:00"))
    issues.submit(promise, "三个车棚都已建好，监控和充电桩已经通电。", by=manager(cast), now=now)
    db.session.commit()

    deliver(lambda: at("12-18 09:05"), worker="tests")

    (notice,) = db.session.scalars(sa.select(Notice).where(Notice.kind == "yellow"))
    assert (notice.state, notice.last_error) == (State.CANCELLED, "已经报办结，或期限有变")


def test_an_urgent_issue_climbs_at_night(cast: Cast) -> None:
    referral(cast, at("11-23 22:00"), issue_class=IssueClass.E)
    pass_on_all(cast, at("11-23 22:05"))
    for moment in ("11-23 22:06", "11-23 22:36", "11-24 18:00"):
        sweep(at(moment))

    assert [level for level, _ in levels()] == ["0", "0a", "0b"]


def test_one_broken_issue_delays_no_other(
    cast: Cast, issue: Issue, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    referral(cast, now, title="西门路灯不亮")
    broken = issue.id

    def moment(row: Issue, *_: object) -> None:
        if row.id == broken:
            raise RuntimeError("broken")

    monkeypatch.setattr("yishi.supervision.services._note_first_notice", moment)
    sweep(at("11-27 09:00"))

    assert told("yellow") == ["牛科长"]
    db.session.refresh(issue)
    assert issue.sweep_at == at("11-27 09:05")


def test_two_sweeps_at_once_take_each_rung_once(
    app: Flask, committed: None, now: dt.datetime
) -> None:
    cast = build_cast()
    for number in range(30):
        referral(cast, now, title=f"第{number}盏路灯不亮")
    db.session.commit()
    failures: list[BaseException] = []

    def work() -> None:
        try:
            with app.app_context():
                for moment in ("11-27 09:00", "11-27 09:01"):
                    sweep(at(moment))
        except BaseException as error:  # noqa: BLE001  shown below
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert failures == []
    assert len(told("yellow")) == 30
    assert [level for level, _ in levels()].count("1") == 30
