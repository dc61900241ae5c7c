"""The pulse of what runs in the background."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from yishi.database import Base


class Pulse(Base):
    """[后台脉搏] When the worker last did what beat asked, by the database's own clock."""

    __tablename__ = "pulse"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now())
