"""Who is told of a day: the invited units, and the residents whose appeals are on its agenda.

What has not left yet is taken back before the new word goes out; whoever was told
before, by notice or by telephone, is told again.
"""

import datetime as dt
from collections.abc import Iterator

import sqlalchemy as sa

from yishi.accounts.models import ContactPoint
from yishi.appeals.models import Appeal
from yishi.database import db
from yishi.dates import date_of
from yishi.deliberations.models import Deliberation, Invitation
from yishi.deliberations.rules import State
from yishi.deliberations.words import listed
from yishi.notices import queries as ledger
from yishi.notices import registry
from yishi.notices import services as notices
from yishi.notices.models import Notice
from yishi.notices.rules import Fact
from yishi.workdays import queries as workdays


def register_checks() -> None:
    """Says how a notice of this room is overtaken by events."""
    registry.register("invitation", _still_invited, "已经打过电话，或这一场有变")
    registry.register("announcement", _still_announced, "这一场有变")


def tell_invited(day: Deliberation, invitation: Invitation, *, now: dt.datetime) -> None:
    """Queues the invitation to the unit's contact; without a contact it is asked by telephone."""
    if invitation.contact is None or invitation.invited_at is not None:
        return
    facts = {
        **_day_facts(day),
        "place": day.place,
        "unit": invitation.unit.name,
        "items": items_for(day, invitation),
        "reply_by_at": reply_by(day),
    }
    _queue("invitation", invitation.contact.contact_point, invitation.ref, day, facts, now=now)


def tell_reporters(day: Deliberation, appeals: set[int], *, now: dt.datetime) -> None:
    """Announces time and place to those whose appeals stood on the agenda before."""
    facts = {**_day_facts(day), "place": day.place, "items": listed(_titles(day), 3)}
    for point in _reporters(day, only=appeals):
        _queue("announcement", point, day.ref, day, facts, now=now)


def tell_of_change(day: Deliberation, what: str, *, now: dt.datetime) -> None:
    """Tells everybody who was told before what is different now."""
    facts = {**_day_facts(day), "place": day.place, "what": what}
    for invitation in day.invitations:
        was_told = was_told_of(invitation)
        notices.cancel(invitation.ref, now, kinds=("invitation", "change"))
        if was_told and invitation.contact is not None:
            point = invitation.contact.contact_point
            _queue("change", point, invitation.ref, day, facts, now=now)
        else:
            tell_invited(day, invitation, now=now)
    notices.cancel(day.ref, now, kinds=("announcement", "change"))
    for point in _reporters(day):
        _queue("change", point, day.ref, day, facts, now=now)


def tell_of_cancellation(day: Deliberation, reason: str, *, now: dt.datetime) -> None:
    """Tells everybody who was told before that the day is off."""
    facts = {**_day_facts(day), "reason": reason}
    for invitation in day.invitations:
        _take_back(day, invitation, facts, now=now)
    notices.cancel(day.ref, now, kinds=("announcement", "change"))
    for point in _reporters(day):
        _queue("cancellation", point, day.ref, day, facts, now=now)


def tell_uninvited(day: Deliberation, invitation: Invitation, *, now: dt.datetime) -> None:
    """This unit need not come after all."""
    facts = {**_day_facts(day), "reason": "这次不用贵单位到会"}
    _take_back(day, invitation, facts, now=now)


def phoned_instead(invitation: Invitation, *, now: dt.datetime) -> None:
    """The telephone was faster than the notice that still waits."""
    notices.cancel(invitation.ref, now, kinds=("invitation",))


def was_told_of(invitation: Invitation) -> bool:
    """Whether the unit knows: by telephone, or because its notice has left."""
    if invitation.invited_at is not None:
        return True
    return ledger.first_left_at(invitation.ref, "invitation") is not None


def items_for(day: Deliberation, invitation: Invitation) -> str:
    """The items that this unit answers, as a list of titles."""
    wanted = set(invitation.item_ids)
    titles = [i.title for i in day.matters if not wanted or i.id in wanted]
    return listed(titles, 3)


def reply_by(day: Deliberation) -> dt.datetime:
    """Until when the office needs to know who comes: the end of the working day before."""
    calendar = workdays.calendar(day.area_code)
    date = date_of(day.starts_at)
    return calendar.end_of(calendar.previous_workday(date))


def _take_back(
    day: Deliberation, invitation: Invitation, facts: dict[str, Fact], *, now: dt.datetime
) -> None:
    was_told = was_told_of(invitation)
    notices.cancel(invitation.ref, now, kinds=("invitation", "change"))
    if was_told and invitation.contact is not None:
        point = invitation.contact.contact_point
        _queue("cancellation", point, invitation.ref, day, facts, now=now)


def _queue(
    kind: str,
    to: ContactPoint,
    subject_ref: str,
    day: Deliberation,
    facts: dict[str, Fact],
    *,
    now: dt.datetime,
) -> None:
    notices.queue(
        kind,
        to,
        subject_ref=subject_ref,
        area_code=day.area_code,
        facts=facts,
        key=f"{kind}:{subject_ref}:{to.id}:{day.version}",
        now=now,
        expires_at=day.starts_at,
    )


def _still_invited(notice: Notice, now: dt.datetime) -> bool:
    invitation = db.session.get(Invitation, _id_of(notice))
    if invitation is None or invitation.invited_at is not None:
        return False
    return _is_coming(invitation.deliberation, now)


def _still_announced(notice: Notice, now: dt.datetime) -> bool:
    day = db.session.get(Deliberation, _id_of(notice))
    return day is not None and _is_coming(day, now)


def _is_coming(day: Deliberation, now: dt.datetime) -> bool:
    return day.state is State.ANNOUNCED and now < day.starts_at


def _id_of(notice: Notice) -> int:
    return int(notice.subject_ref.partition(":")[2])


def _day_facts(day: Deliberation) -> dict[str, Fact]:
    estate = day.estate.name if day.estate else ""
    facts: dict[str, Fact] = {
        "title": day.title,
        "starts_at": day.starts_at,
        "deliberation": day.id,
    }
    return {**facts, "estate": estate} if estate else facts


def _reporters(day: Deliberation, only: set[int] | None = None) -> Iterator[ContactPoint]:
    ids = {item.appeal_id for item in day.items if item.appeal_id is not None}
    wanted = ids if only is None else ids & only
    if wanted:
        query = (
            sa.select(ContactPoint)
            .join(Appeal, Appeal.contact_point_id == ContactPoint.id)
            .where(Appeal.id.in_(wanted))
            .distinct()
        )
        yield from db.session.scalars(query)


def _titles(day: Deliberation) -> list[str]:
    return [item.title for item in day.matters]
