"""The review of the minutes: edited, objected to, answered, and pressed once to be published."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from yishi import live
from yishi.accounts.actors import Actor
from yishi.database import change, db
from yishi.deliberations.models import (
    Correction,
    Deliberation,
    Minutes,
    MinutesParagraph,
    Objection,
)
from yishi.deliberations.queries.minutes import Draft, Part
from yishi.deliberations.rules import WITH_RESULT, State
from yishi.deliberations.rules.minutes import SHORTEST_ANSWER, ObjectedHow, content_hash
from yishi.errors import Conflict, Invalid
from yishi.issues.rules import Source
from yishi.passages import services as passages
from yishi.passages.models import Passage
from yishi.records.services import audit, entry

LONGEST_NAME = 30
LONGEST_TEXT = 1000


def edit(
    paragraph: MinutesParagraph,
    passage: Passage,
    text: str,
    revision: int,
    *,
    by: Actor,
    now: dt.datetime,
) -> None:
    """Changes a paragraph in review; Conflict with both texts if somebody else was first."""
    day = paragraph.minutes.deliberation
    _require_review(day)
    if day.publish_at is not None:
        raise Conflict("已经点过“无异议即公布”，文字不再改。要改请先点“先不公布，继续改”。")
    if not text.strip():
        raise Invalid("这一段空了。请写一句，或把原来的字放回去。")
    if passages.save(passage, text, revision, by=by, now=now):
        live.changed(day.ref)


def publish_unless_objected(
    draft: Draft, reviewer: str, signer: str, *, by: Actor, now: dt.datetime
) -> dt.datetime:
    """[无异议即公布] Freezes exactly what is on the page; returns when it is published.

    That is the end of the review, or now if it has ended. Raises Invalid without
    reviewer or signer, or while an objection waits for its answer.
    """
    day, minutes = draft.day, draft.minutes
    _require_review(day)
    _require_names(reviewer, signer)
    if draft.open_objections:
        count = len(draft.open_objections)
        raise Invalid(f"有 {count} 条异议没答复。请先答复，再公布。")
    day.reviewer_name, day.signer_name = reviewer.strip(), signer.strip()
    day.publish_at, day.publish_by = max(minutes.review_due_at, now), by.name
    minutes.content = content(draft)
    minutes.content_hash = content_hash(minutes.content)
    audit(by, "minutes.publish_unless_objected", minutes.ref, after={"hash": minutes.content_hash})
    live.changed(day.ref)
    return day.publish_at


def keep_editing(day: Deliberation, minutes: Minutes, *, by: Actor) -> None:
    """[先不公布，继续改] Takes 无异议即公布 back before its hour."""
    _require_review(day)
    _release(day, minutes)
    audit(by, "minutes.keep_editing", minutes.ref)


def object_to(
    draft: Draft,
    text: str,
    who: str,
    how: ObjectedHow,
    paragraph_id: int | None,
    *,
    by: Actor,
    now: dt.datetime,
) -> Objection:
    """Enters what somebody who was there finds wrong; nothing is published until it is answered."""
    _require_review(draft.day)
    errors = _missing(text=text, who=who)
    if errors:
        raise Invalid("异议还差一点", errors)
    known = {part.paragraph.id for part in draft.parts}
    objection = Objection(
        minutes_id=draft.minutes.id,
        paragraph_id=paragraph_id if paragraph_id in known else None,
        text=text.strip(),
        by_name=who.strip(),
        how=how,
        entered_by=by.name,
        at=now,
    )
    draft.minutes.objections.append(objection)
    _release(draft.day, draft.minutes)
    db.session.flush()
    audit(by, "minutes.object", draft.minutes.ref, after={"objection": objection.id, "how": how})
    live.changed(draft.day.ref)
    return objection


def answer(objection: Objection, text: str, *, by: Actor, now: dt.datetime) -> None:
    """Every objection gets an answer; the answer is public with the result. Once."""
    if len(text.strip()) < SHORTEST_ANSWER:
        words = f"请写清怎么处理的，至少 {SHORTEST_ANSWER} 个字，公布时一起公开。"
        raise Invalid("答复太短了", {"answer": words})
    open_one = (Objection.id == objection.id, Objection.answered_at.is_(None))
    values = {"answer": text.strip()[:LONGEST_TEXT], "answered_by": by.name, "answered_at": now}
    answered = change(sa.update(Objection).where(*open_one).values(values))
    db.session.refresh(objection)
    if not answered:
        raise Conflict("别人刚刚答复过这一条。", objection.answer, text)
    audit(by, "minutes.answer_objection", f"minutes:{objection.minutes_id}")


def correct(
    draft: Draft, text: str, paragraph_id: int | None, *, by: Actor, now: dt.datetime
) -> Correction:
    """更正 1, 2, …: the signed words stay, the correction stands beside them."""
    if draft.day.state not in WITH_RESULT:
        raise Invalid("结果公布以后才用更正；现在直接改纪要。")
    if not 5 <= len(text.strip()) <= LONGEST_TEXT:
        raise Invalid("更正还差一点", {"text": "请写清哪里不对、应当是什么，至少 5 个字。"})
    known = {part.paragraph.id for part in draft.parts}
    correction = Correction(
        minutes_id=draft.minutes.id,
        number=len(draft.minutes.corrections) + 1,
        paragraph_id=paragraph_id if paragraph_id in known else None,
        text=text.strip(),
        by_name=by.name,
        at=now,
    )
    draft.minutes.corrections.append(correction)
    db.session.flush()
    audit(by, "minutes.correct", draft.minutes.ref, after={"number": correction.number})
    words = f"更正 {correction.number}：{correction.text}"
    entry(draft.day.ref, "更正", words, by_name=by.name, at=now)
    return correction


def content(draft: Draft) -> dict[str, Any]:
    """Exactly what residents will read, and who answers for it: this is hashed and signed."""
    day = draft.day
    return {
        "title": day.title,
        "opened_at": day.opened_at.isoformat() if day.opened_at else None,
        "closed_at": day.closed_at.isoformat() if day.closed_at else None,
        "drafter": draft.minutes.drafted_by,
        "reviewer": day.reviewer_name,
        "signer": day.signer_name,
        "paragraphs": [_paragraph(part) for part in draft.parts],
    }


def _paragraph(part: Part) -> dict[str, Any]:
    promises = [
        {
            "number": issue.number,
            "words": issue.measure,
            "unit": issue.unit.name,
            "by": issue.promised_by,
            "on": issue.promised_on.isoformat() if issue.promised_on else None,
        }
        for issue in part.promises
        if issue.source is Source.PROMISE
    ]
    return {
        "id": part.paragraph.id,
        "heading": part.paragraph.heading,
        "text": part.passage.text,
        "added": bool(part.item and part.item.added_in_session),
        "promises": promises,
    }


def _release(day: Deliberation, minutes: Minutes) -> None:
    day.publish_at, day.publish_by = None, ""
    minutes.content, minutes.content_hash = None, ""


def _require_review(day: Deliberation) -> None:
    if day.state is not State.MINUTES_REVIEW:
        raise Conflict(f"这一场现在是“{day.state.label}”，纪要不再改。请刷新页面。")


def _require_names(reviewer: str, signer: str) -> None:
    errors = {}
    for field, name, words in (
        ("reviewer", reviewer, "请写审核人姓名和职务。"),
        ("signer", signer, "请写签发的领导姓名和职务。"),
    ):
        if not name.strip():
            errors[field] = words
        elif len(name.strip()) > LONGEST_NAME:
            errors[field] = f"请写在 {LONGEST_NAME} 个字以内。"
    if errors:
        raise Invalid("还差一点就能公布：" + "".join(errors.values()), errors)


def _missing(*, text: str, who: str) -> dict[str, str]:
    errors = {}
    if not 5 <= len(text.strip()) <= LONGEST_TEXT:
        errors["text"] = "请照原话写下哪里不对，至少 5 个字。"
    if not who.strip() or len(who.strip()) > LONGEST_NAME:
        errors["who"] = "请写谁提的，如 3号楼马女士。"
    return errors
