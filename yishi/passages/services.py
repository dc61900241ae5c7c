"""Opening and saving passages."""

import datetime as dt
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm.attributes import set_committed_value

from yishi.accounts.actors import Actor
from yishi.database import UTCDateTime, db
from yishi.errors import Conflict, Invalid
from yishi.passages.models import Passage, PassageRevision
from yishi.passages.rules import LONGEST, tidy


def open_passages(name: str, subject_refs: Iterable[str]) -> None:
    """Makes the empty passages that are not there yet, in one statement."""
    rows = [
        {"subject_ref": ref, "name": name, "text": "", "revision": 0, "updated_by": ""}
        for ref in subject_refs
    ]
    if rows:
        db.session.execute(insert(Passage).values(rows).on_conflict_do_nothing())


def write(subject_ref: str, name: str, text: str, *, by: Actor, now: dt.datetime) -> Passage:
    """A new passage with its first text."""
    passage = Passage(subject_ref=subject_ref, name=name, text="", revision=0, updated_by="")
    db.session.add(passage)
    db.session.flush()
    save(passage, text, 0, by=by, now=now)
    return passage


def save(passage: Passage, text: str, base_revision: int, *, by: Actor, now: dt.datetime) -> bool:
    """Writes the text if nobody has written since `base_revision`; whether anything changed.

    The same text again changes nothing, whatever its base. Raises Conflict with both
    texts when somebody else was first, Invalid when the text is too long.
    """
    text = tidy(text)
    if len(text) > LONGEST:
        raise Invalid(f"这一段太长了，请分开写，每段不超过 {LONGEST} 个字。")
    if text == passage.text:
        return False
    if base_revision == passage.revision and _written(passage, text, by, now):
        return True
    db.session.refresh(passage)
    if text == passage.text:
        return False
    who = passage.updated_by or "别人"
    raise Conflict(f"{who}刚刚改了这一段，和您写的不一样。请选一份。", passage.text, text)


def _written(passage: Passage, text: str, by: Actor, now: dt.datetime) -> bool:
    """Passage and history in one statement, only from the revision the writer saw."""
    saved = (
        sa.update(Passage)
        .where(Passage.id == passage.id, Passage.revision == passage.revision)
        .values(text=text, revision=Passage.revision + 1, updated_by=by.name, updated_at=now)
        .returning(Passage.id, Passage.revision, Passage.text, Passage.updated_at)
        .cte("saved")
    )
    who = sa.literal(by.name), sa.literal(by.person_id, sa.BigInteger)
    rows = sa.select(saved.c.id, saved.c.revision, saved.c.text, *who, sa.literal(now, UTCDateTime))
    columns = ["passage_id", "revision", "text", "by_name", "person_id", "at"]
    kept = sa.insert(PassageRevision).from_select(columns, rows)
    revision = db.session.scalar(kept.returning(PassageRevision.revision))
    if revision is None:
        return False
    fresh = {"text": text, "revision": revision, "updated_by": by.name, "updated_at": now}
    for name, value in fresh.items():
        set_committed_value(passage, name, value)
    return True
