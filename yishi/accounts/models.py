"""People, what they may do, where they are signed in, and how to reach anybody."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from yishi.accounts.rules import Rank, Role
from yishi.database import Base, text_enum


class ContactPoint(Base):
    """(联系方式) How to reach a person; phone and mail are encrypted, the tail proves who acts."""

    __tablename__ = "contact_point"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    phone_sealed: Mapped[bytes | None]
    phone_tail: Mapped[str | None]
    phone_index: Mapped[str | None] = mapped_column(index=True)
    mail_sealed: Mapped[bytes | None]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())


class Person(Base):
    """(人员) Somebody with an account."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    login: Mapped[str] = mapped_column(unique=True)
    post: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str]
    contact_point_id: Mapped[int | None] = mapped_column(sa.ForeignKey("contact_point.id"))
    disabled_at: Mapped[dt.datetime | None]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())

    grants: Mapped[list["RoleGrant"]] = relationship(back_populates="person", lazy="selectin")
    contact_point: Mapped[ContactPoint | None] = relationship()


class RoleGrant(Base):
    """(授权) A role over a subtree of areas, or at a unit."""

    __tablename__ = "role_grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    role: Mapped[Role] = mapped_column(text_enum(Role))
    area_code: Mapped[str]
    unit_id: Mapped[int | None] = mapped_column(index=True)
    rank: Mapped[Rank | None] = mapped_column(text_enum(Rank))
    revoked_at: Mapped[dt.datetime | None]

    person: Mapped[Person] = relationship(back_populates="grants")


class SignIn(Base):
    """(登录) One browser of one person; the cookie holds the key, the row its hash."""

    __tablename__ = "sign_in"

    key_hash: Mapped[str] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"), index=True)
    created_at: Mapped[dt.datetime]
    last_seen_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]
    address: Mapped[str | None]
    agent: Mapped[str]


class FailedTry(Base):
    """(输错) A wrong password, code or phone tail; enough of them lock the door for a while."""

    __tablename__ = "failed_try"
    __table_args__ = (sa.Index(None, "door", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    door: Mapped[str]
    at: Mapped[dt.datetime]


class AccessLink(Base):
    """(链接) A capability for one subject and one person; nothing secret is stored."""

    __tablename__ = "access_link"
    __table_args__ = (sa.Index(None, "subject_ref"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    subject_ref: Mapped[str]
    contact_point_id: Mapped[int | None]
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    revoked_at: Mapped[dt.datetime | None]
