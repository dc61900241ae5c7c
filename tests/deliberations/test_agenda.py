"""The agenda: lines, appeals, order, words."""

import datetime as dt

import pytest

from tests.appeals import makers
from tests.cast import Cast
from tests.deliberations import plans
from yishi.accounts.actors import Actor
from yishi.appeals.rules import AppealState
from yishi.deliberations.models import Deliberation
from yishi.deliberations.services import agenda
from yishi.errors import Conflict, Invalid


@pytest.fixture
def by(cast: Cast) -> Actor:
    """王娟, who plans."""
    return cast.actor(cast.organizer)


def _order(day: Deliberation) -> list[str]:
    return [item.title for item in sorted(day.items, key=lambda item: item.position)]


def test_an_appeal_brings_its_public_words_and_its_number(
    cast: Cast, by: Actor, now: dt.datetime
) -> None:
    appeal = makers.released(cast, now)
    day = plans.announced(cast)

    item = agenda.add_appeal(day, appeal.id, by=by, now=plans.TUESDAY)

    assert (item.title, item.situation) == (appeal.public_title, appeal.public_text)
    assert (item.appeal_number, appeal.state) == (appeal.number, AppealState.ON_AGENDA)
    assert appeal.day_text == "11月28日（周六）9:00光明居二期公开议事日（社区广场）"


def test_unreleased_words_cannot_be_placed(cast: Cast, by: Actor, now: dt.datetime) -> None:
    appeal = makers.received(cast, now).appeal
    day = plans.drafted(cast)

    with pytest.raises(Invalid, match="核对公开文字"):
        agenda.add_appeal(day, appeal.id, by=by, now=plans.TUESDAY)


def test_an_appeal_stands_on_an_agenda_once(cast: Cast, by: Actor, now: dt.datetime) -> None:
    appeal = makers.released(cast, now)
    day = plans.drafted(cast, appeals=[appeal.id])

    with pytest.raises(Invalid, match="已经在这一场"):
        agenda.add_appeal(day, appeal.id, by=by, now=plans.TUESDAY)


def test_a_dropped_appeal_waits_for_another_decision(
    cast: Cast, by: Actor, now: dt.datetime
) -> None:
    appeal = makers.released(cast, now)
    day = plans.announced(cast, appeals=[appeal.id])
    item = day.items[0]

    agenda.remove(item, by=by, now=plans.TUESDAY)

    assert appeal.state is AppealState.ACCEPTED
    assert _order(day) == list(plans.TITLES)
    assert [item.position for item in day.items] == [1, 2, 3]


@pytest.mark.parametrize(
    ("moved", "after", "order"),
    [(2, None, [2, 0, 1]), (0, 2, [1, 2, 0]), (0, 1, [1, 0, 2]), (1, 1, [1, 0, 2])],
)
def test_a_move_names_the_matter_and_its_new_neighbour(
    cast: Cast, by: Actor, moved: int, after: int | None, order: list[int]
) -> None:
    day = plans.drafted(cast)
    ids = [item.id for item in day.items]

    agenda.reorder(
        day, day.items[moved], ids[after] if after is not None else None, by=by, now=plans.TUESDAY
    )

    assert _order(day) == [plans.TITLES[i] for i in order]


def test_the_slower_editor_of_a_matter_sees_both_texts(cast: Cast, by: Actor) -> None:
    day = plans.drafted(cast)
    item = day.items[0]
    agenda.edit(item, item.title, "五月起 11 盏灯全灭", 1, by=by, now=plans.TUESDAY)

    with pytest.raises(Conflict) as conflict:
        agenda.edit(item, item.title, "灯坏了", 1, by=by, now=plans.TUESDAY)

    assert (conflict.value.theirs, conflict.value.yours) == ("五月起 11 盏灯全灭", "灯坏了")


def test_a_title_says_something(cast: Cast, by: Actor) -> None:
    day = plans.drafted(cast)

    with pytest.raises(Invalid):
        agenda.add_line(day, "灯", by=by, now=plans.TUESDAY)
