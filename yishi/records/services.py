"""Writing to the audit trail and to timelines."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Protocol, cast

import sqlalchemy as sa

from yishi.database import db
from yishi.records.models import Audit, TimelineEntry


class Doer(Protocol):
    """Who acts: an account, a contact by link, or the system."""

    @property
    def person_id(self) -> int | None: ...

    @property
    def name(self) -> str: ...

    @property
    def address(self) -> str | None: ...


def audit(
    by: Doer,
    action: str,
    object_ref: str,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Adds one line to the audit trail, in the transaction of the change it tells of."""
    # Inserted at once and never read back: a line costs no more than the statement.
    db.session.execute(
        sa.insert(cast(sa.Table, Audit.__table__))
        .inline()
        .values(
            actor_id=by.person_id,
            actor_name=by.name,
            address=by.address,
            action=action,
            object_ref=object_ref,
            before=dict(before) if before else sa.null(),
            after=dict(after) if after else sa.null(),
        )
    )


def entry(
    subject_ref: str,
    kind: str,
    text: str,
    *,
    by_name: str,
    at: dt.datetime,
    public: bool = True,
    facts: Mapping[str, Any] | None = None,
) -> TimelineEntry:
    """Adds one entry to a timeline; `public` entries are shown to residents as written."""
    row = TimelineEntry(
        subject_ref=subject_ref,
        kind=kind,
        text=text,
        by_name=by_name,
        at=at,
        public=public,
        facts=dict(facts) if facts else None,
    )
    db.session.add(row)
    return row
