import datetime as dt

import pytest
from flask import Flask

from tests.cast import Cast
from tests.notices.examples import put
from tests.notices.sink import Sink
from tests.notices.steps import the_notice
from yishi.background import celery_app
from yishi.database import db
from yishi.notices import tasks
from yishi.notices.rules import State

pytestmark = pytest.mark.usefixtures("at_now")


def test_deliver_says_what_it_did(
    app: Flask, cast: Cast, with_mail: Sink, now: dt.datetime
) -> None:
    put(cast, "assignment", now)
    db.session.commit()

    result = app.test_cli_runner().invoke(args=["deliver"])

    assert result.exit_code == 0, result.output
    assert "送出 1，退回 0，稍后再送 0，没有回音 0" in result.output


def test_without_a_gateway_it_says_where_the_notices_wait(app: Flask, cast: Cast) -> None:
    result = app.test_cli_runner().invoke(args=["deliver"])

    assert "/desk/notices/to-send" in result.output


def test_the_task_delivers_and_may_run_twice(
    app: Flask, cast: Cast, with_mail: Sink, now: dt.datetime
) -> None:
    put(cast, "assignment", now)
    db.session.commit()

    tasks.deliver_notices()
    tasks.deliver_notices()

    assert len(with_mail.messages) == 1
    assert the_notice().state is State.SENT
    assert "notices.deliver" in celery_app.tasks
