import datetime as dt
from pathlib import Path

from flask import Flask

from tests.cast import Cast
from tests.issues.makers import at, referral
from yishi.background import BEAT, celery_app
from yishi.database import db
from yishi.supervision import tasks


def test_the_command_and_the_task_sweep_once(
    app: Flask, cast: Cast, now: dt.datetime, at_now: Path
) -> None:
    referral(cast, now)
    db.session.commit()
    at_now.write_text(at("11-27 09:00").isoformat())

    result = app.test_cli_runner().invoke(args=["sweep"])
    tasks.sweep()
    again = app.test_cli_runner().invoke(args=["sweep"])

    assert result.output.strip() == "催办 1 件"
    assert again.output.strip() == "催办 0 件"


def test_beat_nudges_the_sweep_and_the_delivery() -> None:
    assert {"supervision.sweep", "notices.deliver"} <= {beat.task for beat in BEAT}
    assert "supervision.sweep" in celery_app.tasks
