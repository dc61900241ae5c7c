"""The agenda: lines and appeals placed, put in order, edited, taken off; 承诺回看 first."""

import datetime as dt

import sqlalchemy as sa

from yishi.accounts.actors import Actor
from yishi.accounts.scoping import find
from yishi.appeals import services as appeals
from yishi.appeals.models import Appeal
from yishi.appeals.rules import AppealState
from yishi.database import change, db
from yishi.dates import day_words, moment_words
from yishi.deliberations.models import AgendaItem, Deliberation
from yishi.deliberations.queries.carried import put_off
from yishi.deliberations.rules import (
    LONGEST_TITLE,
    PUBLIC,
    UNSTARTED,
    ItemKind,
    title_errors,
)
from yishi.errors import Conflict, Invalid
from yishi.issues import queries as issues
from yishi.records.services import audit, entry

REVIEW_TITLE = "承诺回看"


def add_line(
    day: Deliberation, title: str, situation: str = "", *, by: Actor, now: dt.datetime
) -> AgendaItem:
    """A matter in the office's own words, last on the agenda."""
    title = title.strip()
    if errors := title_errors(title):
        raise Invalid("议题的题目不合适", errors)
    return _add(day, AgendaItem(title=title, situation=situation.strip()), by=by, now=now)


def add_appeal(day: Deliberation, appeal_id: int, *, by: Actor, now: dt.datetime) -> AgendaItem:
    """A resident's released appeal as an item; the appeal is told once the day is public.

    Raises Invalid if its public text is not released or it is on this agenda already.
    """
    appeal = find(Appeal, appeal_id, by)
    if appeal.released_at is None:
        raise Invalid("这条诉求还没有公开的文字。请先核对公开文字，再列入议程。")
    if any(item.appeal_id == appeal.id for item in day.items):
        raise Invalid("这条诉求已经在这一场的议程上。")
    item = AgendaItem(
        title=appeal.public_title[:LONGEST_TITLE],
        situation=appeal.public_text,
        appeal_id=appeal.id,
        appeal_number=appeal.number,
    )
    _add(day, item, by=by, now=now)
    if day.state in PUBLIC:
        appeals.place_on_agenda(appeal, _day_text(day), by=by, now=now)
    return item


def carry_over(day: Deliberation, item_id: int, *, by: Actor, now: dt.datetime) -> AgendaItem:
    """What an earlier day of this place put off to the next one; raises Invalid otherwise."""
    waiting = {item.id: item for item in put_off(day.area_code, day.estate_id)}
    if item_id not in waiting:
        raise Invalid("这一题已经排上别的场次了。请刷新页面。")
    earlier = waiting[item_id]
    item = AgendaItem(
        title=earlier.title,
        situation=earlier.situation,
        appeal_id=earlier.appeal_id,
        appeal_number=earlier.appeal_number,
        carried_from_id=earlier.id,
    )
    return _add(day, item, by=by, now=now)


def tell_appeals(day: Deliberation, *, by: Actor, now: dt.datetime) -> None:
    """Places the appeals of a day that has just become public."""
    for appeal in _appeals_of(day):
        if appeal.state is AppealState.ON_AGENDA:
            appeal.day_text = _day_text(day)  # put off by an earlier day
        else:
            appeals.place_on_agenda(appeal, _day_text(day), by=by, now=now)


def give_back_appeals(day: Deliberation, *, by: Actor, now: dt.datetime) -> None:
    """The day is cancelled: its appeals wait for another decision."""
    for appeal in _appeals_of(day):
        if appeal.state is AppealState.ON_AGENDA:
            appeals.taken_off_agenda(appeal, by=by, now=now)


def edit(
    item: AgendaItem, title: str, situation: str, version: int, *, by: Actor, now: dt.datetime
) -> None:
    """Changes the words of an item; Conflict with both texts if somebody was faster."""
    title = title.strip()
    if errors := title_errors(title):
        raise Invalid("议题的题目不合适", errors)
    _require_unstarted(item.deliberation)
    before = {"title": item.title, "situation": item.situation}
    written = change(
        sa.update(AgendaItem)
        .where(AgendaItem.id == item.id, AgendaItem.version == version)
        .values(title=title, situation=situation.strip(), version=version + 1)
    )
    if not written:
        db.session.refresh(item)
        raise Conflict("别人刚刚改过这一题。", theirs=item.situation, yours=situation)
    audit(by, "agenda.edit", item.ref, before=before, after={"title": title})
    _touch(item.deliberation, by, now)


def reorder(
    day: Deliberation, item: AgendaItem, after_id: int | None, *, by: Actor, now: dt.datetime
) -> None:
    """Puts an item behind another one, or first; 承诺回看 stays in front of all.

    Two moves at once merge: each names only the moved item and its new neighbour.
    """
    _require_unstarted(day)
    if item.kind is ItemKind.REVIEW:
        raise Invalid("承诺回看总在第一，不用移动。")
    db.session.scalars(
        sa.select(AgendaItem.id).where(AgendaItem.deliberation_id == day.id).with_for_update()
    ).all()
    db.session.refresh(day, ["items"])
    others = [other for other in day.items if other is not item]
    place = next((i for i, other in enumerate(others, 1) if other.id == after_id), 0)
    _number([*others[:place], item, *others[place:]])
    db.session.flush()
    db.session.refresh(day, ["items"])
    audit(by, "agenda.reorder", item.ref, after={"position": item.position})
    _touch(day, by, now)


def remove(item: AgendaItem, *, by: Actor, now: dt.datetime) -> None:
    """Takes an item off; its appeal waits for another decision."""
    day = item.deliberation
    _require_unstarted(day)
    if item.appeal_id is not None and day.state in PUBLIC:
        appeal = db.session.get_one(Appeal, item.appeal_id)
        if appeal.state is AppealState.ON_AGENDA:
            appeals.taken_off_agenda(appeal, by=by, now=now)
    if day.announced_at is not None:
        entry(day.ref, "撤下一题", item.title, by_name=by.name, at=now)
    audit(by, "agenda.remove", item.ref, before={"title": item.title})
    day.items.remove(item)
    db.session.delete(item)
    _number(day.items)
    _touch(day, by, now)


def refresh_review(day: Deliberation) -> None:
    """承诺回看 is first while there are promises to look back at, and gone when there are none."""
    wanted = bool(promises_to_review(day))
    present = next((item for item in day.items if item.kind is ItemKind.REVIEW), None)
    if wanted and present is None:
        item = AgendaItem(title=REVIEW_TITLE, kind=ItemKind.REVIEW, position=0)
        day.items.insert(0, item)
    elif present is not None and not wanted:
        day.items.remove(present)
        db.session.delete(present)
    db.session.flush()
    _number(day.items)


def promises_to_review(day: Deliberation) -> int:
    """How many open promises the estate, or else the community, brings along."""
    if day.estate_id is not None:
        return len(issues.open_promises(estate_id=day.estate_id))
    return len(issues.open_promises(area_code=day.area_code))


def _add(day: Deliberation, item: AgendaItem, *, by: Actor, now: dt.datetime) -> AgendaItem:
    _require_unstarted(day)
    item.position = max((other.position for other in day.items), default=0) + 1
    item.kind = ItemKind.ORDINARY
    day.items.append(item)
    db.session.flush()
    audit(by, "agenda.add", item.ref, after={"day": day.id, "title": item.title})
    if day.announced_at is not None:
        entry(day.ref, "加了一题", item.title, by_name=by.name, at=now)
    _touch(day, by, now)
    return item


def _number(items: list[AgendaItem]) -> None:
    for position, item in enumerate(items, 1):
        item.position = position


def _require_unstarted(day: Deliberation) -> None:
    if day.state not in UNSTARTED:
        raise Invalid(f"这一场“{day.state.label}”，议程不能再这样改。请在现场页上改。")


def _appeals_of(day: Deliberation) -> list[Appeal]:
    ids = [item.appeal_id for item in day.items if item.appeal_id is not None]
    return list(db.session.scalars(sa.select(Appeal).where(Appeal.id.in_(ids)))) if ids else []


def _day_text(day: Deliberation) -> str:
    if day.announced_at is not None:
        return f"{moment_words(day.starts_at)}{day.title}（{day.place}）"
    return f"{day_words(day.starts_at)}{day.title}"


def _touch(day: Deliberation, by: Actor, now: dt.datetime) -> None:
    day.changed_at, day.changed_by = now, by.name
