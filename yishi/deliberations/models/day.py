"""A day, its agenda, and what its time and place were before."""

import datetime as dt
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from yishi.database import Base, text_enum
from yishi.deliberations.rules import ChangeKind, ItemKind, Outcome, State
from yishi.organizations.models import Estate

if TYPE_CHECKING:
    from yishi.deliberations.models.invitation import Invitation


class Deliberation(Base):
    """(议事日) One day in one estate, or in a community where `estate_id` is empty.

    `starts_at` and `ends_at` are planned, `opened_at` and `closed_at` are what
    happened. While `postponed`, the planned time is the old one and holds no more.
    """

    __tablename__ = "deliberation"
    __table_args__ = (
        sa.Index(None, "area_code", "starts_at", postgresql_ops={"area_code": "text_pattern_ops"}),
        sa.Index(None, "estate_id", "starts_at"),
        sa.Index(None, "state", "starts_at"),
        sa.Index(None, "starts_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(sa.ForeignKey("area.code"))
    estate_id: Mapped[int | None] = mapped_column(sa.ForeignKey("estate.id"))
    title: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    chair_name: Mapped[str] = mapped_column(default="")
    recorder_name: Mapped[str] = mapped_column(default="")
    notice_text: Mapped[str] = mapped_column(default="")
    call_until: Mapped[dt.date | None]
    urgent_reason: Mapped[str] = mapped_column(default="")
    state: Mapped[State] = mapped_column(text_enum(State), default=State.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    room_code: Mapped[str | None]

    created_at: Mapped[dt.datetime]
    created_by: Mapped[str]
    changed_at: Mapped[dt.datetime]
    changed_by: Mapped[str]
    announced_at: Mapped[dt.datetime | None]
    announced_by: Mapped[str] = mapped_column(default="")
    halt_reason: Mapped[str] = mapped_column(default="")  # why postponed or cancelled
    halted_at: Mapped[dt.datetime | None]

    opened_at: Mapped[dt.datetime | None]
    closed_at: Mapped[dt.datetime | None]
    heads: Mapped[int | None]
    cut_short_reason: Mapped[str] = mapped_column(default="")
    late_entry_at: Mapped[dt.datetime | None]
    late_entry_by: Mapped[str] = mapped_column(default="")

    reviewer_name: Mapped[str] = mapped_column(default="")
    signer_name: Mapped[str] = mapped_column(default="")
    publish_at: Mapped[dt.datetime | None]  # 无异议即公布 was pressed
    publish_by: Mapped[str] = mapped_column(default="")
    signed_at: Mapped[dt.datetime | None]
    published_at: Mapped[dt.datetime | None]
    archived_at: Mapped[dt.datetime | None]

    estate: Mapped[Estate | None] = relationship()
    items: Mapped[list["AgendaItem"]] = relationship(
        back_populates="deliberation", order_by="AgendaItem.position, AgendaItem.id"
    )
    invitations: Mapped[list["Invitation"]] = relationship(
        back_populates="deliberation", order_by="Invitation.id"
    )
    changes: Mapped[list["DeliberationChange"]] = relationship(order_by="DeliberationChange.id")

    @property
    def ref(self) -> str:
        """deliberation:3, for records and notices."""
        return f"deliberation:{self.id}"

    @property
    def matters(self) -> list["AgendaItem"]:
        """The agenda without 承诺回看."""
        return [item for item in self.items if item.kind is ItemKind.ORDINARY]

    @property
    def was_postponed(self) -> bool:
        """Whether its first date was given up: then one day's notice is enough."""
        return any(change.kind is ChangeKind.POSTPONED for change in self.changes)


class DeliberationChange(Base):
    """(变动) The time and place as announced before; they stay visible, struck through."""

    __tablename__ = "deliberation_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    deliberation_id: Mapped[int] = mapped_column(sa.ForeignKey("deliberation.id"), index=True)
    kind: Mapped[ChangeKind] = mapped_column(text_enum(ChangeKind))
    previous_starts_at: Mapped[dt.datetime]
    previous_place: Mapped[str]
    reason: Mapped[str]
    by_name: Mapped[str]
    at: Mapped[dt.datetime]


class AgendaItem(Base):
    """(议题) One matter of a day; `outcome` with its text is owed to the residents."""

    __tablename__ = "agenda_item"
    __table_args__ = (sa.Index(None, "deliberation_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    deliberation_id: Mapped[int] = mapped_column(sa.ForeignKey("deliberation.id"))
    position: Mapped[int]
    kind: Mapped[ItemKind] = mapped_column(text_enum(ItemKind), default=ItemKind.ORDINARY)
    title: Mapped[str]
    situation: Mapped[str] = mapped_column(default="")
    appeal_id: Mapped[int | None] = mapped_column(index=True)
    appeal_number: Mapped[str] = mapped_column(default="")
    carried_from_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("agenda_item.id"), index=True
    )  # 转下次: the item of an earlier day
    added_in_session: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    outcome: Mapped[Outcome | None] = mapped_column(text_enum(Outcome))
    outcome_text: Mapped[str] = mapped_column(default="")
    next_on: Mapped[dt.date | None]
    decided_at: Mapped[dt.datetime | None]
    decided_by: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    deliberation: Mapped[Deliberation] = relationship(back_populates="items")

    @property
    def ref(self) -> str:
        """agenda_item:9, for records."""
        return f"agenda_item:{self.id}"
