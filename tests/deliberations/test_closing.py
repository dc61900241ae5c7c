"""散会, the minutes, their review and publication."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.cast import Cast
from tests.deliberations import rooms
from yishi.accounts.actors import Actor
from yishi.clock import at
from yishi.database import db
from yishi.deliberations.models import AgendaItem, Deliberation
from yishi.deliberations.queries.minutes import Draft, draft_of_day, remembered_signers
from yishi.deliberations.queries.on_site import on_site
from yishi.deliberations.queries.result import board, result_of
from yishi.deliberations.rules import Outcome, State
from yishi.deliberations.rules.minutes import ObjectedHow, content_hash
from yishi.deliberations.services import closing, publishing, signing
from yishi.deliberations.services.promising import Confirming
from yishi.errors import Conflict, Invalid
from yishi.issues.models import Issue
from yishi.issues.rules import IssueState, Source
from yishi.organizations.rules import IssueClass

DUE = at(dt.date(2026, 12, 1), dt.time(17, 30))


@pytest.fixture
def by(cast: Cast) -> Actor:
    """王娟, who records."""
    return cast.actor(cast.organizer)


@pytest.fixture
def draft(cast: Cast, by: Actor) -> Draft:
    """The minutes of a day that closed at noon."""
    day = rooms.finished(cast).day
    closing.conclude(day, by=by, now=rooms.NOON)
    return draft_of_day(day)


def _press(draft: Draft, by: Actor, now: dt.datetime = rooms.NOON) -> dt.datetime:
    return signing.publish_unless_objected(draft, "宋岩 党政办主任", "吕志强", by=by, now=now)


def test_an_open_guard_refuses_and_changes_nothing(cast: Cast, by: Actor) -> None:
    day = rooms.opened(cast)

    with pytest.raises(Invalid, match="还差 3 项"):
        closing.conclude(day, by=by, now=rooms.NOON)

    assert (day.state, day.closed_at) == (State.IN_SESSION, None)


def test_closing_dispatches_what_was_confirmed(draft: Draft) -> None:
    issue = db.session.scalars(sa.select(Issue)).one()

    assert draft.day.state is State.MINUTES_REVIEW
    assert issue.state is IssueState.ASSIGNED
    assert issue.due_at == at(rooms.DUE, dt.time(17, 30))
    assert issue.original_due_on == rooms.DUE


def test_closing_twice_is_once(draft: Draft, by: Actor) -> None:
    assert not closing.conclude(draft.day, by=by, now=rooms.NOON)
    assert db.session.scalar(sa.select(sa.func.count(Issue.id))) == 1


def test_what_was_left_for_later_waits_for_its_unit(cast: Cast, by: Actor) -> None:
    day = rooms.finished(cast).day
    waiting = rooms.promise(day, 1, by, cast.property_company.id, Confirming.LATER)

    closing.conclude(day, by=by, now=rooms.NOON)

    db.session.refresh(waiting)
    assert waiting.state is IssueState.AWAITING_CONFIRMATION
    assert waiting.confirm_by == at(dt.date(2026, 11, 30), dt.time(17, 30))


def test_what_is_referred_up_is_an_issue_of_the_office(cast: Cast, by: Actor) -> None:
    day = rooms.finished(cast).day
    rooms.decide(day, 3, Outcome.REFERRED_UP, "请县里定东街整体改造", by)

    closing.conclude(day, by=by, now=rooms.NOON)

    issue = db.session.scalars(sa.select(Issue).where(Issue.source == Source.REFERRED_UP)).one()
    assert (issue.base_class, issue.state) == (IssueClass.C, IssueState.ASSIGNED)
    assert issue.measure == "请县里定东街整体改造"


def test_the_rest_moves_to_the_next_planned_day(cast: Cast, by: Actor) -> None:
    later = rooms.announced(
        cast, titles=(), starts_at=rooms.MORNING + dt.timedelta(days=28), state=State.PLANNED
    )
    day = rooms.opened(cast)

    assert closing.move_rest_to_next_time(on_site(day), None, by=by, now=rooms.NOON) == 3
    closing.conclude(day, by=by, now=rooms.NOON)

    carried = db.session.scalars(
        sa.select(AgendaItem.title).where(AgendaItem.deliberation_id == later.id)
    )
    assert list(carried) == list(rooms.TITLES)
    assert draft_of_day(day).parts[1].text == "时间不够，没有议完。转到12月26日再议。"


def test_the_rest_of_the_promises_is_left_for_later(cast: Cast, by: Actor) -> None:
    day = rooms.finished(cast).day
    rooms.promise(day, 1, by, cast.property_company.id, Confirming.OPEN)

    assert closing.leave_rest_for_later(on_site(day), by=by, now=rooms.NOON) == 1
    assert on_site(day).open_checks == []


def test_the_minutes_are_drafted_from_what_was_recorded(draft: Draft) -> None:
    assert [part.text for part in draft.parts] == [
        "11月28日9:00–11:24，社区广场。县城管局到会，鑫和物业未到会，吕志强主持。",
        "五月起 11 盏灯全灭。",
        "物业当场疏通。当场解决。",
        "多数人不同意。不采纳。",
    ]
    assert draft.parts[1].paragraph.heading == "一、东街路灯晚上不亮"
    assert [issue.measure for issue in draft.parts[1].promises] == ["十二月十号以前换六米主管"]


def test_pressed_once_it_is_published_by_itself_when_the_review_ends(
    draft: Draft, by: Actor
) -> None:
    assert _press(draft, by) == DUE

    assert publishing.publish_due(DUE - dt.timedelta(seconds=1)) == 0
    assert publishing.publish_due(DUE) == 1
    assert publishing.publish_due(DUE) == 0

    day = draft.day
    assert (day.state, day.signed_at, day.published_at) == (State.PUBLISHED, DUE, DUE)
    assert draft.minutes.content_hash == content_hash(draft.minutes.content or {})
    assert (draft.minutes.content or {})["signer"] == "吕志强"


def test_nobody_publishes_before_the_review_has_ended(draft: Draft, by: Actor) -> None:
    _press(draft, by)

    with pytest.raises(Invalid, match="12月1日17:30"):
        publishing.publish(draft, by=by, now=rooms.NOON)


def test_what_was_pressed_is_not_edited_any_more(draft: Draft, by: Actor) -> None:
    part = draft.parts[1]
    _press(draft, by)

    with pytest.raises(Conflict):
        signing.edit(part.paragraph, part.passage, "改了", 1, by=by, now=rooms.NOON)

    signing.keep_editing(draft.day, draft.minutes, by=by)
    signing.edit(part.paragraph, part.passage, "11盏灯五月起不亮。", 1, by=by, now=rooms.NOON)
    assert draft.minutes.content is None


def test_without_reviewer_or_signer_nothing_is_pressed(draft: Draft, by: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        signing.publish_unless_objected(draft, "", " ", by=by, now=rooms.NOON)

    assert set(refused.value.errors) == {"reviewer", "signer"}


def test_an_objection_stops_publication_until_it_is_answered_and_pressed_again(
    draft: Draft, by: Actor
) -> None:
    _press(draft, by)
    objection = signing.object_to(
        draft, "不是11盏，是12盏", "马女士", ObjectedHow.PHONE, None, by=by, now=rooms.NOON
    )
    assert publishing.publish_due(DUE) == 0
    with pytest.raises(Invalid, match="1 条异议"):
        _press(draft, by)

    signing.answer(objection, "供电公司核实是12盏，已改。", by=by, now=rooms.NOON)
    assert publishing.publish_due(DUE) == 0
    _press(draft, by)

    assert publishing.publish_due(DUE) == 1


def test_after_the_review_pressing_publishes_at_once(draft: Draft, by: Actor) -> None:
    late = DUE + dt.timedelta(days=1)

    assert _press(draft, by, late) == late
    publishing.publish(draft, by=by, now=late)

    assert draft.day.state is State.PUBLISHED


def test_reviewer_and_signer_are_remembered_by_the_office(
    draft: Draft, by: Actor, cast: Cast
) -> None:
    _press(draft, by)
    other = rooms.announced(cast, starts_at=rooms.MORNING + dt.timedelta(days=28))

    signers = remembered_signers(other)

    assert (signers.reviewer, signers.signer) == ("宋岩 党政办主任", "吕志强")


def test_the_result_shows_the_signed_words_and_the_light(draft: Draft, by: Actor) -> None:
    assert result_of(draft.day, DUE) is None
    _press(draft, by)
    publishing.publish_due(DUE)

    result = result_of(draft.day, DUE)

    assert result is not None
    assert (result.promises, result.invited, result.came) == (1, 2, 1)
    quote = result.paragraphs[0].quotes[0]
    assert (quote.words, quote.who) == ("十二月十号以前换六米主管", "县城管局 牛科长")
    assert quote.light is not None
    assert quote.light.public_words == "正在办 剩7个工作日"


def test_corrections_are_numbered_and_the_signed_words_stay(draft: Draft, by: Actor) -> None:
    with pytest.raises(Invalid):
        signing.correct(draft, "应当是12盏灯", None, by=by, now=rooms.NOON)
    _press(draft, by)
    publishing.publish_due(DUE)

    paragraph = draft.parts[1].paragraph
    signing.correct(draft, "应当是12盏灯", paragraph.id, by=by, now=DUE)
    signing.correct(draft, "吕志强是副书记", None, by=by, now=DUE)

    result = result_of(draft.day, DUE)
    assert result is not None
    assert [c.number for c in result.paragraphs[0].corrections] == [1]
    assert [c.number for c in result.corrections] == [2]
    assert paragraph.text == "五月起 11 盏灯全灭。"


def test_the_board_grows_when_promises_are_few(draft: Draft) -> None:
    sheet = board(draft.day, rooms.NOON)

    assert (len(sheet.rows), sheet.size) == (1, "large")
    assert sheet.rows[0].light.public_words.startswith("正在办")


def test_a_stranger_finds_no_minutes(draft: Draft, cast: Cast) -> None:
    from yishi.deliberations.queries.minutes import draft_of
    from yishi.errors import NotFound

    with pytest.raises(NotFound):
        draft_of(draft.day.id, cast.actor(cast.stranger))
    assert isinstance(draft.day, Deliberation)


def test_a_day_that_cannot_be_published_delays_no_other(
    by: Actor, cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    days = [rooms.finished(cast).day, rooms.finished(cast).day]
    for day in days:
        closing.conclude(day, by=by, now=rooms.NOON)
        _press(draft_of_day(day), by)
    draft_of_day(days[0]).minutes.content = None  # damaged: what was pressed is gone
    db.session.flush()

    assert publishing.publish_due(DUE) == 1
    assert [day.state for day in days] == [State.MINUTES_REVIEW, State.PUBLISHED]
    assert "was not published" in caplog.text
