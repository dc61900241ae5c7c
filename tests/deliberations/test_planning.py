"""Planning a day: the copy of the last one, the frame, the plan in the schedule."""

import datetime as dt

import pytest

from tests.appeals import makers
from tests.cast import Cast
from tests.deliberations import plans
from yishi.accounts.actors import Actor
from yishi.appeals.rules import AppealState
from yishi.clock import at, local
from yishi.deliberations import queries
from yishi.deliberations.queries.desk import last_day
from yishi.deliberations.rules import ChangeKind, State
from yishi.deliberations.services import planning
from yishi.errors import Conflict, Invalid, NotFound
from yishi.organizations.models import Area
from yishi.records.queries import timeline


@pytest.fixture
def by(cast: Cast) -> Actor:
    """王娟, who plans."""
    return cast.actor(cast.organizer)


def test_a_draft_takes_its_name_and_area_from_the_estate(cast: Cast) -> None:
    day = plans.drafted(cast)

    assert (day.title, day.area_code) == ("光明居二期公开议事日", cast.estate.area_code)
    assert [item.title for item in day.items] == list(plans.TITLES)
    assert [item.position for item in day.items] == [1, 2, 3]
    assert [invitation.contact for invitation in day.invitations] == [
        cast.head_contact,
        cast.management_contact,
    ]


def test_a_whole_community_may_have_a_day(cast: Cast, session: object, by: Actor) -> None:
    area = cast.estate.area

    day = planning.draft(area, plans.wish(cast), by=by, now=plans.TUESDAY)

    assert isinstance(area, Area)
    assert (day.estate_id, day.title) == (None, "吉祥苑社区公开议事日")


def test_another_offices_unit_cannot_be_invited(cast: Cast, by: Actor) -> None:
    foreign = planning.Wish(plans.frame(), (), plans.TITLES, [cast.their_unit.id])

    with pytest.raises(NotFound):
        planning.draft(cast.estate, foreign, by=by, now=plans.TUESDAY)


def test_a_new_day_is_proposed_as_a_copy_of_the_last(cast: Cast, by: Actor) -> None:
    day = plans.announced(cast)
    later = plans.TUESDAY + dt.timedelta(days=20)

    copy = queries.proposal(last_day(by, estate_id=cast.estate.id), later)

    assert (copy.place, copy.chair_name) == (day.place, day.chair_name)
    assert list(copy.unit_ids) == [cast.property_company.id, cast.city_management.id]
    assert local(copy.starts_at) == local(at(dt.date(2026, 12, 19), dt.time(9, 0)))
    assert copy.ends_at - copy.starts_at == dt.timedelta(hours=2)


def test_without_a_last_day_a_saturday_morning_is_proposed() -> None:
    copy = queries.proposal(None, plans.TUESDAY)

    assert copy.starts_at == plans.MORNING


def test_a_plan_is_public_and_places_its_appeals(cast: Cast, by: Actor, now: dt.datetime) -> None:
    appeal = makers.released(cast, now)
    day = plans.drafted(cast, appeals=[appeal.id])
    assert appeal.state is not AppealState.ON_AGENDA

    planning.publish_plan(day, by=by, now=plans.TUESDAY)

    assert day.state is State.PLANNED
    assert appeal.state is AppealState.ON_AGENDA
    assert timeline(day.ref, public_only=True)[0].kind == "列入日程"


def test_a_plan_that_moves_keeps_its_old_date(cast: Cast, by: Actor) -> None:
    day = plans.drafted(cast)
    planning.publish_plan(day, by=by, now=plans.TUESDAY)
    later = plans.frame(starts_at=plans.MORNING + dt.timedelta(days=7))

    with pytest.raises(Invalid):
        planning.reframe(day, later, day.version, by=by, now=plans.TUESDAY)
    moved = plans.frame(
        starts_at=plans.MORNING + dt.timedelta(days=7),
        ends_at=plans.MORNING + dt.timedelta(days=7, hours=1),
    )
    planning.reframe(day, moved, day.version, by=by, now=plans.TUESDAY)

    assert [(c.kind, c.previous_starts_at) for c in day.changes] == [
        (ChangeKind.MOVED, plans.MORNING)
    ]


def test_the_slower_of_two_sees_both_times_and_loses_nothing(cast: Cast, by: Actor) -> None:
    day = plans.drafted(cast)
    stale = day.version
    planning.reframe(day, plans.frame(place="居委会二楼"), stale, by=by, now=plans.TUESDAY)

    with pytest.raises(Conflict) as conflict:
        planning.reframe(day, plans.frame(place="北门"), stale, by=by, now=plans.TUESDAY)

    assert "居委会二楼" in conflict.value.theirs
    assert "北门" in conflict.value.yours
    assert day.place == "居委会二楼"


def test_an_announced_day_is_not_reframed_silently(cast: Cast, by: Actor) -> None:
    day = plans.announced(cast)

    with pytest.raises(Invalid, match="改时间地点"):
        planning.reframe(day, plans.frame(), day.version, by=by, now=plans.TUESDAY)
