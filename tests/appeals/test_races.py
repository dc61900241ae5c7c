"""Two people at once: one decides, the other is told; every number is given once."""

import datetime as dt
from collections.abc import Callable
from functools import partial

import sqlalchemy as sa
from flask import Flask

from tests.appeals import makers
from tests.cast import OURS, build_cast
from tests.issues.test_races import at_once
from yishi.appeals import services
from yishi.appeals.models import Appeal, AppealDecision
from yishi.appeals.rules import Brings
from yishi.appeals.services import following, importing
from yishi.database import db
from yishi.documents.tables import write_csv
from yishi.errors import Conflict
from yishi.issues.models import Issue
from yishi.issues.rules import IssueState
from yishi.organizations.rules import IssueClass


def count(model: type[Appeal | AppealDecision | Issue]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def on_my_own(id_: int, act: Callable[[Appeal], object]) -> object:
    return act(db.session.get_one(Appeal, id_))


def test_two_answers_at_once_are_one(app: Flask, committed: None, now: dt.datetime) -> None:
    cast = build_cast()
    appeal, by = makers.released(cast, now), cast.actor(cast.organizer)
    id_ = appeal.id
    db.session.commit()

    answer = partial(services.answer, text=makers.ANSWER, by=by, now=now)
    channel = {"reason": makers.REASON, "channel": makers.COURT, "channel_phone": "12368"}
    decline = partial(services.decline, **channel, by=by, now=now)
    results = at_once(app, [partial(on_my_own, id_, act) for act in (answer, decline)])

    assert sum(isinstance(result, Conflict) for result in results) == 1
    assert count(AppealDecision) == 1


def test_every_number_is_given_once(app: Flask, committed: None, now: dt.datetime) -> None:
    said = makers.said(build_cast())
    db.session.commit()

    at_once(app, [lambda: services.submit(said, now=now).appeal.id] * 8)

    numbers = db.session.scalars(sa.select(Appeal.number).order_by(Appeal.number)).all()
    assert numbers == [f"SQ2026-{n:06}" for n in range(1, 9)]


def test_the_same_table_twice_at_once_is_in_once(
    app: Flask, committed: None, now: dt.datetime
) -> None:
    cast = build_cast()
    by = cast.actor(cast.organizer)
    db.session.commit()
    rows = [[str(n), f"路灯坏了 {n}"] for n in range(30)]
    content = write_csv(["编号", "标题"], rows)

    def take_over() -> object:
        batch = importing.begin(
            content, "a.csv", area_code=OURS, source_name="", brings=Brings.LEAD, by=by, now=now
        )
        return importing.finish(batch, by=by, now=now)

    at_once(app, [take_over] * 3)

    assert count(Appeal) == 30


def test_two_sweeps_answer_once(app: Flask, committed: None, now: dt.datetime) -> None:
    cast = build_cast()
    appeal, by = makers.released(cast, now), cast.actor(cast.organizer)
    issue = services.refer(appeal, cast.city_management.id, IssueClass.B, by=by, now=now)
    issue.state = IssueState.CLOSED
    id_ = appeal.id
    db.session.commit()

    results = at_once(app, [lambda: following.follow(id_, now=now)] * 4)

    assert sorted(results) == [False, False, False, True]
    assert count(AppealDecision) == 2
