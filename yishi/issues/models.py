"""Issues and what happened to them, as rows."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.sql.elements import ColumnElement

from yishi.database import Base, UTCDateTime, text_enum
from yishi.issues.rules import (
    AcknowledgedHow,
    Answer,
    ConfirmedHow,
    FollowedUp,
    IssueState,
    Outcome,
    Source,
    VerdictSource,
)
from yishi.organizations.models import Contact, Unit
from yishi.organizations.rules import IssueClass

# Without a date (a promise that its unit has not confirmed) stands last.
REGISTER_ORDER: ColumnElement[dt.datetime] = sa.func.coalesce(
    sa.literal_column("due_at", UTCDateTime), sa.text("'infinity'::timestamptz")
)


class IssueNumber(Base):
    """(编号) The last number of a year; SX2026-0123 runs per installation."""

    __tablename__ = "issue_number"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class Issue(Base):
    """(事项) A promise or an assignment: who does what by when, and what became of it.

    `due_at` is the residents' date; `original_due_on` is frozen at confirmation.
    `revision` counts every change, `cycle` the running clock. `sweep_at` tells
    supervision to look again.
    """

    __tablename__ = "issue"
    __table_args__ = (
        sa.Index(
            None,
            "area_code",
            "due_at",
            "id",
            postgresql_ops={"area_code": "text_pattern_ops"},
        ),
        sa.Index(None, "lead_unit_id", "due_at", "id"),
        sa.Index("ix_issue_register", REGISTER_ORDER, "id"),
        sa.Index(None, "state", "due_at"),
        sa.Index(None, "agenda_item_id"),
        sa.Index(None, "appeal_id"),
        sa.Index(None, "estate_id"),
        sa.Index(None, "sweep_at", postgresql_where=sa.text("sweep_at IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    area_code: Mapped[str]
    estate_id: Mapped[int | None]
    title: Mapped[str]
    measure: Mapped[str]
    state: Mapped[IssueState] = mapped_column(text_enum(IssueState))
    source: Mapped[Source] = mapped_column(text_enum(Source))
    issue_class: Mapped[IssueClass] = mapped_column(text_enum(IssueClass))
    base_class: Mapped[IssueClass] = mapped_column(text_enum(IssueClass))
    lead_unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    contact_id: Mapped[int | None] = mapped_column(sa.ForeignKey("contact.id"))

    # ids and facts that the rooms above put here; this room follows none of them
    deliberation_id: Mapped[int | None] = mapped_column(index=True)
    agenda_item_id: Mapped[int | None]
    appeal_id: Mapped[int | None]
    reporter_contact_id: Mapped[int | None]  # a contact point
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("issue.id"), index=True)
    origin: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    judge: Mapped[str] = mapped_column(default="")  # 谁来评

    promised_by: Mapped[str] = mapped_column(default="")
    promised_on: Mapped[dt.date | None]  # the day that was promised
    promised_evidence: Mapped[str] = mapped_column(default="")
    said_at: Mapped[dt.datetime | None]
    confirmed_at: Mapped[dt.datetime | None]
    confirmed_how: Mapped[ConfirmedHow | None] = mapped_column(text_enum(ConfirmedHow))
    confirm_by: Mapped[dt.datetime | None]  # undenied until then, it is assigned

    clock_from: Mapped[dt.datetime | None]  # when the running clock began
    due_at: Mapped[dt.datetime | None]
    yellow_at: Mapped[dt.datetime | None]
    original_due_on: Mapped[dt.date | None]
    extended: Mapped[int] = mapped_column(default=0)
    cycle: Mapped[int] = mapped_column(default=1)
    reopened: Mapped[int] = mapped_column(default=0)

    finished_at: Mapped[dt.datetime | None]  # the submit that passed review
    outcome: Mapped[Outcome | None] = mapped_column(text_enum(Outcome))
    resolved_at: Mapped[dt.datetime | None]
    followed_up: Mapped[FollowedUp | None] = mapped_column(text_enum(FollowedUp))
    followed_up_at: Mapped[dt.datetime | None]
    closed_at: Mapped[dt.datetime | None]

    sweep_at: Mapped[dt.datetime | None]
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[dt.datetime]

    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    contact: Mapped[Contact | None] = relationship(lazy="raise_on_sql")

    @property
    def ref(self) -> str:
        """How other rooms name this row."""
        return f"issue:{self.id}"


class Assignment(Base):
    """(派单) An issue in the hands of one unit; `due_at` drives that unit's lights and ladder."""

    __tablename__ = "assignment"
    __table_args__ = (
        sa.Index(
            "uq_assignment_one_running",
            "issue_id",
            unique=True,
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issue.id"), index=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(sa.ForeignKey("contact.id"))
    assigned_at: Mapped[dt.datetime]
    assigned_by: Mapped[str]
    due_at: Mapped[dt.datetime]
    acknowledge_by: Mapped[dt.datetime | None]  # empty until the first notice left
    first_contact_by: Mapped[dt.datetime | None]
    first_contact_at: Mapped[dt.datetime | None]
    acknowledged_at: Mapped[dt.datetime | None]
    acknowledged_by: Mapped[str] = mapped_column(default="")
    acknowledged_how: Mapped[AcknowledgedHow | None] = mapped_column(text_enum(AcknowledgedHow))
    ended_at: Mapped[dt.datetime | None]

    issue: Mapped[Issue] = relationship(lazy="raise_on_sql")
    contact: Mapped[Contact | None] = relationship(lazy="raise_on_sql")

    @property
    def ref(self) -> str:
        """How links name this row."""
        return f"assignment:{self.id}"


class ProgressNote(Base):
    """(进展) One sentence on how far it is; residents read it."""

    __tablename__ = "progress_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issue.id"), index=True)
    text: Mapped[str]
    by_name: Mapped[str]
    typed_by_id: Mapped[int | None]  # a person of the office who wrote it for the unit
    at: Mapped[dt.datetime]

    @property
    def ref(self) -> str:
        """How files name this row."""
        return f"note:{self.id}"


class Submission(Base):
    """(报办结) The unit says it is done; another person reviews it."""

    __tablename__ = "submission"

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issue.id"), index=True)
    cycle: Mapped[int]
    text: Mapped[str]
    by_name: Mapped[str]
    by_person_id: Mapped[int | None]
    typed_by_id: Mapped[int | None]
    at: Mapped[dt.datetime]
    reviewed_at: Mapped[dt.datetime | None]
    reviewed_by: Mapped[str] = mapped_column(default="")
    passed: Mapped[bool | None]
    review_text: Mapped[str] = mapped_column(default="")

    @property
    def ref(self) -> str:
        """How files name this row."""
        return f"submission:{self.id}"


class Verdict(Base):
    """(评价) What a resident says of the result; all sources count, the source is kept."""

    __tablename__ = "verdict"
    __table_args__ = (
        sa.Index(
            "uq_verdict_one_voice",
            "issue_id",
            "cycle",
            "contact_point_id",
            unique=True,
            postgresql_where=sa.text("contact_point_id IS NOT NULL"),
        ),
        sa.Index(
            "uq_verdict_one_receipt",
            "issue_id",
            "cycle",
            "appeal_id",
            unique=True,
            postgresql_where=sa.text("appeal_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    issue_id: Mapped[int] = mapped_column(sa.ForeignKey("issue.id"), index=True)
    cycle: Mapped[int]
    answer: Mapped[Answer] = mapped_column(text_enum(Answer))
    source: Mapped[VerdictSource] = mapped_column(text_enum(VerdictSource))
    by_reporter: Mapped[bool]
    contact_point_id: Mapped[int | None]
    appeal_id: Mapped[int | None]  # whose receipt page it was said on
    by_name: Mapped[str]
    satisfied: Mapped[bool | None]  # the second question; SMS has none
    text: Mapped[str]
    entered_by: Mapped[str]
    at: Mapped[dt.datetime]
