"""Opening and saving passages."""

import datetime as dt
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm.attributes import set_committed_value

from yishi.accounts.actors import Actor
from yishi.database import UTCDateTime, db
from yishi.errors import Conflict, Invalid
from yishi.passages.models import Passage
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
    fresh = {"text": text, "by_name": by.name, "now": now}
    keys = {"id": passage.id, "base": passage.revision, "person_id": by.person_id}
    revision = db.session.scalar(_WRITE, {**fresh, **keys})
    if revision is None:
        return False
    written = {"text": text, "revision": revision, "updated_by": by.name, "updated_at": now}
    for name, value in written.items():
        set_committed_value(passage, name, value)
    return True


# Twenty recorders write at once: the statement is built once, not at every save.
_WRITE = sa.text(
    """
    WITH saved AS (
        UPDATE passage
        SET text = :text, revision = revision + 1, updated_by = :by_name, updated_at = :now
        WHERE id = :id AND revision = :base
        RETURNING id, revision, text
    )
    INSERT INTO passage_revision (passage_id, revision, text, by_name, person_id, at)
    SELECT id, revision, text, :by_name, :person_id, :now FROM saved
    RETURNING revision
    """
).bindparams(
    sa.bindparam("now", type_=UTCDateTime),
    sa.bindparam("by_name", type_=sa.Text),
    sa.bindparam("person_id", type_=sa.BigInteger),
)
