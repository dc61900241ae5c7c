"""Appeals, what was decided about them, and where imported ones came from."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from yishi.accounts.models import ContactPoint
from yishi.appeals.rules import Act, AppealState, Brings, Source, VoidReason
from yishi.database import Base, text_enum
from yishi.organizations.models import Category, Estate


class AppealNumber(Base):
    """(编号) The last number of a year; SQ2026-000123 runs per installation, gaps are fine."""

    __tablename__ = "appeal_number"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Appeal(Base):
    """(诉求) What a resident told the office, and how far it is.

    `title` and `text` are the resident's own words and never leave the office;
    `public_title` and `public_text` are what a person released. `triage_due_at` and
    `answer_due_at` are empty where nothing is owed (imported leads and history).
    """

    __tablename__ = "appeal"
    __table_args__ = (
        sa.Index(
            None,
            "area_code",
            "received_at",
            "id",
            postgresql_ops={"area_code": "text_pattern_ops"},
        ),
        sa.Index(None, "received_at", "id"),
        sa.Index(None, "state", "triage_due_at"),
        sa.Index(None, "answer_due_at", postgresql_where=sa.text("answered_at IS NULL")),
        sa.Index(None, "estate_id", "state"),
        sa.Index(None, "issue_id"),
        sa.Index(
            "uq_appeal_external",
            "import_area",
            "import_source",
            "external_number",
            unique=True,
            postgresql_where=sa.text("external_number IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    area_code: Mapped[str]
    estate_id: Mapped[int | None] = mapped_column(sa.ForeignKey("estate.id"))
    category_id: Mapped[int | None] = mapped_column(sa.ForeignKey("category.id"))
    state: Mapped[AppealState] = mapped_column(text_enum(AppealState))
    source: Mapped[Source] = mapped_column(text_enum(Source))

    title: Mapped[str]
    text: Mapped[str]
    household_key: Mapped[str | None]  # keyed hash of estate, building, unit and room
    contact_point_id: Mapped[int | None] = mapped_column(sa.ForeignKey("contact_point.id"))
    may_contact: Mapped[bool] = mapped_column(default=False)  # 可以让承办单位联系我
    receipt_hash: Mapped[str | None]
    received_at: Mapped[dt.datetime]
    entered_by: Mapped[str] = mapped_column(default="")  # who wrote it down for a resident
    entered_by_id: Mapped[int | None]

    public_title: Mapped[str] = mapped_column(default="")
    public_text: Mapped[str] = mapped_column(default="")
    released_at: Mapped[dt.datetime | None]
    released_by: Mapped[str] = mapped_column(default="")
    withheld: Mapped[bool] = mapped_column(default=False)  # answered to the resident alone

    triage_due_at: Mapped[dt.datetime | None]
    answer_due_at: Mapped[dt.datetime | None]
    decided_at: Mapped[dt.datetime | None]  # the first triage decision
    answered_at: Mapped[dt.datetime | None]  # the public answer: who does what by when, or why not
    objected_at: Mapped[dt.datetime | None]
    issue_id: Mapped[int | None]
    day_text: Mapped[str] = mapped_column(default="")  # the day it is on, as that room says it

    void_reason: Mapped[VoidReason | None] = mapped_column(text_enum(VoidReason))
    void_by: Mapped[str] = mapped_column(default="")
    void_by_id: Mapped[int | None]
    void_asked_at: Mapped[dt.datetime | None]

    brings: Mapped[Brings | None] = mapped_column(text_enum(Brings))
    import_id: Mapped[int | None] = mapped_column(sa.ForeignKey("appeal_import.id"), index=True)
    import_area: Mapped[str | None]
    import_source: Mapped[str | None]
    external_number: Mapped[str | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)  # likes and the like

    revision: Mapped[int] = mapped_column(default=1)

    estate: Mapped[Estate | None] = relationship(lazy="raise_on_sql")
    category: Mapped[Category | None] = relationship(lazy="raise_on_sql")
    contact_point: Mapped[ContactPoint | None] = relationship(lazy="raise_on_sql")
    decisions: Mapped[list["AppealDecision"]] = relationship(
        back_populates="appeal", order_by="AppealDecision.id", lazy="raise_on_sql"
    )

    @property
    def ref(self) -> str:
        """How other rooms name this row."""
        return f"appeal:{self.id}"

    @property
    def is_released(self) -> bool:
        """Whether everybody may read the public text."""
        return self.released_at is not None

    @property
    def owes_triage(self) -> bool:
        """Whether the first decision is still owed."""
        return self.state is AppealState.RECEIVED and self.triage_due_at is not None

    @property
    def owes_answer(self) -> bool:
        """Whether the public answer is still owed."""
        return self.answer_due_at is not None and self.answered_at is None


class AppealDecision(Base):
    """(答复、处理) One thing the office decided about an appeal; earlier ones stay."""

    __tablename__ = "appeal_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    appeal_id: Mapped[int] = mapped_column(sa.ForeignKey("appeal.id"), index=True)
    act: Mapped[Act] = mapped_column(text_enum(Act))
    text: Mapped[str]
    channel: Mapped[str] = mapped_column(default="")  # whom to turn to, where it was declined
    channel_phone: Mapped[str] = mapped_column(default="")
    at: Mapped[dt.datetime]
    by_name: Mapped[str]
    by_id: Mapped[int | None]
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)

    appeal: Mapped[Appeal] = relationship(back_populates="decisions", lazy="raise_on_sql")


class AppealQuestion(Base):
    """(解决了吗) Asked of whoever reported it, once the unit has done what came of the appeal.

    The room of the follow-ups tells it; the receipt page shows it and may not ask that room.
    """

    __tablename__ = "appeal_question"

    appeal_id: Mapped[int] = mapped_column(sa.ForeignKey("appeal.id"), primary_key=True)
    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issue.id"), primary_key=True)
    cycle: Mapped[int]  # of the issue: done again is asked again
    asked_at: Mapped[dt.datetime]
    until: Mapped[dt.datetime]  # then it is too late to answer on a page


class AppealImport(Base):
    """(导入) One table of appeals from elsewhere; its mapping is offered again next time."""

    __tablename__ = "appeal_import"
    __table_args__ = (sa.Index(None, "area_code", "source_name", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    area_code: Mapped[str]
    source_name: Mapped[str]
    file_name: Mapped[str]
    brings: Mapped[Brings] = mapped_column(text_enum(Brings))
    mapping: Mapped[dict[str, str]] = mapped_column(JSONB, default=dict)
    content: Mapped[bytes | None]  # the file until it is imported or given up
    rows_new: Mapped[int | None]
    rows_known: Mapped[int | None]
    by_name: Mapped[str]
    by_id: Mapped[int | None]
    created_at: Mapped[dt.datetime]
    finished_at: Mapped[dt.datetime | None]

    @property
    def ref(self) -> str:
        """How the audit trail names this row."""
        return f"appeal_import:{self.id}"
