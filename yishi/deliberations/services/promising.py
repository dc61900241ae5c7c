"""A promise in the room: taken down in the promiser's words, confirmed aloud or left for later."""

import datetime as dt
import enum
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from yishi import live
from yishi.accounts.actors import Actor
from yishi.appeals.models import Appeal
from yishi.database import db
from yishi.dates import short_day
from yishi.deliberations.models import ConfirmLater, Deliberation, Invitation
from yishi.deliberations.queries.on_site import Line
from yishi.deliberations.rules import Outcome
from yishi.deliberations.rules.session import PROMISING
from yishi.deliberations.services import arriving
from yishi.deliberations.services.on_site import require_recording
from yishi.errors import Invalid
from yishi.issues import services as issues
from yishi.issues.models import Issue
from yishi.issues.rules import ConfirmedHow
from yishi.organizations.models import Category
from yishi.organizations.rules import IssueClass
from yishi.records.services import audit
from yishi.web.urls import path_for

BY_REPORTER, BY_DOORS = "反映的人", "到场的三户居民"  # 谁来评


class Confirming(enum.StrEnum):
    """(怎么确认) Aloud in the room now, within a working day after it, or not said yet."""

    SAID = "said"
    LATER = "later"
    OPEN = "open"


@dataclass(frozen=True)
class Vow:
    """(承诺牌) Who says what will be done by when; a new unit where it was not invited."""

    unit_id: int | None
    measure: str
    due_on: dt.date | None
    said_by: str = ""
    new_unit: str = ""
    new_phone: str = ""


def take_down(
    line: Line, vow: Vow, confirming: Confirming, *, by: Actor, now: dt.datetime
) -> Issue:
    """Drafts a promise under an item and confirms it if it was said aloud.

    Raises Invalid by field (unit_id, measure, due_on, new_unit). Where the meeting
    assigns and the unit is absent, nobody can confirm now.
    """
    item, day = line.item, line.item.deliberation
    require_recording(day)
    if item.outcome not in PROMISING:
        raise Invalid("请先把这一题定为“有承诺”，再记承诺。")
    absent = item.outcome is Outcome.ASSIGNED_BY_MEETING
    issue = _draft(line, vow, absent=absent, by=by, now=now)
    if absent or confirming is Confirming.LATER:
        leave_for_later(day, issue, by=by, now=now)
    elif confirming is Confirming.SAID:
        confirm(day, issue, by=by, now=now)
    live.changed(day.ref)
    return issue


def confirm(day: Deliberation, issue: Issue, *, by: Actor, now: dt.datetime) -> None:
    """The chair read it aloud and the unit said yes: the words and the date are frozen."""
    require_recording(day)
    issues.confirm(issue, ConfirmedHow.SAID, by=by, now=now)
    db.session.execute(
        sa.update(Invitation)
        .where(Invitation.deliberation_id == day.id, Invitation.unit_id == issue.lead_unit_id)
        .values(came=True)
    )
    live.changed(day.ref)


def leave_for_later(day: Deliberation, issue: Issue, *, by: Actor, now: dt.datetime) -> None:
    """[会后再确认] The unit confirms within one working day after 散会."""
    require_recording(day)
    row = {"issue_id": issue.id, "deliberation_id": day.id, "by_name": by.name, "at": now}
    db.session.execute(insert(ConfirmLater).values(row).on_conflict_do_nothing())
    audit(by, "promise.later", issue.ref)
    live.changed(day.ref)


def drop(day: Deliberation, issue: Issue, *, by: Actor, now: dt.datetime) -> None:
    """[撤下] An unconfirmed promise is no promise; it stays in the history."""
    require_recording(day)
    issues.discard(issue, by=by, now=now)
    db.session.execute(sa.delete(ConfirmLater).where(ConfirmLater.issue_id == issue.id))
    live.changed(day.ref)


def said_by(invitation: Invitation | None, typed: str = "") -> str:
    """Who speaks for the unit: as typed, as announced, else its contact."""
    if typed.strip() or invitation is None:
        return typed.strip()
    contact = invitation.contact.title if invitation.contact else ""
    return invitation.attendee or contact


def _in_charge(invitation: Invitation | None, speaker: str) -> int | None:
    """Whose hands it goes into: the one of the unit's contacts who spoke, else who was invited."""
    if invitation is None:
        return None
    known = [c for c in invitation.unit.contacts if c.left_at is None]
    spoke = next((c.id for c in known if speaker in {c.title, c.name}), None)
    return spoke or invitation.contact_id


def usual_class(appeal: Appeal | None) -> IssueClass:
    """The class of the appeal's category; a matter of the office's own is B."""
    if appeal is None or appeal.category_id is None:
        return IssueClass.B
    category = db.session.get(Category, appeal.category_id)
    return category.issue_class if category else IssueClass.B


def origin_of(line: Line) -> dict[str, str]:
    """Where it was said: 11月28日光明居二期公开议事日第 2 题."""
    day = line.item.deliberation
    text = f"{short_day(day.starts_at)}{day.title}第 {line.number} 题"
    return {"text": text, "url": path_for("deliberations_public.show", day_id=day.id)}


def _draft(line: Line, vow: Vow, *, absent: bool, by: Actor, now: dt.datetime) -> Issue:
    item, day = line.item, line.item.deliberation
    invitation = _speaker(day, vow, by=by, now=now)
    speaker = said_by(invitation, vow.said_by)
    appeal = db.session.get(Appeal, item.appeal_id) if item.appeal_id else None
    return issues.draft_promise(
        area_code=day.area_code,
        estate_id=day.estate_id,
        deliberation_id=day.id,
        agenda_item_id=item.id,
        appeal_id=item.appeal_id,
        reporter_contact_id=appeal.contact_point_id if appeal and appeal.may_contact else None,
        title=item.title,
        measure=vow.measure,
        unit_id=invitation.unit_id if invitation else None,
        contact_id=_in_charge(invitation, speaker),
        promised_by="" if absent else speaker,
        due_on=vow.due_on,
        judge=BY_REPORTER if appeal and appeal.contact_point_id else BY_DOORS,
        origin=origin_of(line),
        issue_class=usual_class(appeal),
        by=by,
        now=now,
    )


def _speaker(day: Deliberation, vow: Vow, *, by: Actor, now: dt.datetime) -> Invitation | None:
    if vow.new_unit.strip():
        return arriving.walk_in(day, vow.new_unit, vow.said_by, vow.new_phone, by=by, now=now)
    return db.session.scalars(
        sa.select(Invitation).where(
            Invitation.deliberation_id == day.id, Invitation.unit_id == vow.unit_id
        )
    ).one_or_none()
