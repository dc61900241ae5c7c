"""Leases, fences and races: nothing is sent twice, nothing is lost."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from flask import Flask

from tests.cast import Cast, build_cast
from tests.notices.examples import put
from tests.notices.steps import let_lease_run_out, run, the_notice
from yishi import notices
from yishi.database import db
from yishi.notices import outbox
from yishi.notices.models import Notice
from yishi.notices.rules import ChannelName, State

pytestmark = pytest.mark.usefixtures("at_now")


@pytest.fixture
def leased(cast: Cast, with_sms: object, now: dt.datetime) -> outbox.Claim:
    """An SMS in the hands of a worker."""
    put(cast, "assignment", now)
    db.session.commit()
    (claim,) = outbox.claim(ChannelName.SMS, worker="one", now=now).taken
    return claim


def leave(claim: outbox.Claim, now: dt.datetime) -> bool:
    return outbox.leaving(claim, now=now)


def finish(claim: outbox.Claim, now: dt.datetime) -> bool:
    return outbox.move(claim, State.IN_FLIGHT, State.SENT, now=now, sent_at=now)


def test_what_is_leased_is_nobody_elses(leased: outbox.Claim, now: dt.datetime) -> None:
    assert outbox.claim(ChannelName.SMS, worker="two", now=now).seen == 0


def test_a_lease_that_ran_out_before_the_point_of_no_return_is_safe_to_retry(
    leased: outbox.Claim, now: dt.datetime
) -> None:
    let_lease_run_out(the_notice())

    outbox.recover(now)

    assert the_notice().state is State.PENDING
    assert not leave(leased, now)


def test_a_paused_workers_late_write_changes_nothing(
    leased: outbox.Claim, now: dt.datetime
) -> None:
    let_lease_run_out(the_notice())
    outbox.recover(now)
    (second,) = outbox.claim(ChannelName.SMS, worker="two", now=now).taken

    assert not leave(leased, now)
    assert leave(second, now)
    assert not finish(leased, now)
    assert finish(second, now)


def test_an_sms_whose_worker_died_in_flight_is_shown_to_a_person(
    leased: outbox.Claim, now: dt.datetime
) -> None:
    leave(leased, now)
    let_lease_run_out(the_notice())

    outbox.recover(now)

    assert the_notice().state is State.UNCERTAIN
    assert not finish(leased, now)


def test_what_was_overtaken_by_events_is_cancelled_at_the_claim(
    cast: Cast, with_sms: Callable[[], list[str]], now: dt.datetime
) -> None:
    notices.register("assign", lambda notice, at: False, "已经签收")
    put(cast, "assignment", now)

    run(now)

    assert (the_notice().state, the_notice().last_error) == (State.CANCELLED, "已经签收")
    assert with_sms() == []


def test_a_broken_check_ends_after_three_errors_and_delays_nobody(
    cast: Cast, with_sms: Callable[[], list[str]], now: dt.datetime
) -> None:
    notices.register("red", lambda notice, at: bool(1 / 0))
    poisoned = put(cast, "red", now)[0].id
    put(cast, "assignment", now)

    for minutes in range(4):
        run(now + dt.timedelta(minutes=minutes))

    row = db.session.get_one(Notice, poisoned)
    assert (row.state, row.internal_errors) == (State.DEAD, 3)
    assert len(with_sms()) == 1


def test_at_night_a_retry_waits_for_the_morning(
    cast: Cast, with_sms: Callable[[], list[str]], now: dt.datetime
) -> None:
    put(cast, "assignment", now)

    run(now + dt.timedelta(hours=11))

    assert the_notice().state is State.PENDING
    assert the_notice().not_before == now + dt.timedelta(hours=22)
    assert with_sms() == []


def test_what_could_not_leave_in_time_expires(
    cast: Cast, with_sms: Callable[[], list[str]], now: dt.datetime
) -> None:
    put(cast, "assignment", now)

    run(now + dt.timedelta(hours=73))

    assert the_notice().state is State.EXPIRED
    assert with_sms() == []


def test_two_workers_share_the_work_and_send_nothing_twice(
    app: Flask, committed: None, with_sms: Callable[[], list[str]], now: dt.datetime
) -> None:
    cast = build_cast()
    for number in range(60):
        put(cast, "assignment", now, key=f"assign:{number}")
    db.session.commit()
    failures: list[BaseException] = []

    def work() -> None:
        try:
            with app.app_context():
                run(now)
        except BaseException as error:  # noqa: BLE001  shown below
            failures.append(error)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    assert failures == []
    numbers = [line.split("\t")[2] for line in with_sms()]
    assert len(numbers) == len(set(numbers)) == 60
