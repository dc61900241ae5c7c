"""Who was asked about an issue, and the calls that nobody answered."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from yishi.database import Base


class FollowUp(Base):
    """(回访) One cycle of an issue whose result the residents are asked about."""

    __tablename__ = "follow_up"

    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issue.id"), primary_key=True)
    cycle: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    opened_at: Mapped[dt.datetime]
    first_try_by: Mapped[dt.datetime]
    asked: Mapped[int]  # how many people got the question


class CallTry(Base):
    """(没打通) A call that nobody answered; three on two days are enough."""

    __tablename__ = "call_try"

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issue.id"), index=True)
    cycle: Mapped[int]
    at: Mapped[dt.datetime]
    by_name: Mapped[str]
    note: Mapped[str]
