"""散会: the guard holds, then promises are dispatched, the rest carried on, the minutes drafted."""

import datetime as dt

import sqlalchemy as sa

from yishi import live
from yishi.accounts.actors import Actor
from yishi.database import db
from yishi.deliberations.models import AgendaItem, Deliberation
from yishi.deliberations.queries.on_site import Line, Looked, OnSite, day_of, on_site
from yishi.deliberations.rules import HELD, ItemKind, Outcome, State
from yishi.deliberations.rules.session import looked_words
from yishi.deliberations.services import arriving, drafting, promising
from yishi.deliberations.services import on_site as recording
from yishi.deliberations.services.moving import move
from yishi.errors import Invalid
from yishi.issues import services as issues
from yishi.issues.rules import IssueState, Source
from yishi.organizations import queries as organizations
from yishi.organizations import services as units
from yishi.organizations.models import Unit
from yishi.organizations.rules import IssueClass, UnitKind, office_code
from yishi.passages import services as passages
from yishi.records.services import audit, entry

NO_TIME = "时间不够，没有议完。"


def move_rest_to_next_time(
    site: OnSite, next_on: dt.date | None, *, by: Actor, now: dt.datetime
) -> int:
    """[其余议题转下次] Every item without an outcome, to a date or the next planned day."""
    recording.require_recording(site.day)
    rest = [line for line in site.lines if not line.is_review and line.item.outcome is None]
    for line in rest:
        assert line.note is not None
        if not line.note.text:
            passages.save(line.note, NO_TIME, line.note.revision, by=by, now=now)
        recording.decide(line, Outcome.NEXT_TIME, next_on, line.item.version, by=by, now=now)
    return len(rest)


def leave_rest_for_later(site: OnSite, *, by: Actor, now: dt.datetime) -> int:
    """[其余承诺会后确认] Every promise that nobody has confirmed; returns how many."""
    rest = [
        promise
        for line in site.lines
        for promise in line.promises
        if not (promise.confirmed or promise.later)
    ]
    for promise in rest:
        promising.leave_for_later(site.day, promise.issue, by=by, now=now)
    return len(rest)


def conclude(day: Deliberation, *, by: Actor, now: dt.datetime) -> bool:
    """[散会] Once: a second press finds it done and returns False.

    Raises Invalid while the guard is open; then nothing has changed.
    """
    db.session.refresh(day, with_for_update={"of": Deliberation})
    if day.state in HELD:
        return False
    recording.require_recording(day)
    site = on_site(day)
    if site.open_checks:
        missing = "，".join(check.words for check in site.open_checks[:3])
        raise Invalid(f"散会还差 {len(site.open_checks)} 项：{missing}。")
    move(day, State.CONCLUDED, by=by, now=now)
    day.closed_at = now
    arriving.settle_presence(day)
    for line in site.lines:
        _settle(line, site, by, now)
    db.session.flush()
    drafting.draft(on_site(day), now=now)
    move(day, State.MINUTES_REVIEW, by=by, now=now)
    entry(day.ref, "散会", _summary(site), by_name=by.name, at=now)
    live.changed(day.ref)
    return True


def _settle(line: Line, site: OnSite, by: Actor, now: dt.datetime) -> None:
    item = line.item
    item.outcome_text = line.note.text if line.note else ""
    for looked in line.looked:
        _tell_review(looked, by, now)
    for promise in line.promises:
        if promise.issue.state is IssueState.CONFIRMED:
            issues.assign_confirmed(promise.issue, by=by, now=now)
        elif promise.issue.state is IssueState.DRAFTED:
            issues.await_confirmation(promise.issue, by=by, now=now)
    if item.outcome is Outcome.REFERRED_UP:
        _refer_up(line, by, now)
    elif item.outcome is Outcome.NEXT_TIME:
        _carry_over(line, site.next_day, by)


def _refer_up(line: Line, by: Actor, now: dt.datetime) -> None:
    """报上级 is an issue of the office itself, class C: it asks, waits and tells the residents."""
    item, day = line.item, line.item.deliberation
    issues.assign_referred(
        area_code=day.area_code,
        estate_id=day.estate_id,
        appeal_id=item.appeal_id,
        title=item.title,
        measure=item.outcome_text,
        unit_id=_office_unit(day, by).id,
        issue_class=IssueClass.C,
        judge=promising.BY_DOORS,
        reporter_contact_id=None,
        origin=promising.origin_of(line),
        source=Source.REFERRED_UP,
        deliberation_id=day.id,
        agenda_item_id=item.id,
        by=by,
        now=now,
    )


def _office_unit(day: Deliberation, by: Actor) -> Unit:
    """The office as a unit: what it refers up is in its own hands."""
    code = office_code(day.area_code)
    office = organizations.office(code)
    name = f"{office.name if office else ''}议事办"
    mine = sa.select(Unit).where(Unit.area_code == code, Unit.name == name)
    return db.session.scalar(mine) or units.create_unit(code, name, UnitKind.OFFICE, by=by)


def _carry_over(line: Line, following: Deliberation | None, by: Actor) -> None:
    """Puts the item on the next planned day; without one its date alone is remembered."""
    item, planned = line.item, day_of(following)
    item.next_on = item.next_on or planned
    if following is None or item.next_on != planned:
        return
    last = db.session.scalar(
        sa.select(sa.func.max(AgendaItem.position)).where(
            AgendaItem.deliberation_id == following.id
        )
    )
    carried = AgendaItem(
        deliberation_id=following.id,
        position=(last or 0) + 1,
        kind=ItemKind.ORDINARY,
        title=item.title,
        situation=item.situation,
        appeal_id=item.appeal_id,
        appeal_number=item.appeal_number,
        carried_from_id=item.id,
    )
    db.session.add(carried)
    db.session.flush()
    audit(by, "agenda.carry_over", carried.ref, after={"from": item.id, "title": item.title})


def _tell_review(looked: Looked, by: Actor, now: dt.datetime) -> None:
    """The promise's own story says what the residents heard and how many hands there were."""
    review = looked.review
    text = looked_words(review.result, review.hands_solved, review.hands_unsolved)
    facts = {"public_name": "议事办"}
    entry(looked.issue.ref, "承诺回看", f"{text}。", by_name=by.name, at=now, facts=facts)


def _summary(site: OnSite) -> str:
    matters = [line for line in site.lines if not line.is_review]
    promises = sum(len(line.promises) for line in matters)
    return f"议了 {len(matters)} 题，记下承诺 {promises} 条。"
