"""Areas, estates, units and their contacts, the dispatch catalogue, and what an office sets."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from yishi.accounts.models import ContactPoint
from yishi.database import Base, text_enum
from yishi.organizations.rules import AreaLevel, Duty, IssueClass, UnitKind


class Area(Base):
    """(区划) City, county, subdistrict, community or grid; codes nest."""

    __tablename__ = "area"
    __table_args__ = (
        sa.Index(None, "code", postgresql_ops={"code": "text_pattern_ops"}),
        sa.Index(None, "parent_code"),
    )

    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    level: Mapped[AreaLevel] = mapped_column(text_enum(AreaLevel))
    parent_code: Mapped[str | None] = mapped_column(sa.ForeignKey("area.code"))

    @property
    def area_code(self) -> str:
        return self.code


class Estate(Base):
    """(小区) Where residents live; a deliberation goes there."""

    __tablename__ = "estate"
    __table_args__ = (
        sa.UniqueConstraint("area_code", "name"),
        sa.Index(None, "area_code", postgresql_ops={"area_code": "text_pattern_ops"}),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(sa.ForeignKey("area.code"))
    name: Mapped[str]
    household_count: Mapped[int | None]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())

    area: Mapped[Area] = relationship()


class Unit(Base):
    """(单位) Who can be asked to do something; `area_code` is the office that keeps it."""

    __tablename__ = "unit"
    __table_args__ = (
        sa.UniqueConstraint("area_code", "name"),
        sa.Index(None, "area_code", postgresql_ops={"area_code": "text_pattern_ops"}),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    area_code: Mapped[str] = mapped_column(sa.ForeignKey("area.code"))
    name: Mapped[str]
    kind: Mapped[UnitKind] = mapped_column(text_enum(UnitKind))
    duty_phone: Mapped[str] = mapped_column(default="")
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
    dissolved_at: Mapped[dt.datetime | None]

    contacts: Mapped[list["Contact"]] = relationship(
        back_populates="unit", order_by="Contact.duty.desc(), Contact.id"
    )


class Contact(Base):
    """(单位联系人) A named person of a unit: head or handler, with phone and mail."""

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    contact_point_id: Mapped[int] = mapped_column(sa.ForeignKey("contact_point.id"), index=True)
    name: Mapped[str]
    post: Mapped[str] = mapped_column(default="")
    duty: Mapped[Duty] = mapped_column(text_enum(Duty))
    left_at: Mapped[dt.datetime | None]

    unit: Mapped[Unit] = relationship(back_populates="contacts")
    contact_point: Mapped[ContactPoint] = relationship(lazy="joined")

    @property
    def title(self) -> str:
        """孙工; 王 经理 is written as the office typed it."""
        return f"{self.name}{self.post}" if self.post else self.name


class Category(Base):
    """(派单目录) A kind of matter: class, usual lead unit, duty number, level."""

    __tablename__ = "category"
    __table_args__ = (sa.UniqueConstraint("area_code", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    area_code: Mapped[str]  # "" = shipped with the program
    name: Mapped[str]
    issue_class: Mapped[IssueClass] = mapped_column(text_enum(IssueClass))
    lead_unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"))
    duty_phone: Mapped[str] = mapped_column(default="")
    level: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)


class Setting(Base):
    """(⚙ 设置) What an office changed; the nearest ancestor's row wins."""

    __tablename__ = "setting"

    area_code: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSONB)
    updated_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
