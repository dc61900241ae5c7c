"""Rungs that were taken: the whole idempotency of the ladder."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from yishi.database import Base, text_enum
from yishi.supervision.rules import Level


class Escalation(Base):
    """(升级) One level of one running clock of an issue; the key makes it happen once."""

    __tablename__ = "escalation"

    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issue.id"), primary_key=True)
    cycle: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    level: Mapped[Level] = mapped_column(text_enum(Level), primary_key=True)
    due_at: Mapped[dt.datetime]
    fired_at: Mapped[dt.datetime]
    late: Mapped[bool]  # 停机补发
