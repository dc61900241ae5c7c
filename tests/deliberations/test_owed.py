"""What days owe to the workbench."""

import datetime as dt

import pytest

from tests.cast import Cast
from tests.deliberations import plans
from yishi.accounts.actors import Actor
from yishi.deliberations import queries
from yishi.deliberations.services import planning
from yishi.web.owed import Group

DAY = dt.timedelta(days=1)


@pytest.fixture
def by(cast: Cast) -> Actor:
    """王娟, who is waited for."""
    return cast.actor(cast.organizer)


def test_an_announced_day_is_owed_on_its_day_and_late_a_day_after(cast: Cast, by: Actor) -> None:
    day = plans.announced(cast)

    before = queries.owed(by, plans.MORNING - DAY)
    [today] = queries.owed(by, plans.MORNING)
    [late] = queries.owed(by, plans.MORNING + 2 * DAY)

    assert before == []
    assert (today.group, today.action, today.due_at) == (Group.TO_HOLD, "开始", day.starts_at)
    assert today.url == f"/desk/deliberations/{day.id}/session"
    assert (late.group, late.light and late.light.colour) == (Group.OVERDUE, "red")


def test_a_plan_is_owed_its_announcement(cast: Cast, by: Actor) -> None:
    day = plans.drafted(cast)
    planning.publish_plan(day, by=by, now=plans.TUESDAY)

    [row] = queries.owed(by, plans.MORNING - 2 * DAY)

    assert (row.group, row.action) == (Group.OVERDUE, "发公告")
    assert row.url == f"/desk/deliberations/{day.id}/prepare"


def test_only_the_office_is_waited_for(cast: Cast) -> None:
    plans.announced(cast)

    for person in (cast.stranger, cast.handler, cast.deputy):
        assert queries.owed(cast.actor(person), plans.MORNING) == []


def test_the_workbench_shows_the_next_days(cast: Cast, by: Actor) -> None:
    assert not queries.has_any(by)
    day = plans.announced(cast)

    [mine] = queries.my_days(by, plans.TUESDAY)

    assert queries.has_any(by)
    assert (mine.title, mine.url) == (day.title, f"/desk/deliberations/{day.id}")
    assert queries.my_days(cast.actor(cast.stranger), plans.TUESDAY) == []


def test_the_public_home_learns_of_the_next_announced_day(cast: Cast) -> None:
    plans.drafted(cast)
    assert queries.next_public_day(plans.TUESDAY) is None

    day = plans.announced(cast)

    assert queries.next_public_day(plans.TUESDAY) is day
    assert queries.next_public_day(plans.MORNING + DAY) is None
