"""Who is asked to come, and who came."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column, relationship

from yishi.database import Base, text_enum
from yishi.deliberations.models.day import Deliberation
from yishi.deliberations.rules import InvitedHow
from yishi.organizations.models import Contact, Unit


class Invitation(Base):
    """(邀请) A unit asked to a day; 应到 counts these but for `walked_in`, 实到 those with `came`.

    `item_ids` are the items it answers, empty for all of them; `may_promise` and
    `came` are empty until somebody said or saw it.
    """

    __tablename__ = "invitation"
    __table_args__ = (sa.UniqueConstraint("deliberation_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    deliberation_id: Mapped[int] = mapped_column(sa.ForeignKey("deliberation.id"))
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(sa.ForeignKey("contact.id"))
    item_ids: Mapped[list[int]] = mapped_column(ARRAY(sa.BigInteger), default=list)
    invited_at: Mapped[dt.datetime | None]
    invited_how: Mapped[InvitedHow | None] = mapped_column(text_enum(InvitedHow))
    invited_by: Mapped[str] = mapped_column(default="")
    attendee_name: Mapped[str] = mapped_column(default="")
    attendee_post: Mapped[str] = mapped_column(default="")
    may_promise: Mapped[bool | None]
    came: Mapped[bool | None]
    walked_in: Mapped[bool] = mapped_column(default=False)  # came without being invited

    deliberation: Mapped[Deliberation] = relationship(back_populates="invitations")
    unit: Mapped[Unit] = relationship()
    contact: Mapped[Contact | None] = relationship()

    @property
    def ref(self) -> str:
        """invitation:9, for records and notices."""
        return f"invitation:{self.id}"

    @property
    def attendee(self) -> str:
        """孙工, or empty while nobody is named."""
        return f"{self.attendee_name}{self.attendee_post}"

    @property
    def asks(self) -> str:
        """What it is asked about: the titles of its items, or all of them."""
        wanted = set(self.item_ids)
        titles = [item.title for item in self.deliberation.matters if item.id in wanted]
        return f"议{'、'.join(titles)}" if titles else "各题都来"
