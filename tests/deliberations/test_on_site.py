"""The session: opening, recording, promising."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.cast import Cast
from tests.deliberations import rooms
from yishi.accounts.actors import Actor
from yishi.database import db
from yishi.deliberations.models import AgendaItem, Deliberation, Invitation, PromiseReview
from yishi.deliberations.queries.on_site import on_site
from yishi.deliberations.rules import ItemKind, Outcome, State
from yishi.deliberations.services import arriving, promising, reviewing
from yishi.deliberations.services import on_site as recording
from yishi.deliberations.services.promising import Confirming, Vow
from yishi.errors import Conflict, Invalid
from yishi.issues.rules import ConfirmedHow, IssueState
from yishi.organizations.models import Unit


@pytest.fixture
def by(cast: Cast) -> Actor:
    """王娟, who records."""
    return cast.actor(cast.organizer)


@pytest.fixture
def day(cast: Cast) -> Deliberation:
    """A day in session."""
    return rooms.opened(cast)


def test_opening_passes_check_in_and_gives_every_item_its_sentence(cast: Cast, by: Actor) -> None:
    day = rooms.announced(cast)

    recording.open_day(day, by=by, now=rooms.MORNING)
    recording.open_day(day, by=by, now=rooms.NOON)

    assert (day.state, day.opened_at) == (State.IN_SESSION, rooms.MORNING)
    assert [line.note is not None for line in on_site(day).lines] == [True, True, True]


def test_a_draft_cannot_be_opened(cast: Cast, by: Actor) -> None:
    day = rooms.announced(cast, state=State.DRAFT)

    with pytest.raises(Invalid):
        recording.open_day(day, by=by, now=rooms.MORNING)


def test_an_outcome_is_decided_once_and_again_the_same_is_nothing(
    day: Deliberation, by: Actor
) -> None:
    one = rooms.line(day, 1)
    recording.decide(one, Outcome.NOT_ADOPTED, None, 1, by=by, now=rooms.MORNING)
    recording.decide(one, Outcome.NOT_ADOPTED, None, 1, by=by, now=rooms.MORNING)

    assert (one.item.outcome, one.item.version) == (Outcome.NOT_ADOPTED, 2)


def test_two_recorders_who_decide_differently_see_each_other(day: Deliberation, by: Actor) -> None:
    one = rooms.line(day, 1)
    recording.decide(one, Outcome.NOT_ADOPTED, None, 1, by=by, now=rooms.MORNING)

    with pytest.raises(Conflict) as refused:
        recording.decide(one, Outcome.SOLVED_ON_SITE, None, 1, by=by, now=rooms.MORNING)

    assert (refused.value.theirs, refused.value.yours) == ("不采纳", "当场解决")
    assert "王娟" in refused.value.message


def test_one_press_takes_a_promise_down_and_confirms_it(
    day: Deliberation, by: Actor, cast: Cast
) -> None:
    rooms.decide(day, 2, Outcome.PROMISE_MADE, "一楼返水", by)
    issue = rooms.promise(day, 2, by, cast.property_company.id)

    assert (issue.state, issue.confirmed_how) == (IssueState.CONFIRMED, ConfirmedHow.SAID)
    assert (issue.promised_by, issue.promised_on) == ("王经理", rooms.DUE)
    assert issue.origin["text"] == "11月28日光明居二期公开议事日第 2 题"
    came = sa.select(Invitation.came).where(Invitation.unit_id == cast.property_company.id)
    assert db.session.scalar(came) is True
    assert rooms.line(day, 2).settled


def test_a_promise_needs_the_outcome_first(day: Deliberation, by: Actor, cast: Cast) -> None:
    with pytest.raises(Invalid):
        rooms.promise(day, 2, by, cast.property_company.id)


def test_a_promise_without_unit_words_or_day_says_which(day: Deliberation, by: Actor) -> None:
    rooms.decide(day, 2, Outcome.PROMISE_MADE, "一楼返水", by)

    with pytest.raises(Invalid) as refused:
        promising.take_down(
            rooms.line(day, 2), Vow(None, "换", None), Confirming.SAID, by=by, now=rooms.MORNING
        )

    assert set(refused.value.errors) == {"unit_id", "measure", "due_on"}


def test_an_outcome_with_a_confirmed_promise_stays(
    day: Deliberation, by: Actor, cast: Cast
) -> None:
    rooms.decide(day, 2, Outcome.PROMISE_MADE, "一楼返水", by)
    rooms.promise(day, 2, by, cast.property_company.id)

    with pytest.raises(Invalid, match="已经当场确认"):
        rooms.decide(day, 2, Outcome.NOT_ADOPTED, "一楼返水", by)


def test_a_drafted_promise_is_dropped_or_left_for_later(
    day: Deliberation, by: Actor, cast: Cast
) -> None:
    rooms.decide(day, 2, Outcome.PROMISE_MADE, "一楼返水", by)
    first = rooms.promise(day, 2, by, cast.property_company.id, Confirming.OPEN)
    second = rooms.promise(day, 2, by, cast.city_management.id, Confirming.LATER)
    assert [c.words for c in on_site(day).checks if "等" in c.words] == [
        "第 2 题的承诺等王经理确认"
    ]

    promising.drop(day, first, by=by, now=rooms.MORNING)

    assert [p.issue.id for p in rooms.line(day, 2).promises] == [second.id]
    assert rooms.line(day, 2).settled


def test_where_the_meeting_assigns_nobody_confirms(
    day: Deliberation, by: Actor, cast: Cast
) -> None:
    rooms.decide(day, 2, Outcome.ASSIGNED_BY_MEETING, "物业没来", by)
    issue = rooms.promise(day, 2, by, cast.property_company.id)

    assert (issue.state, issue.promised_by) == (IssueState.DRAFTED, "")
    assert rooms.line(day, 2).settled


def test_a_unit_that_came_by_itself_is_made_in_the_promise(day: Deliberation, by: Actor) -> None:
    rooms.decide(day, 3, Outcome.PROMISE_MADE, "音响太吵", by)
    vow = Vow(None, "晚上九点准时关音响", rooms.DUE, "赵队长", "广场舞队", "13800000009")
    issue = promising.take_down(rooms.line(day, 3), vow, Confirming.SAID, by=by, now=rooms.MORNING)

    unit = db.session.get_one(Unit, issue.lead_unit_id)
    assert (unit.name, issue.promised_by) == ("广场舞队", "赵队长")
    invitation = next(i for i in on_site(day).invitations if i.unit_id == unit.id)
    assert (invitation.walked_in, invitation.came) == (True, True)


def test_the_same_unit_walks_in_once(day: Deliberation, by: Actor, cast: Cast) -> None:
    arriving.walk_in(day, "鑫和物业", "段师傅", "", by=by, now=rooms.MORNING)

    assert len(on_site(day).invitations) == 2
    company = next(i for i in on_site(day).invitations if i.unit_id == cast.property_company.id)
    assert (company.walked_in, company.attendee_name) == (False, "段师傅")


def test_heads_counted_by_two_are_compared(day: Deliberation, by: Actor) -> None:
    arriving.count_heads(day, 27, None, by=by)

    with pytest.raises(Conflict, match="27"):
        arriving.count_heads(day, 30, None, by=by)
    arriving.count_heads(day, 28, 27, by=by)
    assert day.heads == 28


def test_a_matter_that_came_up_in_the_room_is_last(day: Deliberation, by: Actor) -> None:
    item = recording.add_item(day, "东门早市几点收摊", by=by)

    last = on_site(day).lines[-1]
    assert (last.item.id, last.number, item.added_in_session) == (item.id, 4, True)
    assert last.note is not None


def test_earlier_promises_are_filled_in_and_close_with_a_line_each(cast: Cast, by: Actor) -> None:
    _earlier_promise(cast, by)
    day = rooms.opened(cast, starts_at=rooms.MORNING + dt.timedelta(days=28))
    first = rooms.line(day, 1)
    assert (first.item.kind, len(first.looked), first.settled) == (ItemKind.REVIEW, 1, False)

    review = first.looked[0].review
    reviewing.say(review, _KEPT, (20, 2), review.version, by=by, now=rooms.NOON)

    assert rooms.line(day, 1).settled
    with pytest.raises(Conflict):
        reviewing.say(review, _KEPT, (21, 2), 1, by=by, now=rooms.NOON)


def test_without_earlier_promises_there_is_no_review(day: Deliberation) -> None:
    assert [line.is_review for line in on_site(day).lines] == [False, False, False]
    assert db.session.scalar(sa.select(sa.func.count(PromiseReview.id))) == 0


def test_after_the_session_nothing_is_recorded(day: Deliberation, by: Actor) -> None:
    day.state = State.PUBLISHED
    db.session.flush()

    with pytest.raises(Conflict):
        recording.add_item(day, "迟来的一题", by=by)
    assert db.session.scalar(sa.select(sa.func.count(AgendaItem.id))) == 3


_KEPT = reviewing.ReviewResult.KEPT


def _earlier_promise(cast: Cast, by: Actor) -> None:
    from yishi.deliberations.services import closing

    site = rooms.finished(cast)
    closing.conclude(site.day, by=by, now=rooms.NOON)
