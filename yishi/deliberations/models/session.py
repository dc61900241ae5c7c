"""What only the session knows: which promises are confirmed later, how old ones stand."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from yishi.database import Base, text_enum
from yishi.deliberations.rules.session import ReviewResult


class ConfirmLater(Base):
    """(会后确认) A drafted promise whose unit confirms within one working day after 散会."""

    __tablename__ = "confirm_later"

    issue_id: Mapped[int] = mapped_column(
        sa.ForeignKey("issue.id"), primary_key=True, autoincrement=False
    )
    deliberation_id: Mapped[int] = mapped_column(sa.ForeignKey("deliberation.id"), index=True)
    by_name: Mapped[str]
    at: Mapped[dt.datetime]


class PromiseReview(Base):
    """(承诺回看) One earlier promise before the residents; hands count households in the room."""

    __tablename__ = "promise_review"
    __table_args__ = (sa.UniqueConstraint("agenda_item_id", "issue_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    deliberation_id: Mapped[int] = mapped_column(sa.ForeignKey("deliberation.id"), index=True)
    agenda_item_id: Mapped[int] = mapped_column(sa.ForeignKey("agenda_item.id"))
    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issue.id"))
    result: Mapped[ReviewResult | None] = mapped_column(text_enum(ReviewResult))
    hands_solved: Mapped[int | None]
    hands_unsolved: Mapped[int | None]
    by_name: Mapped[str] = mapped_column(default="")
    at: Mapped[dt.datetime | None]
    version: Mapped[int] = mapped_column(default=1)
