"""Passages and their history."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from yishi.database import Base
from yishi.records.models import INSERT_ONLY


class Passage(Base):
    """(可实时编辑的一段文字) A text and its revision number; 0 = nobody has written yet."""

    __tablename__ = "passage"
    __table_args__ = (sa.UniqueConstraint("subject_ref", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_ref: Mapped[str]
    name: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=0)
    updated_by: Mapped[str] = mapped_column(default="")
    updated_at: Mapped[dt.datetime | None]


class PassageRevision(Base):
    """(修改历史) What a passage said, from when on and by whom; never changed, never deleted."""

    __tablename__ = "passage_revision"
    __table_args__ = (sa.UniqueConstraint("passage_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    passage_id: Mapped[int] = mapped_column(sa.ForeignKey("passage.id"))
    revision: Mapped[int]
    text: Mapped[str]
    by_name: Mapped[str]
    person_id: Mapped[int | None]
    at: Mapped[dt.datetime]


_APPEND_ONLY = (
    f"{INSERT_ONLY}; CREATE TRIGGER passage_revision_append_only"
    " BEFORE UPDATE OR DELETE ON passage_revision"
    " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
)
sa.event.listen(
    PassageRevision.__table__,
    "after_create",
    sa.DDL(_APPEND_ONLY.replace("%", "%%")),  # type: ignore[no-untyped-call]
)
