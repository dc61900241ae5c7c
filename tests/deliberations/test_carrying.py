"""转下次: what a day put off comes onto the next one, and is owed until it does."""

import datetime as dt
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.conftest import Client
from tests.deliberations import plans
from tests.pages import Page
from yishi.accounts.actors import Actor
from yishi.deliberations import queries
from yishi.deliberations.models import AgendaItem, Deliberation
from yishi.deliberations.queries.carried import put_off
from yishi.deliberations.rules import Outcome, State
from yishi.deliberations.services import announcing, planning
from yishi.deliberations.services.planning import Wish
from yishi.errors import Invalid
from yishi.web.owed import Group

LATER = plans.MORNING + dt.timedelta(days=14)


@pytest.fixture
def by(cast: Cast) -> Actor:
    """王娟, who plans."""
    return cast.actor(cast.organizer)


@pytest.fixture
def held(cast: Cast) -> Deliberation:
    """A day that put its third matter off."""
    day = plans.announced(cast)
    day.state, day.closed_at = State.MINUTES_REVIEW, day.ends_at
    day.publish_at = day.ends_at
    day.items[2].outcome, day.items[2].outcome_text = Outcome.NEXT_TIME, "三栋楼说法不一"
    return day


def _next(cast: Cast, item: AgendaItem, by: Actor) -> Deliberation:
    frame = plans.frame(starts_at=LATER, ends_at=LATER + dt.timedelta(hours=2))
    wish = Wish(frame, put_off_ids=[item.id], unit_ids=[cast.property_company.id])
    return planning.draft(cast.estate, wish, by=by, now=plans.TUESDAY)


def test_a_matter_put_off_is_taken_up_once(cast: Cast, by: Actor, held: Deliberation) -> None:
    [waiting] = put_off(held.area_code, held.estate_id)

    day = _next(cast, waiting, by)

    assert [item.title for item in day.items] == ["小广场晚上音响太吵"]
    assert day.items[0].carried_from_id == waiting.id
    assert put_off(held.area_code, held.estate_id) == []
    with pytest.raises(Invalid):
        _next(cast, waiting, by)


def test_a_cancelled_day_lets_go_of_it(cast: Cast, by: Actor, held: Deliberation) -> None:
    day = _next(cast, held.items[2], by)

    announcing.cancel(day, "广场那天有别的活动", by=by, now=plans.TUESDAY)

    assert put_off(held.area_code, held.estate_id) == [held.items[2]]


def test_without_a_next_day_it_is_owed_after_thirty_days(by: Actor, held: Deliberation) -> None:
    def rows(days: int) -> list[object]:
        now = held.ends_at + dt.timedelta(days=days)
        return [row.group for row in queries.owed(by, now) if row.action == "排下一场"]

    assert (rows(10), rows(25), rows(31)) == ([], [Group.TO_HOLD], [Group.OVERDUE])


def test_the_form_ticks_what_was_put_off(
    client: Client, cast: Cast, held: Deliberation, at_now: Path
) -> None:
    at_now.write_text((held.ends_at + dt.timedelta(days=3)).isoformat())

    page = Page(client.sign_in(cast.organizer).get("/desk/deliberations/new"))

    assert "checked" in page.by_id(f"put-off-{held.items[2].id}").attrs
