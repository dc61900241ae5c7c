"""发布公告, and what may become of an announced day before it begins.

Old time and place stay as rows and are shown struck through; everybody who was
told before is told of a change, a postponement, a cancellation.
"""

import datetime as dt

from yishi.accounts.actors import Actor
from yishi.clock import local
from yishi.database import db
from yishi.dates import hour_words, moment_words, short_day
from yishi.deliberations.models import Deliberation, DeliberationChange
from yishi.deliberations.rules import (
    ChangeKind,
    Check,
    Plan,
    State,
    announce_checks,
    earliest_day,
    open_checks,
)
from yishi.deliberations.services import agenda, telling
from yishi.deliberations.services.moving import move
from yishi.errors import Invalid
from yishi.records.services import audit, entry

SHORTEST_REASON = 4


def checks(day: Deliberation, now: dt.datetime) -> list[Check]:
    """The guards of this day, open or done."""
    plan = Plan(
        day=local(day.starts_at).date(),
        place=day.place,
        item_count=len(day.matters),
        unit_count=len(day.invitations),
        urgent_reason=day.urgent_reason,
        was_postponed=day.was_postponed,
        promises_to_review=agenda.promises_to_review(day),
    )
    return announce_checks(plan, local(now).date())


def announce(day: Deliberation, *, by: Actor, now: dt.datetime) -> None:
    """Makes the day public with its agenda and tells units and residents.

    Raises Invalid with the first open guard.
    """
    missing = open_checks(checks(day, now))
    if missing:
        raise Invalid(f"还差 {len(missing)} 项才能发公告：{missing[0].words}。")
    again = day.announced_at is not None
    earlier = {item.appeal_id for item in day.items if item.appeal_id} if _is_public(day) else set()
    agenda.refresh_review(day)
    move(day, State.ANNOUNCED, by=by, now=now)
    day.announced_at, day.announced_by, day.halt_reason, day.halted_at = now, by.name, "", None
    agenda.tell_appeals(day, by=by, now=now)
    what = f"改到{moment_words(day.starts_at)}，{day.place}。"
    if again:
        telling.tell_of_change(day, what, now=now)
    else:
        for invitation in day.invitations:
            telling.tell_invited(day, invitation, now=now)
        telling.tell_reporters(day, earlier, now=now)
    text = what if again else f"{moment_words(day.starts_at)}，{day.place}。"
    entry(day.ref, "定了新日期" if again else "发布公告", text, by_name=by.name, at=now)


def reschedule(
    day: Deliberation,
    starts_at: dt.datetime,
    place: str,
    reason: str,
    *,
    by: Actor,
    now: dt.datetime,
) -> None:
    """Moves an announced day in time or place; its length stays.

    Raises Invalid without a reason, without a change, or with less than a day's notice.
    """
    place, reason = place.strip(), _reason(reason)
    if day.state is not State.ANNOUNCED:
        raise Invalid(f"这一场现在“{day.state.label}”，改不了时间地点。")
    if (starts_at, place) == (day.starts_at, day.place):
        raise Invalid("时间地点都没有变", {"date": "请改日期、时间或地点。"})
    if not place:
        raise Invalid("没有地点", {"place": "请写上地点。"})
    _require_notice(day, starts_at, now)
    what = _difference(day, starts_at, place)
    _keep(day, ChangeKind.MOVED, reason, by=by, now=now)
    day.ends_at = starts_at + (day.ends_at - day.starts_at)
    day.starts_at, day.place = starts_at, place
    _touch(day, by, now)
    telling.tell_of_change(day, what, now=now)
    entry(day.ref, "改时间地点", f"{what}{reason}。", by_name=by.name, at=now)


def postpone(day: Deliberation, reason: str, *, by: Actor, now: dt.datetime) -> None:
    """Gives the date up until a new one is announced; everybody told before is told."""
    reason = _reason(reason)
    _keep(day, ChangeKind.POSTPONED, reason, by=by, now=now)
    move(day, State.POSTPONED, by=by, now=now)
    day.halt_reason, day.halted_at = reason, now
    telling.tell_of_change(day, f"延期，{reason}，新日期另行通知。", now=now)
    entry(day.ref, "延期", reason, by_name=by.name, at=now)


def cancel(day: Deliberation, reason: str, *, by: Actor, now: dt.datetime) -> None:
    """Calls the day off until check-in; its appeals wait for another decision."""
    reason = _reason(reason)
    was_public = _is_public(day)
    _keep(day, ChangeKind.CANCELLED, reason, by=by, now=now)
    move(day, State.CANCELLED, by=by, now=now)
    day.halt_reason, day.halted_at = reason, now
    if was_public:
        agenda.give_back_appeals(day, by=by, now=now)
        telling.tell_of_cancellation(day, reason, now=now)
    entry(day.ref, "取消", reason, by_name=by.name, at=now, public=was_public)


def _is_public(day: Deliberation) -> bool:
    return day.state is not State.DRAFT


def _reason(reason: str) -> str:
    reason = reason.strip().rstrip("。")
    if len(reason) < SHORTEST_REASON:
        raise Invalid("没有写原因", {"reason": "请写一句原因，居民会看到，如：那天有大雨。"})
    return reason


def _require_notice(day: Deliberation, starts_at: dt.datetime, now: dt.datetime) -> None:
    """Within the same day only the hour moves; another day needs a day's notice."""
    new_day, today = local(starts_at).date(), local(now).date()
    first = earliest_day(today, was_postponed=True)
    if new_day != local(day.starts_at).date() and new_day < first:
        message = f"请把日期改到 {short_day(first)} 或之后（今天是 {short_day(now)}）。"
        raise Invalid("日期太近", {"date": message})
    if starts_at <= now:
        raise Invalid("时间已经过了", {"start": f"请写在现在 {hour_words(now)} 之后。"})


def _difference(day: Deliberation, starts_at: dt.datetime, place: str) -> str:
    parts = []
    if starts_at != day.starts_at:
        parts.append(f"时间改到{moment_words(starts_at)}")
    if place != day.place:
        parts.append(f"地点改到{place}")
    return "，".join(parts) + "。"


def _keep(day: Deliberation, kind: ChangeKind, reason: str, *, by: Actor, now: dt.datetime) -> None:
    row = DeliberationChange(
        kind=kind,
        previous_starts_at=day.starts_at,
        previous_place=day.place,
        reason=reason,
        by_name=by.name,
        at=now,
    )
    day.changes.append(row)
    before = {"starts_at": moment_words(day.starts_at), "place": day.place}
    audit(by, f"deliberation.{kind.value}", day.ref, before=before, after={"reason": reason})
    db.session.flush()


def _touch(day: Deliberation, by: Actor, now: dt.datetime) -> None:
    day.version += 1
    day.changed_at, day.changed_by = now, by.name
