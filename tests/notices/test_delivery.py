"""Conversations with a real mail server that answers badly."""

import datetime as dt

import pytest

from tests.cast import Cast
from tests.notices.examples import put
from tests.notices.sink import Sink
from tests.notices.steps import run, the_notice, told
from yishi.notices.rules import State

pytestmark = pytest.mark.usefixtures("at_now")

MINUTE = dt.timedelta(minutes=1)


def test_a_mail_arrives_and_its_notice_is_sent(
    cast: Cast, with_mail: Sink, now: dt.datetime
) -> None:
    put(cast, "assignment", now)

    run(now)

    assert with_mail.recipients() == ["王经理 <wang@xinhe.example>"]
    notice = the_notice()
    assert (notice.state, notice.sent_at, notice.attempts) == (State.SENT, now, 1)
    assert [state for state, _, _ in told()] == ["in_flight", "sent"]


def test_a_second_pass_sends_nothing_more(cast: Cast, with_mail: Sink, now: dt.datetime) -> None:
    put(cast, "assignment", now)

    run(now)
    run(now + MINUTE)

    assert len(with_mail.messages) == 1


def test_4xx_is_tried_again_later(cast: Cast, with_mail: Sink, now: dt.datetime) -> None:
    put(cast, "assignment", now)
    with_mail.answers["RCPT"] = ["451 4.7.1 greylisted"]

    run(now)
    waiting = the_notice()
    assert (waiting.state, waiting.attempts, waiting.last_code) == (State.PENDING, 1, "451")
    assert now + MINUTE / 3 < waiting.not_before < now + MINUTE

    run(now + MINUTE)
    assert the_notice().state is State.SENT


def test_5xx_to_the_recipient_fails_at_once_with_the_servers_words(
    cast: Cast, with_mail: Sink, now: dt.datetime
) -> None:
    put(cast, "assignment", now)
    with_mail.answers["RCPT"] = ["550 5.1.1 no such user"]

    run(now)

    notice = the_notice()
    assert (notice.state, notice.final_at) == (State.FAILED, now)
    assert (notice.last_code, notice.last_error) == ("550", "5.1.1 no such user")


def test_5xx_to_the_sender_is_the_servers_fault_and_counts_no_attempt(
    cast: Cast, with_mail: Sink, now: dt.datetime
) -> None:
    put(cast, "assignment", now)
    with_mail.answers["MAIL"] = ["553 5.7.1 sender not allowed"]

    run(now)
    notice = the_notice()
    assert (notice.state, notice.attempts) == (State.PENDING, 0)
    assert "sender not allowed" in str(notice.last_error)

    run(now + MINUTE)
    assert the_notice().state is State.SENT


@pytest.mark.parametrize(
    ("answer", "state"),
    [("452 4.3.1 disk full", State.PENDING), ("554 5.6.0 spam", State.FAILED)],
)
def test_an_answer_after_the_dot_decides(
    cast: Cast, with_mail: Sink, now: dt.datetime, answer: str, state: State
) -> None:
    put(cast, "assignment", now)
    with_mail.answers["DATA"] = [answer]

    run(now)

    assert the_notice().state is state
    assert with_mail.messages == []


def test_a_lost_answer_means_the_same_mail_again_after_fifteen_minutes(
    cast: Cast, with_mail: Sink, now: dt.datetime
) -> None:
    put(cast, "assignment", now)
    with_mail.answers["DATA"] = ["hang up"]

    run(now)
    waiting = the_notice()
    assert (waiting.state, waiting.resends) == (State.PENDING, 1)
    assert waiting.not_before == now + 15 * MINUTE

    run(now + 15 * MINUTE)
    assert the_notice().state is State.SENT
    first, second = with_mail.messages
    assert first["Message-ID"] == second["Message-ID"]


def test_after_two_resends_a_person_decides(cast: Cast, with_mail: Sink, now: dt.datetime) -> None:
    put(cast, "assignment", now)
    with_mail.answers["DATA"] = ["hang up"] * 3

    for passed in (0, 15, 30):
        run(now + passed * MINUTE)

    assert the_notice().state is State.UNCERTAIN
    assert len(with_mail.messages) == 3


def test_a_server_that_is_away_costs_no_attempt_and_nothing_is_lost(
    cast: Cast, with_mail: Sink, now: dt.datetime
) -> None:
    put(cast, "assignment", now)
    with_mail.stop()

    run(now)
    notice = the_notice()
    assert (notice.state, notice.attempts) == (State.PENDING, 0)
    assert notice.not_before == now + MINUTE

    with_mail.start()
    run(now + MINUTE)
    assert the_notice().state is State.SENT


def test_one_refused_recipient_delays_nobody(cast: Cast, with_mail: Sink, now: dt.datetime) -> None:
    for number in range(3):
        put(cast, "assignment", now, key=f"assign:{number}")
    with_mail.answers["RCPT"] = ["250 OK", "550 no"]

    tally = run(now)

    assert (tally.sent, tally.refused) == (2, 1)
    assert with_mail.connections == 1


def test_a_goodbye_in_the_middle_opens_a_new_connection(
    cast: Cast, with_mail: Sink, now: dt.datetime
) -> None:
    for number in range(3):
        put(cast, "assignment", now, key=f"assign:{number}")
    with_mail.answers["RCPT"] = ["250 OK", "421 closing"]

    tally = run(now)

    assert (tally.sent, tally.again) == (2, 1)
    assert with_mail.connections == 2


def test_escalations_leave_before_mass_mail(cast: Cast, with_mail: Sink, now: dt.datetime) -> None:
    put(cast, "announcement", now)
    put(cast, "red", now)

    run(now)

    assert [str(message["Subject"])[:4] for message in with_mail.messages] == ["[红灯]", "[议事日"]


def test_an_sms_is_a_line_in_the_file(
    cast: Cast,
    with_sms,
    now: dt.datetime,  # type: ignore[no-untyped-def]
) -> None:
    put(cast, "assignment", now, cast.handler_contact.contact_point)

    run(now)

    (line,) = with_sms()
    assert line.split("\t")[1] == "13800000002"
    assert "【铜城街道】段师傅：SX2026-0123" in line
    assert the_notice().state is State.SENT


def test_ten_failures_in_a_row_leave_the_server_alone_for_a_minute(
    cast: Cast, with_mail: Sink, now: dt.datetime
) -> None:
    with_mail.stop()
    for number in range(11):
        put(cast, "assignment", now, key=f"assign:{number}")
        run(now)
    with_mail.start()

    put(cast, "assignment", now, key="assign:12")
    run(now)

    assert with_mail.connections == 0
