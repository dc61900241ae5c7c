"""Units asked to come."""

import pytest

from tests.cast import Cast
from tests.deliberations import plans
from yishi.accounts.actors import Actor
from yishi.deliberations.rules import InvitedHow
from yishi.deliberations.services import inviting, telling
from yishi.deliberations.services.inviting import NewUnit
from yishi.errors import Invalid
from yishi.notices import registry, rules

LATER = plans.TUESDAY.replace(hour=8)


@pytest.fixture
def by(cast: Cast) -> Actor:
    """王娟, who telephones."""
    return cast.actor(cast.organizer)


def test_one_tap_counts_as_invited_and_takes_the_notice_back(cast: Cast, by: Actor) -> None:
    invitation = plans.announced(cast).invitations[0]

    inviting.called(invitation, by=by, now=plans.TUESDAY)
    inviting.called(invitation, by=by, now=LATER)

    assert (invitation.invited_how, invitation.invited_at) == (InvitedHow.PHONE, plans.TUESDAY)
    assert telling.was_told_of(invitation)
    states = [n.state for n in plans.notices("invitation") if n.subject_ref == invitation.ref]
    assert states == [rules.State.CANCELLED]


def test_who_comes_may_be_added_after(cast: Cast, by: Actor) -> None:
    day = plans.announced(cast)
    invitation = day.invitations[0]

    inviting.answer(
        invitation,
        attendee_name="王",
        attendee_post="经理",
        may_promise=True,
        item_ids=[day.items[1].id, 999_999],
        by=by,
        now=plans.TUESDAY,
    )

    assert (invitation.attendee, invitation.may_promise) == ("王经理", True)
    assert invitation.asks == "议3号楼下水道返水"
    assert invitation.invited_at == plans.TUESDAY


def test_a_unit_invited_after_the_announcement_is_told_at_once(cast: Cast, by: Actor) -> None:
    day = plans.announced(cast)
    unit_id = inviting.register(NewUnit("县供电公司", "孙工", "0635-2345678"), by=by)

    invitation = inviting.invite(day, unit_id, by=by, now=plans.TUESDAY)

    assert plans.notices("invitation")[-1].subject_ref == invitation.ref


def test_a_unit_is_invited_once(cast: Cast, by: Actor) -> None:
    day = plans.drafted(cast)

    with pytest.raises(Invalid, match="已经请过"):
        inviting.invite(day, cast.property_company.id, by=by, now=plans.TUESDAY)


def test_a_unit_that_was_called_hears_that_it_need_not_come(cast: Cast, by: Actor) -> None:
    day = plans.announced(cast)
    called, waiting = list(day.invitations)
    inviting.called(called, by=by, now=plans.TUESDAY)

    inviting.withdraw(called, by=by, now=plans.TUESDAY)
    inviting.withdraw(waiting, by=by, now=plans.TUESDAY)

    assert len(plans.notices("cancellation")) == 1
    assert day.invitations == []


def test_an_invitation_that_waits_is_overtaken_by_the_day_itself(cast: Cast) -> None:
    day = plans.announced(cast)
    notice = plans.notices("invitation")[0]

    assert registry.overtaken(notice, plans.TUESDAY) is None
    assert registry.overtaken(notice, day.starts_at) is not None
