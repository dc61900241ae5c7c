"""Days on which an office differs from the published calendar."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from yishi.database import Base, text_enum
from yishi.workdays.rules import DayKind


class DayOverride(Base):
    """(日历改动) One day that an office works or rests; it holds for the office's whole subtree."""

    __tablename__ = "day_override"
    __table_args__ = (sa.UniqueConstraint("area_code", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    area_code: Mapped[str]
    day: Mapped[dt.date]
    kind: Mapped[DayKind] = mapped_column(text_enum(DayKind))
    note: Mapped[str]
    set_by: Mapped[str]
    set_at: Mapped[dt.datetime]
