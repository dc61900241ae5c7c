"""One resident presses on two telephones at once."""

import datetime as dt
from functools import partial

import sqlalchemy as sa
from flask import Flask

from tests.cast import build_cast
from tests.followups.test_receipts import ask
from tests.issues.test_races import at_once
from yishi.appeals.models import Appeal
from yishi.database import db
from yishi.errors import Conflict
from yishi.followups import services
from yishi.issues.models import Issue, Verdict
from yishi.issues.rules import Answer


def partly(appeal_id: int, issue_id: int, by_phone: bool, now: dt.datetime) -> object:
    """By the link that her phone got, or on the receipt page."""
    appeal, issue = db.session.get_one(Appeal, appeal_id), db.session.get_one(Issue, issue_id)
    point = appeal.contact_point_id
    receipt = None if by_phone else appeal
    return services.verdict_by_page(issue, point, appeal=receipt, now=now, answer=Answer.PARTLY)


def test_link_and_receipt_at_once_are_one_verdict(
    app: Flask, committed: None, now: dt.datetime
) -> None:
    asked = ask(build_cast(), now)
    ids = asked.appeal.id, asked.issue.id
    db.session.commit()

    results = at_once(app, [partial(partly, *ids, by_phone, now) for by_phone in (True, False)])

    assert sum(isinstance(result, Conflict) for result in results) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Verdict)) == 1
