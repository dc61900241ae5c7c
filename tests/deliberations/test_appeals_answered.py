"""What residents asked for hears what came of it when the result is published."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.appeals.makers import released
from tests.cast import Cast
from tests.deliberations import rooms
from yishi.accounts.actors import Actor
from yishi.appeals import services as appeals
from yishi.appeals.models import Appeal, AppealDecision
from yishi.appeals.rules import AppealState
from yishi.clock import at
from yishi.database import db
from yishi.deliberations.models import Deliberation
from yishi.deliberations.queries.minutes import draft_of_day
from yishi.deliberations.queries.on_site import on_site
from yishi.deliberations.rules import Outcome
from yishi.deliberations.services import closing, publishing, signing
from yishi.issues.models import Issue
from yishi.notices.models import Notice

DUE = at(dt.date(2026, 12, 1), dt.time(17, 30))


@pytest.fixture
def by(cast: Cast) -> Actor:
    """王娟, who records."""
    return cast.actor(cast.organizer)


@pytest.fixture
def appeal(cast: Cast, by: Actor, now: dt.datetime) -> Appeal:
    """An appeal that is on the agenda."""
    appeal = released(cast, now, may_contact=True)
    appeals.place_on_agenda(appeal, "11月28日光明居二期公开议事日", by=by, now=now)
    return appeal


def _published(cast: Cast, by: Actor, appeal: Appeal, outcome: Outcome) -> Deliberation:
    day = rooms.opened(cast, titles=("7号楼东边的路灯",))
    day.items[0].appeal_id, day.items[0].appeal_number = appeal.id, appeal.number
    rooms.decide(day, 1, outcome, "两盏灯坏了四天", by, rooms.DUE)
    if outcome is Outcome.PROMISE_MADE:
        rooms.promise(day, 1, by, cast.city_management.id, measure="十二月十号以前两盏灯全亮")
    closing.conclude(day, by=by, now=rooms.NOON)
    draft = draft_of_day(day)
    signing.publish_unless_objected(draft, "宋岩", "吕志强", by=by, now=rooms.NOON)
    assert publishing.publish_due(DUE) == 1
    return day


def test_it_is_answered_with_the_items_outcome_and_its_promise(
    cast: Cast, by: Actor, appeal: Appeal
) -> None:
    _published(cast, by, appeal, Outcome.PROMISE_MADE)

    assert appeal.state is AppealState.ANSWERED
    query = sa.select(AppealDecision.text).where(AppealDecision.appeal_id == appeal.id)
    answer = db.session.scalars(query.order_by(AppealDecision.id.desc())).first()
    assert answer == (
        "11月28日光明居二期公开议事日议了这件事。两盏灯坏了四天。"
        "县城管局答应：十二月十号以前两盏灯全亮，12月10日（周四）前办完（SX2026-0001）。"
    )
    kinds = db.session.scalars(
        sa.select(Notice.kind).where(Notice.contact_point_id == appeal.contact_point_id)
    ).all()
    assert "answer" in kinds
    assert "result" not in kinds  # without a gateway nobody carries results by hand


def test_what_goes_to_next_time_stays_on_the_agenda(cast: Cast, by: Actor, appeal: Appeal) -> None:
    _published(cast, by, appeal, Outcome.NEXT_TIME)

    assert appeal.state is AppealState.ON_AGENDA


def test_the_promise_is_of_the_appeal_and_its_reporter_judges(
    cast: Cast, by: Actor, appeal: Appeal
) -> None:
    day = rooms.opened(cast, titles=("7号楼东边的路灯",))
    day.items[0].appeal_id = appeal.id
    rooms.decide(day, 1, Outcome.PROMISE_MADE, "两盏灯坏了四天", by)
    rooms.promise(day, 1, by, cast.city_management.id)

    issue = db.session.scalars(sa.select(Issue)).one()
    assert (issue.appeal_id, issue.reporter_contact_id) == (appeal.id, appeal.contact_point_id)
    assert on_site(day).open_checks == []
