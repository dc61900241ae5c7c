"""What the office decides about an appeal: every decision stays, with who and when."""

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa

from yishi.accounts.actors import Actor
from yishi.appeals import rules
from yishi.appeals.models import Appeal, AppealDecision
from yishi.appeals.rules import Act
from yishi.appeals.services import _notices
from yishi.appeals.services._moves import decide, due_moments, lock, move, require, tell, voice_of
from yishi.database import db
from yishi.dates import day_words, moment_words
from yishi.errors import Invalid
from yishi.files import queries as files_kept
from yishi.files import services as files
from yishi.issues import services as issues
from yishi.issues.models import Issue
from yishi.organizations.models import Unit
from yishi.organizations.rules import IssueClass
from yishi.records.services import audit

UNRELEASED = "请先在“居民会看到的文字”里写好标题和正文，一起公开。"
SAME_PERSON = "居民对您上次的答复不满意。请由另一位同事答复，或列入议事日。"
WITHHELD = "这一条已经定为只答复本人，不再公开。"
RELEASED = "放到网上"
JUDGE = "反映的居民"


def save_public_text(appeal: Appeal, title: str, text: str, *, by: Actor) -> None:
    """Keeps the de-identified text without releasing it; raises Invalid by field."""
    lock(appeal)
    require(rules.public_errors(title, text))
    appeal.public_title, appeal.public_text = title.strip(), text.strip()
    audit(by, "appeal.public_text", appeal.ref, after={"length": len(appeal.public_text)})


def release(
    appeal: Appeal,
    title: str,
    text: str,
    photo_ids: Collection[int] = (),
    *,
    by: Actor,
    now: dt.datetime,
) -> None:
    """A person has read it: text and the chosen photographs are public from now on.

    Photographs not chosen are taken back. Raises Invalid by field.
    """
    save_public_text(appeal, title, text, by=by)
    require({"public_text": WITHHELD} if appeal.withheld else {})
    _release_photos(appeal, photo_ids, by, now)
    if appeal.released_at is None:
        appeal.released_at, appeal.released_by = now, by.name
        audit(by, "appeal.release", appeal.ref, after={"photos": sorted(photo_ids)})
        tell(appeal, RELEASED, "去掉个人信息后公开。", voice_of(by), now, public=False)


def take_back(appeal: Appeal, *, by: Actor, now: dt.datetime) -> None:
    """Closes the public page again and takes its photographs back."""
    lock(appeal)
    _release_photos(appeal, (), by, now)
    appeal.released_at, appeal.released_by = None, ""
    audit(by, "appeal.take_back", appeal.ref)
    tell(appeal, "收回公开", "公开页面已收回。", voice_of(by), now, public=False)


def accept(appeal: Appeal, *, by: Actor, now: dt.datetime) -> None:
    """受理: taken in, the decision follows before the answer is due."""
    move(appeal, Act.ACCEPT, by=by)
    when = f"，{day_words(appeal.answer_due_at)}前公开答复" if appeal.answer_due_at else ""
    decide(appeal, Act.ACCEPT, f"已受理{when}。", by=by, now=now)


def answer(
    appeal: Appeal, text: str, *, by: Actor, now: dt.datetime, withheld: bool = False
) -> AppealDecision:
    """直接答复, or what came of the day or the issue; earlier answers stay.

    `withheld`: read by the resident alone, for what must never be public; once so,
    always so. Raises Invalid by field.
    """
    require(rules.answer_errors(text))
    _require_another_person(appeal, by)
    withheld = _public_or_withheld(appeal, withheld, by, now)
    move(appeal, Act.ANSWER, by=by)
    decision = decide(appeal, Act.ANSWER, text, by=by, now=now, public=not withheld)
    return _answered(appeal, decision, now)


def decline(
    appeal: Appeal,
    reason: str,
    channel: str,
    channel_phone: str,
    *,
    by: Actor,
    now: dt.datetime,
    withheld: bool = False,
) -> AppealDecision:
    """不予受理: with the reason, and a named lawful channel with its phone; raises Invalid."""
    require(rules.decline_errors(reason, channel, channel_phone))
    _require_another_person(appeal, by)
    withheld = _public_or_withheld(appeal, withheld, by, now)
    move(appeal, Act.DECLINE, by=by)
    decision = decide(
        appeal,
        Act.DECLINE,
        reason,
        by=by,
        now=now,
        public=not withheld,
        channel=channel,
        channel_phone=channel_phone,
    )
    return _answered(appeal, decision, now)


def refer(
    appeal: Appeal,
    unit_id: int | None,
    issue_class: IssueClass | None,
    *,
    by: Actor,
    now: dt.datetime,
    due_on: dt.date | None = None,
) -> Issue:
    """派单: an issue with its clock; the unit reads the public text alone. Raises Invalid."""
    _require_released(appeal)
    move(appeal, Act.REFER, by=by)
    issue = issues.assign_referred(
        area_code=appeal.area_code,
        estate_id=appeal.estate_id,
        appeal_id=appeal.id,
        title=appeal.public_title,
        measure=appeal.public_text,
        unit_id=unit_id,
        issue_class=issue_class,
        judge=JUDGE,
        reporter_contact_id=appeal.contact_point_id if appeal.may_contact else None,
        origin={"text": f"居民诉求 {appeal.number}", "url": public_path(appeal)},
        by=by,
        now=now,
        due_on=due_on,
    )
    appeal.issue_id = issue.id
    assert issue.due_at is not None
    unit = db.session.get_one(Unit, issue.lead_unit_id)
    text = f"已派{unit.name}，{moment_words(issue.due_at)} 前办结。"
    decision = decide(appeal, Act.REFER, text, by=by, now=now, facts=_issue_facts(issue))
    _answered(appeal, decision, now)
    return issue


def place_on_agenda(appeal: Appeal, day_text: str, *, by: Actor, now: dt.datetime) -> None:
    """列入议程, called by the room of the days; `day_text`: 11月28日光明居二期公开议事日."""
    _require_released(appeal)
    move(appeal, Act.PLACE, by=by)
    appeal.day_text = day_text
    decision = decide(appeal, Act.PLACE, f"列入{day_text}。", by=by, now=now)
    _answered(appeal, decision, now)


def taken_off_agenda(appeal: Appeal, *, by: Actor, now: dt.datetime) -> None:
    """The item was dropped or the day cancelled: the answer is owed again within five days."""
    move(appeal, Act.TAKE_OFF, by=by)
    day, appeal.day_text = appeal.day_text, ""
    appeal.answered_at = None
    appeal.answer_due_at = due_moments(appeal.area_code, now)[1]
    text = f"没有列入{day}，{day_words(appeal.answer_due_at)}前另行答复。"
    decide(appeal, Act.TAKE_OFF, text, by=by, now=now)


def public_path(appeal: Appeal) -> str:
    """The appeal's public page, which is a 404 until it is released."""
    return f"/appeals/{appeal.number}"


def finish(appeal: Appeal, text: str, *, by: Actor, now: dt.datetime) -> None:
    """The final answer that follows an issue's end, in words that somebody has reviewed."""
    move(appeal, Act.ANSWER, by=by)
    _answered(appeal, decide(appeal, Act.ANSWER, text, by=by, now=now), now)


def _answered(appeal: Appeal, decision: AppealDecision, now: dt.datetime) -> AppealDecision:
    appeal.answered_at = now
    db.session.flush()
    _notices.answered(appeal, decision, now)
    return decision


def _issue_facts(issue: Issue) -> dict[str, str]:
    return {"issue": issue.number, "url": f"/issues/{issue.number}"}


def _require_released(appeal: Appeal) -> None:
    if not appeal.is_released:
        raise Invalid(UNRELEASED, {"public_text": UNRELEASED})


def _public_or_withheld(appeal: Appeal, withheld: bool, by: Actor, now: dt.datetime) -> bool:
    if not withheld and not appeal.withheld:
        _require_released(appeal)
        return False
    if appeal.is_released:
        take_back(appeal, by=by, now=now)
    appeal.withheld = True
    return True


def _require_another_person(appeal: Appeal, by: Actor) -> None:
    if appeal.objected_at is None or by.person_id is None:
        return
    last = db.session.scalars(
        sa.select(AppealDecision.by_id)
        .where(
            AppealDecision.appeal_id == appeal.id,
            AppealDecision.act.in_([Act.ANSWER, Act.DECLINE]),
            AppealDecision.at <= appeal.objected_at,
        )
        .order_by(AppealDecision.id.desc())
        .limit(1)
    ).one_or_none()
    if last == by.person_id:
        raise Invalid(SAME_PERSON, {"answer": SAME_PERSON})


def _release_photos(
    appeal: Appeal, photo_ids: Collection[int], by: Actor, now: dt.datetime
) -> None:
    for file in files_kept.of(appeal.ref):
        if file.id in photo_ids:
            files.release(file, by_name=by.name, now=now)
        elif file.is_released:
            files.withdraw(file)
