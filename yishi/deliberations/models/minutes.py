"""The minutes: drafted from what was recorded, reviewed, signed, frozen."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from yishi.database import Base
from yishi.deliberations.models.day import Deliberation


class Minutes(Base):
    """(纪要) Of one day; `content_hash` is set when it is signed and nothing changes after."""

    __tablename__ = "minutes"

    id: Mapped[int] = mapped_column(primary_key=True)
    deliberation_id: Mapped[int] = mapped_column(sa.ForeignKey("deliberation.id"), unique=True)
    drafted_at: Mapped[dt.datetime]
    drafted_by: Mapped[str]
    review_due_at: Mapped[dt.datetime]
    content_hash: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    deliberation: Mapped[Deliberation] = relationship()
    paragraphs: Mapped[list["MinutesParagraph"]] = relationship(
        back_populates="minutes", order_by="MinutesParagraph.position"
    )


class MinutesParagraph(Base):
    """(纪要段落) What an objection names and the result page shows, one by one."""

    __tablename__ = "minutes_paragraph"
    __table_args__ = (sa.Index(None, "minutes_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    minutes_id: Mapped[int] = mapped_column(sa.ForeignKey("minutes.id"))
    agenda_item_id: Mapped[int | None] = mapped_column(sa.ForeignKey("agenda_item.id"))
    position: Mapped[int]
    heading: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)

    minutes: Mapped[Minutes] = relationship(back_populates="paragraphs")
