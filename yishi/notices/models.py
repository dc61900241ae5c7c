"""The outbox: one row is one message to one person by one channel; and each step it took."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from yishi.accounts.models import AccessLink, ContactPoint
from yishi.database import Base, text_enum
from yishi.notices.rules import KINDS, ByHand, ChannelName, Policy, State, Window


class Notice(Base):
    """(通知) What must reach somebody; written with the change it tells of, sent after it."""

    __tablename__ = "notice"
    __table_args__ = (
        sa.Index(
            "ix_notice_due",
            "priority",
            "not_before",
            "id",
            postgresql_where=sa.text("state = 'pending'"),
        ),
        sa.Index(
            "ix_notice_lease",
            "lease_until",
            postgresql_where=sa.text("state IN ('leased', 'in_flight')"),
        ),
        sa.Index(
            "ix_notice_by_hand",
            "area_code",
            "priority",
            "id",
            postgresql_ops={"area_code": "text_pattern_ops"},
            postgresql_where=sa.text(
                "settled_at IS NULL AND state IN ('held', 'uncertain', 'failed', 'dead', 'expired')"
            ),
        ),
        sa.Index("ix_notice_ledger", "area_code", "id", postgresql_ops={"area_code": "text_ops"}),
        sa.Index("ix_notice_subject", "subject_ref", "kind"),
        sa.Index("ix_notice_number", sa.text("jsonb_extract_path_text(params, 'number')")),
        sa.CheckConstraint("policy IN ('at_least_once', 'at_most_once')", name="policy_is_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    policy: Mapped[Policy] = mapped_column(text_enum(Policy))
    priority: Mapped[int] = mapped_column(sa.SmallInteger)
    channel: Mapped[ChannelName] = mapped_column(text_enum(ChannelName))
    window: Mapped[Window] = mapped_column(text_enum(Window))
    contact_point_id: Mapped[int] = mapped_column(sa.ForeignKey("contact_point.id"), index=True)
    access_link_id: Mapped[int | None] = mapped_column(sa.ForeignKey("access_link.id"))
    template_version: Mapped[int] = mapped_column(sa.SmallInteger, default=1)
    params: Mapped[dict[str, Any]] = mapped_column(JSONB)
    subject_ref: Mapped[str]
    area_code: Mapped[str]

    state: Mapped[State] = mapped_column(text_enum(State))
    not_before: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    attempts: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    internal_errors: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    resends: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    lease_owner: Mapped[str | None]
    lease_until: Mapped[dt.datetime | None]
    fence: Mapped[int] = mapped_column(default=0)
    provider: Mapped[str | None]
    provider_ref: Mapped[str | None]
    last_code: Mapped[str | None]
    last_error: Mapped[str | None]

    created_at: Mapped[dt.datetime]
    first_try_at: Mapped[dt.datetime | None]
    sent_at: Mapped[dt.datetime | None]
    final_at: Mapped[dt.datetime | None]
    settled_at: Mapped[dt.datetime | None]  # nobody has to call any more
    by_hand: Mapped[ByHand | None] = mapped_column(text_enum(ByHand))
    by_hand_at: Mapped[dt.datetime | None]
    by_hand_name: Mapped[str | None]

    contact_point: Mapped[ContactPoint] = relationship()
    access_link: Mapped[AccessLink | None] = relationship()

    @property
    def label(self) -> str:
        """派单, 红灯 …"""
        return KINDS[self.kind].label

    @property
    def number(self) -> str:
        """SX2026-0123, or nothing."""
        return str(self.params.get("number", ""))

    @property
    def title(self) -> str:
        """What it is about."""
        return str(self.params.get("title", ""))


class NoticeAttempt(Base):
    """(发送经过) One step of a notice: which, when, and the server's words."""

    __tablename__ = "notice_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(sa.ForeignKey("notice.id"), index=True)
    fence: Mapped[int]
    state: Mapped[State] = mapped_column(text_enum(State))
    worker: Mapped[str]
    code: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    at: Mapped[dt.datetime]
