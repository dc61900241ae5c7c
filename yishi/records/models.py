"""Rows that are only ever inserted."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from yishi.database import Base

INSERT_ONLY = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""


class Audit(Base):
    """(审计) Who did what to which object, from where; before and after as small facts."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now(), index=True)
    actor_id: Mapped[int | None]
    actor_name: Mapped[str]
    address: Mapped[str | None]
    action: Mapped[str]
    object_ref: Mapped[str] = mapped_column(index=True)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB)


class TimelineEntry(Base):
    """(办理过程) One thing that happened to a subject, in a sentence."""

    __tablename__ = "timeline_entry"
    __table_args__ = (sa.Index(None, "subject_ref", "at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_ref: Mapped[str]
    at: Mapped[dt.datetime]
    kind: Mapped[str]
    by_name: Mapped[str]
    text: Mapped[str]
    public: Mapped[bool]
    facts: Mapped[dict[str, Any] | None] = mapped_column(JSONB)


def _append_only(table: str) -> str:
    return (
        f"{INSERT_ONLY}; CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


for model in (Audit, TimelineEntry):
    statement = sa.DDL(_append_only(model.__tablename__).replace("%", "%%"))  # type: ignore[no-untyped-call]
    sa.event.listen(model.__table__, "after_create", statement)
