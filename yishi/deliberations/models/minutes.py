"""The minutes: drafted from what was recorded, reviewed, signed, frozen, corrected in the open."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from yishi.database import Base, text_enum
from yishi.deliberations.models.day import Deliberation
from yishi.deliberations.rules.minutes import ObjectedHow


class Minutes(Base):
    """(纪要) Of one day; `content` and its hash are set by 无异议即公布 and frozen when signed."""

    __tablename__ = "minutes"

    id: Mapped[int] = mapped_column(primary_key=True)
    deliberation_id: Mapped[int] = mapped_column(sa.ForeignKey("deliberation.id"), unique=True)
    drafted_at: Mapped[dt.datetime]
    drafted_by: Mapped[str]
    review_due_at: Mapped[dt.datetime]
    content_hash: Mapped[str] = mapped_column(default="")
    content: Mapped[dict[str, Any] | None] = mapped_column(JSONB)  # what was hashed, word by word

    deliberation: Mapped[Deliberation] = relationship()
    paragraphs: Mapped[list["MinutesParagraph"]] = relationship(
        back_populates="minutes", order_by="MinutesParagraph.position"
    )
    objections: Mapped[list["Objection"]] = relationship(order_by="Objection.id")
    corrections: Mapped[list["Correction"]] = relationship(order_by="Correction.number")

    @property
    def ref(self) -> str:
        """minutes:3, for records and passages."""
        return f"minutes:{self.id}"


class MinutesParagraph(Base):
    """(纪要段落) What an objection names and the result page shows, one by one.

    While it is reviewed the passage `passage_name` holds its words; `text` is what was signed.
    """

    __tablename__ = "minutes_paragraph"
    __table_args__ = (sa.Index(None, "minutes_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    minutes_id: Mapped[int] = mapped_column(sa.ForeignKey("minutes.id"))
    agenda_item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("agenda_item.id"))
    position: Mapped[int]
    heading: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")

    minutes: Mapped[Minutes] = relationship(back_populates="paragraphs")

    @property
    def passage_name(self) -> str:
        """The name of its passage among those of the minutes."""
        return f"paragraph-{self.position}"


class Objection(Base):
    """(异议) What somebody who was there finds wrong, entered by the office; it gets an answer."""

    __tablename__ = "objection"

    id: Mapped[int] = mapped_column(primary_key=True)
    minutes_id: Mapped[int] = mapped_column(sa.ForeignKey("minutes.id"), index=True)
    paragraph_id: Mapped[int | None] = mapped_column(sa.ForeignKey("minutes_paragraph.id"))
    text: Mapped[str]
    by_name: Mapped[str]
    how: Mapped[ObjectedHow] = mapped_column(text_enum(ObjectedHow))
    entered_by: Mapped[str]
    at: Mapped[dt.datetime]
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[dt.datetime | None]

    paragraph: Mapped[MinutesParagraph | None] = relationship()


class Correction(Base):
    """(更正) A numbered correction after signing; the signed words stay as they are."""

    __tablename__ = "correction"
    __table_args__ = (sa.UniqueConstraint("minutes_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    minutes_id: Mapped[int] = mapped_column(sa.ForeignKey("minutes.id"))
    number: Mapped[int]
    paragraph_id: Mapped[int | None] = mapped_column(sa.ForeignKey("minutes_paragraph.id"))
    text: Mapped[str]
    by_name: Mapped[str]
    at: Mapped[dt.datetime]
