"""What the unit does: acknowledge, note, submit. By account, by link, or entered by the office."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from werkzeug.datastructures import FileStorage

from yishi.accounts.actors import Actor
from yishi.database import db
from yishi.dates import moment_words
from yishi.errors import NotFound
from yishi.files import services as files
from yishi.files.photos import Photo
from yishi.issues.models import Assignment, Issue, ProgressNote, Submission
from yishi.issues.rules import AcknowledgedHow, Action, IssueState, guards
from yishi.issues.services._moves import move, require, tell
from yishi.issues.services._voices import Voice, of_unit, unit_of, works_for
from yishi.notices import services as notices

TO_ACKNOWLEDGE = frozenset({"assignment", "unacknowledged", "unacknowledged_again"})
MOST_PHOTOS = 6


def running(issue: Issue) -> Assignment:
    """The assignment that runs now; NotFound before dispatch."""
    assignment = db.session.scalars(
        sa.select(Assignment).where(Assignment.issue_id == issue.id, Assignment.ended_at.is_(None))
    ).one_or_none()
    if assignment is None:
        raise NotFound
    return assignment


def acknowledge(
    issue: Issue,
    *,
    how: AcknowledgedHow,
    by: Actor,
    now: dt.datetime,
    name: str = "",
    phone: str = "",
    at: dt.datetime | None = None,
) -> Assignment:
    """The unit takes it. By phone the office enters who said so, when, and from which number."""
    if how is AcknowledgedHow.PHONE:
        require(_who_rang(name, phone, at, now))
    assignment = running(issue)
    move(issue, Action.ACKNOWLEDGE, by=by, now=now)
    voice = of_unit(issue, by)
    if how is AcknowledgedHow.PHONE:
        unit = unit_of(issue).name
        voice = Voice(f"{unit} {name.strip()}（{by.name}记）", unit)
    assignment.acknowledged_at = at or now
    assignment.acknowledged_by = name.strip() or by.name
    assignment.acknowledged_how = how
    notices.cancel(issue.ref, now, kinds=TO_ACKNOWLEDGE)
    tell(
        issue,
        "签收",
        _until(assignment),
        by_name=voice.by_name,
        public_name=voice.public_name,
        now=now,
        facts={"how": how.label, "phone": phone.strip()} if phone else {"how": how.label},
    )
    return assignment


def note(
    issue: Issue,
    text: str,
    *,
    by: Actor,
    now: dt.datetime,
    photos: Sequence[FileStorage] = (),
) -> ProgressNote:
    """How far it is, in a sentence that residents read; acknowledges too. Raises Invalid."""
    require(guards.note_complete(text) | _not_too_many(photos))
    drawn = [files.read(photo) for photo in photos]
    assignment = _in_hand(issue, by, now)
    move(issue, Action.NOTE, by=by, now=now)
    assignment.first_contact_at = assignment.first_contact_at or now
    voice = of_unit(issue, by)
    row = ProgressNote(
        issue_id=issue.id,
        text=text.strip(),
        by_name=voice.by_name,
        typed_by_id=None if works_for(by, issue) else by.person_id,
        at=now,
    )
    db.session.add(row)
    db.session.flush()
    _keep(drawn, row.ref, now)
    tell(
        issue,
        "进展",
        row.text,
        by_name=voice.by_name,
        public_name=voice.public_name,
        now=now,
        facts={"files": row.ref},
    )
    return row


def submit(
    issue: Issue,
    text: str,
    *,
    by: Actor,
    now: dt.datetime,
    photos: Sequence[FileStorage] = (),
) -> Submission:
    """The unit reports it done, with the evidence it promised; raises Invalid by field."""
    require(
        guards.reply_complete(text, issue.promised_evidence, len(photos)) | _not_too_many(photos)
    )
    drawn = [files.read(photo) for photo in photos]
    _in_hand(issue, by, now)
    move(issue, Action.SUBMIT, by=by, now=now)
    own = works_for(by, issue)
    voice = of_unit(issue, by)
    row = Submission(
        issue_id=issue.id,
        cycle=issue.cycle,
        text=text.strip(),
        by_name=voice.by_name,
        by_person_id=by.person_id if own else None,
        typed_by_id=None if own else by.person_id,
        at=now,
    )
    db.session.add(row)
    db.session.flush()
    _keep(drawn, row.ref, now)
    tell(
        issue,
        "报办结",
        row.text,
        by_name=voice.by_name,
        public_name=voice.public_name,
        now=now,
        facts={"files": row.ref},
    )
    return row


def _in_hand(issue: Issue, by: Actor, now: dt.datetime) -> Assignment:
    """Whoever works on it has it: noting and submitting acknowledge too."""
    if issue.state is IssueState.ASSIGNED:
        return acknowledge(issue, how=AcknowledgedHow.WORK, by=by, now=now)
    return running(issue)


def _until(assignment: Assignment) -> str:
    if assignment.acknowledge_by is None:
        return ""
    return f"签收截止 {moment_words(assignment.acknowledge_by)}。"


def _who_rang(name: str, phone: str, at: dt.datetime | None, now: dt.datetime) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not name.strip():
        errors["name"] = "请写谁在电话里签收的。"
    if not phone.strip():
        errors["phone"] = "请写打的是哪个号码。"
    if at is not None and at > now:
        errors["at"] = "通话时间还没到，请改成已经过去的时间。"
    return errors


def _not_too_many(photos: Sequence[FileStorage]) -> dict[str, str]:
    if len(photos) > MOST_PHOTOS:
        return {"photos": f"一次最多 {MOST_PHOTOS} 张照片，请分两次交。"}
    return {}


def _keep(photos: Sequence[Photo], owner_ref: str, now: dt.datetime) -> None:
    for photo in photos:
        files.keep(photo, owner_ref, now)
