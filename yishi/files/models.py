"""What was uploaded, to whom it belongs, and whether a person let it out."""

import datetime as dt

from sqlalchemy.orm import Mapped, mapped_column

from yishi.database import Base, text_enum
from yishi.files.rules import FileKind


class StoredFile(Base):
    """(文件) One upload; `name` is its random name on disk, `bytes` its size there."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_ref: Mapped[str] = mapped_column(index=True)
    kind: Mapped[FileKind] = mapped_column(text_enum(FileKind))
    name: Mapped[str] = mapped_column(unique=True)
    mime: Mapped[str]
    bytes: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    created_at: Mapped[dt.datetime]
    released_at: Mapped[dt.datetime | None]
    released_by: Mapped[str | None]

    @property
    def is_released(self) -> bool:
        """Whether everybody may see it."""
        return self.released_at is not None
