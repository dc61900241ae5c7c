"""Making a day and changing what is not public yet, or public only as a plan."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from yishi.accounts.actors import Actor
from yishi.database import db
from yishi.dates import day_words, moment_words
from yishi.deliberations.models import Deliberation, DeliberationChange
from yishi.deliberations.rules import IN_PREPARATION, ChangeKind, State
from yishi.deliberations.services import agenda, inviting
from yishi.deliberations.services.moving import move
from yishi.errors import Conflict, Invalid
from yishi.organizations.models import Area, Estate
from yishi.records.services import audit, entry


@dataclass(frozen=True)
class Frame:
    """When and where a day is, who leads it, and until when it calls for matters."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str = ""
    chair_name: str = ""
    call_until: dt.date | None = None
    urgent_reason: str = ""
    notice_text: str = ""


@dataclass(frozen=True)
class Wish:
    """What the one form of 办一场 asks for."""

    frame: Frame
    appeal_ids: Sequence[int] = ()
    titles: Sequence[str] = ()
    unit_ids: Sequence[int] = ()
    put_off_ids: Sequence[int] = ()


def draft(where: Estate | Area, wish: Wish, *, by: Actor, now: dt.datetime) -> Deliberation:
    """A new day in an estate, or in a whole community; nobody is told yet."""
    day = Deliberation(
        area_code=where.area_code,
        estate_id=where.id if isinstance(where, Estate) else None,
        title=f"{where.name}公开议事日",
        starts_at=wish.frame.starts_at,
        ends_at=wish.frame.ends_at,
        created_at=now,
        created_by=by.name,
        changed_at=now,
        changed_by=by.name,
    )
    db.session.add(day)
    _set_frame(day, wish.frame, by=by, now=now)
    db.session.flush()
    _fill(day, wish, by=by, now=now)
    audit(
        by,
        "deliberation.draft",
        day.ref,
        after={"title": day.title, "starts_at": moment_words(day.starts_at)},
    )
    return day


def reframe(
    day: Deliberation, frame: Frame, version: int, *, by: Actor, now: dt.datetime
) -> Deliberation:
    """Changes time, place and words of a day that is not announced.

    Raises Conflict with both times and places if somebody changed it since `version`.
    """
    if day.state not in IN_PREPARATION:
        raise Invalid("这一场已经公告，时间地点请用“改时间地点”，会告诉每个通知过的人。")
    if day.version != version:
        raise Conflict(
            "别人刚刚改过时间地点。",
            theirs=f"{moment_words(day.starts_at)} {day.place} {day.chair_name}",
            yours=f"{moment_words(frame.starts_at)} {frame.place} {frame.chair_name}",
        )
    _require_order(frame)
    before = {"starts_at": moment_words(day.starts_at), "place": day.place}
    if day.state is State.PLANNED and day.starts_at != frame.starts_at:
        _keep_old_time(day, by=by, now=now)
    _set_frame(day, frame, by=by, now=now)
    day.version += 1
    after = {"starts_at": moment_words(day.starts_at), "place": day.place}
    audit(by, "deliberation.reframe", day.ref, before=before, after=after)
    return day


def publish_plan(day: Deliberation, *, by: Actor, now: dt.datetime) -> None:
    """Shows the day in the public schedule as 计划, with a call for matters."""
    move(day, State.PLANNED, by=by, now=now)
    agenda.tell_appeals(day, by=by, now=now)
    text = f"计划在{day_words(day.starts_at)}开。"
    entry(day.ref, "列入日程", text, by_name=by.name, at=now)


def _fill(day: Deliberation, wish: Wish, *, by: Actor, now: dt.datetime) -> None:
    agenda.refresh_review(day)
    for item_id in wish.put_off_ids:
        agenda.carry_over(day, item_id, by=by, now=now)
    for appeal_id in wish.appeal_ids:
        agenda.add_appeal(day, appeal_id, by=by, now=now)
    for title in wish.titles:
        agenda.add_line(day, title, by=by, now=now)
    for unit_id in wish.unit_ids:
        inviting.invite(day, unit_id, by=by, now=now)


def _set_frame(day: Deliberation, frame: Frame, *, by: Actor, now: dt.datetime) -> None:
    _require_order(frame)
    day.starts_at, day.ends_at = frame.starts_at, frame.ends_at
    day.place, day.chair_name = frame.place.strip(), frame.chair_name.strip()
    day.call_until, day.urgent_reason = frame.call_until, frame.urgent_reason.strip()
    day.notice_text = frame.notice_text.strip()
    day.changed_at, day.changed_by = now, by.name


def _require_order(frame: Frame) -> None:
    if frame.ends_at <= frame.starts_at:
        raise Invalid("结束时间不对", {"end": "请把结束时间写在开始之后。"})


def _keep_old_time(day: Deliberation, *, by: Actor, now: dt.datetime) -> None:
    day.changes.append(
        DeliberationChange(
            kind=ChangeKind.MOVED,
            previous_starts_at=day.starts_at,
            previous_place=day.place,
            reason="",
            by_name=by.name,
            at=now,
        )
    )
