"""发布公告, and what becomes of an announced day before it begins."""

import datetime as dt

import pytest

from tests.appeals import makers
from tests.cast import Cast
from tests.deliberations import plans
from yishi.accounts.actors import Actor
from yishi.appeals.rules import AppealState
from yishi.deliberations.rules import ChangeKind, State
from yishi.deliberations.services import announcing, inviting, planning
from yishi.errors import Invalid
from yishi.notices import rules as notice_rules
from yishi.records.queries import timeline

NEXT_WEEK = plans.MORNING + dt.timedelta(days=7)


@pytest.fixture
def by(cast: Cast) -> Actor:
    """王娟, who announces."""
    return cast.actor(cast.organizer)


def test_an_announcement_invites_every_unit_and_tells_the_story(cast: Cast) -> None:
    day = plans.announced(cast)

    assert (day.state, day.announced_by) == (State.ANNOUNCED, "王娟")
    assert [notice.subject_ref for notice in plans.notices("invitation")] == [
        invitation.ref for invitation in day.invitations
    ]
    assert plans.notices("invitation")[0].params["place"] == "社区广场"
    assert timeline(day.ref, public_only=True)[0].text == "11月28日（周六）9:00，社区广场。"


def test_what_is_missing_stops_the_announcement(cast: Cast, by: Actor) -> None:
    day = plans.drafted(cast, titles=())

    with pytest.raises(Invalid, match="还差 1 项才能发公告：至少写一个议题"):
        announcing.announce(day, by=by, now=plans.TUESDAY)

    assert day.state is State.DRAFT


def test_only_those_who_were_placed_before_are_told_of_time_and_place(
    cast: Cast, by: Actor, now: dt.datetime
) -> None:
    appeal = makers.released(cast, now, phone="13800000009")
    day = plans.drafted(cast, appeals=[appeal.id])
    planning.publish_plan(day, by=by, now=plans.TUESDAY)

    announcing.announce(day, by=by, now=plans.TUESDAY)

    told = plans.notices("announcement")
    assert [notice.contact_point_id for notice in told] == [appeal.contact_point_id]


def test_a_change_keeps_the_old_time_and_tells_who_was_told(cast: Cast, by: Actor) -> None:
    day = plans.announced(cast)
    called, waiting = day.invitations
    inviting.called(called, by=by, now=plans.TUESDAY)

    announcing.reschedule(day, NEXT_WEEK, "居委会二楼", "那天有大雨", by=by, now=plans.TUESDAY)

    assert (day.starts_at, day.place) == (NEXT_WEEK, "居委会二楼")
    assert [(c.previous_starts_at, c.previous_place) for c in day.changes] == [
        (plans.MORNING, "社区广场")
    ]
    assert [notice.subject_ref for notice in plans.notices("change")] == [called.ref]
    fresh = [n for n in plans.notices("invitation") if n.subject_ref == waiting.ref]
    assert [notice.state for notice in fresh] == [
        notice_rules.State.CANCELLED,
        notice_rules.State.HELD,
    ]


@pytest.mark.parametrize(
    ("days", "place", "reason"),
    [
        (7, "社区广场", ""),
        (0, "社区广场", "那天有大雨"),
        (-4, "北门", "那天有大雨"),
        (7, "", "那天有大雨"),
    ],
)
def test_a_change_needs_a_reason_a_difference_and_a_days_notice(
    cast: Cast, by: Actor, days: int, place: str, reason: str
) -> None:
    day = plans.announced(cast)
    moved = plans.MORNING + dt.timedelta(days=days)

    with pytest.raises(Invalid):
        announcing.reschedule(day, moved, place, reason, by=by, now=plans.TUESDAY)

    assert day.changes == []


def test_a_postponed_day_is_announced_again_with_a_days_notice(cast: Cast, by: Actor) -> None:
    day = plans.announced(cast)
    inviting.called(day.invitations[0], by=by, now=plans.TUESDAY)
    announcing.postpone(day, "那天有大雨", by=by, now=plans.TUESDAY)
    assert (day.state, day.halt_reason) == (State.POSTPONED, "那天有大雨")
    sunday = plans.TUESDAY + dt.timedelta(days=4)
    frame = plans.frame(
        starts_at=sunday + dt.timedelta(days=1), ends_at=sunday + dt.timedelta(days=1, hours=2)
    )

    planning.reframe(day, frame, day.version, by=by, now=sunday)
    announcing.announce(day, by=by, now=sunday)

    assert day.state is State.ANNOUNCED
    assert [change.kind for change in day.changes] == [ChangeKind.POSTPONED]
    assert timeline(day.ref)[0].kind == "定了新日期"
    assert len(plans.notices("change")) == 2


def test_a_cancelled_day_gives_its_appeals_back_and_tells(
    cast: Cast, by: Actor, now: dt.datetime
) -> None:
    appeal = makers.released(cast, now, phone="13800000009")
    day = plans.announced(cast, appeals=[appeal.id])
    inviting.called(day.invitations[0], by=by, now=plans.TUESDAY)

    announcing.cancel(day, "广场那天有别的活动", by=by, now=plans.TUESDAY)

    assert (day.state, appeal.state) == (State.CANCELLED, AppealState.ACCEPTED)
    told = [notice.subject_ref for notice in plans.notices("cancellation")]
    assert told == [day.invitations[0].ref, day.ref]


def test_a_draft_is_dropped_without_telling_anybody(cast: Cast, by: Actor) -> None:
    day = plans.drafted(cast)

    announcing.cancel(day, "不办了，另找时间", by=by, now=plans.TUESDAY)

    assert day.state is State.CANCELLED
    assert plans.notices("cancellation") == []
    assert timeline(day.ref, public_only=True) == []
