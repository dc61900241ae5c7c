import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from tests.cast import Cast
from tests.notices.examples import put
from tests.notices.sink import Sink
from yishi.database import db
from yishi.notices.delivery import deliver
from yishi.notices.models import Notice, NoticeAttempt
from yishi.notices.rules import State


def run(now: dt.datetime) -> None:
    db.session.commit()
    deliver(lambda: now, worker="tests")
    db.session.expire_all()


def the_notice() -> Notice:
    return db.session.scalars(sa.select(Notice)).one()


def test_a_mail_arrives_and_its_notice_is_sent(
    cast: Cast, with_mail: Sink, now: dt.datetime, at_now: object
) -> None:
    put(cast, "assignment", now)

    run(now)

    assert with_mail.recipients() == ["王经理 <wang@xinhe.example>"]
    notice = the_notice()
    assert (notice.state, notice.sent_at, notice.attempts) == (State.SENT, now, 1)
    assert notice.last_code == "250"
