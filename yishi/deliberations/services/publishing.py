"""Signing and publishing: what was pressed is published by itself when its hour comes."""

import datetime as dt
import logging
from collections.abc import Sequence

import sqlalchemy as sa

from yishi import live, settings
from yishi.accounts.actors import SYSTEM, Actor
from yishi.accounts.models import ContactPoint
from yishi.appeals.models import Appeal
from yishi.appeals.rules import AppealState
from yishi.appeals.services.deciding import finish
from yishi.database import db
from yishi.dates import day_words, short_day
from yishi.deliberations.models import Deliberation
from yishi.deliberations.queries.minutes import Draft, draft_of_day, due_for_publication
from yishi.deliberations.rules import Outcome, State
from yishi.deliberations.rules.minutes import why_not_published
from yishi.deliberations.services.moving import move
from yishi.errors import DomainError, Invalid
from yishi.issues.models import Issue
from yishi.issues.rules import Source
from yishi.notices import services as notices
from yishi.records.services import audit, entry

log = logging.getLogger(__name__)


def publish_due(now: dt.datetime) -> int:
    """Publishes every day whose 无异议即公布 has come due; returns how many. Safe to repeat.

    A day that cannot be published delays no other; the next pass tries it again.
    """
    return sum(_publish_one(day_id, now) for day_id in due_for_publication(now))


def _publish_one(day_id: int, now: dt.datetime) -> bool:
    try:
        with db.session.begin_nested():
            day = _claim(day_id)
            if day is None or not _is_due(day, now):
                return False
            publish(draft_of_day(day), by=SYSTEM, now=now)
            return True
    except DomainError as refusal:
        log.error("the result of day %s was not published: %s", day_id, refusal.message)
        return False


def _claim(day_id: int) -> Deliberation | None:
    """The day, locked; None while another sweep has it."""
    return db.session.scalar(
        sa.select(Deliberation)
        .where(Deliberation.id == day_id)
        .with_for_update(skip_locked=True, of=Deliberation)
        .execution_options(populate_existing=True)
    )


def publish(draft: Draft, *, by: Actor, now: dt.datetime) -> None:
    """Signs what was frozen and shows it; appeals get their answers, phones the result.

    Raises Invalid before the review has ended or while an objection waits.
    """
    day, minutes = draft.day, draft.minutes
    if why := why_not_published(minutes.review_due_at, len(draft.open_objections), now):
        raise Invalid(why)
    if day.publish_at is None or minutes.content is None:
        raise Invalid("请先点“无异议即公布”。")
    move(day, State.SIGNED, by=by, now=now)
    day.signed_at = now
    for part in draft.parts:
        part.paragraph.text = part.passage.text
    audit(by, "minutes.sign", minutes.ref, after={"hash": minutes.content_hash})
    move(day, State.PUBLISHED, by=by, now=now)
    day.published_at = now
    entry(day.ref, "公布结果", _summary(draft), by_name=by.name, at=now)
    answered = _answer_appeals(draft, by, now)
    _tell_others(draft, answered, now)
    live.changed(day.ref)


def _is_due(day: Deliberation, now: dt.datetime) -> bool:
    pressed = day.publish_at is not None and day.publish_at <= now
    return pressed and day.state is State.MINUTES_REVIEW


def _answer_appeals(draft: Draft, by: Actor, now: dt.datetime) -> set[int]:
    """Each appeal on the agenda hears what came of it; 转下次 keeps it on the agenda."""
    answered = set()
    for part in draft.parts:
        item = part.item
        if item is None or item.appeal_id is None or item.outcome is Outcome.NEXT_TIME:
            continue
        appeal = db.session.get_one(Appeal, item.appeal_id)
        if appeal.state is AppealState.ON_AGENDA:
            text = answer_words(draft.day, part.text, part.promises)
            finish(appeal, text, by=by, now=now)
            answered.add(appeal.id)
    return answered


def answer_words(day: Deliberation, text: str, promises: Sequence[Issue]) -> str:
    """11月28日…公开议事日议了这件事。… 鑫和物业答应：…，12月25日（周五）前办完（SX2026-0001）。"""
    said = [
        f"{issue.unit.name}{'答应' if issue.source is Source.PROMISE else '承办'}："
        f"{issue.measure.rstrip('。')}{_by_when(issue)}（{issue.number}）。"
        for issue in promises
    ]
    return "".join([f"{short_day(day.starts_at)}{day.title}议了这件事。", text, *said])


def _by_when(issue: Issue) -> str:
    return f"，{day_words(issue.promised_on)}前办完" if issue.promised_on else ""


def _tell_others(draft: Draft, answered: set[int], now: dt.datetime) -> None:
    """The result to phones, where a gateway is set; who got an answer needs no second notice."""
    if not (settings.current().sms or settings.current().mail):
        return
    day = draft.day
    waiting = {item.appeal_id for item in day.items if item.appeal_id} - answered
    for point in db.session.scalars(
        sa.select(ContactPoint)
        .join(Appeal, Appeal.contact_point_id == ContactPoint.id)
        .where(Appeal.id.in_(waiting))
        .distinct()
    ):
        notices.queue(
            "result",
            point,
            subject_ref=day.ref,
            area_code=day.area_code,
            facts={
                "title": day.title,
                "starts_at": day.starts_at,
                "promises": _promises(draft),
                "summary": _summary(draft),
            },
            key=f"result:{day.ref}:{point.id}",
            now=now,
        )


def _promises(draft: Draft) -> int:
    return sum(len(part.promises) for part in draft.parts)


def _summary(draft: Draft) -> str:
    """议了 3 题，答应 2 件，1 题转下次。"""
    matters = [part.item for part in draft.parts if part.item and part.item.outcome]
    later = sum(item.outcome is Outcome.NEXT_TIME for item in matters)
    words = [f"议了 {len(matters)} 题", f"答应 {_promises(draft)} 件"]
    return "，".join(words + ([f"{later} 题转下次"] if later else [])) + "。"
