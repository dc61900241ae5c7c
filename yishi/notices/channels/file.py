"""SMS for evaluation: what would have been sent stands in `YISHI_DATA/sms.log`, a line each.

Time, number, notice and text, parted by tabs; written in one piece and flushed to
the disk before it counts as sent.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from yishi import clock, settings
from yishi.accounts import contacts
from yishi.accounts.models import ContactPoint
from yishi.notices.channels import Answer, Away, Letter, Lost, Taken
from yishi.notices.rules import ChannelName

NAME = "sms.log"


class FileLine:
    """The open file."""

    usable = True

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def send(self, letter: Letter, leaving: Callable[[], bool]) -> Answer:
        """Appends one line."""
        if not leaving():
            raise Taken
        at = clock.local(clock.now()).isoformat(timespec="seconds")
        line = f"{at}\t{letter.address}\t#{letter.notice_id}\t{letter.sms}\n"
        content = line.encode()
        try:
            whole = os.write(self.descriptor, content) == len(content)
            os.fsync(self.descriptor)
        except OSError as error:
            raise Lost(str(error)) from error
        if not whole:
            raise Lost("磁盘写满了，只写了一半")
        return Answer("", "已写入文件", f"{letter.notice_id}")


class FileChannel:
    """(短信写文件) For trying the program out without a gateway."""

    name = ChannelName.SMS

    def __init__(self, path: Path) -> None:
        self.path = path

    def address(self, point: ContactPoint) -> str | None:
        """A mainland mobile number."""
        return contacts.mobile_phone(point)

    @contextmanager
    def line(self) -> Iterator[FileLine]:
        """Opens the file, readable by its owner alone. Raises Away."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        except OSError as error:
            raise Away(str(error)) from error
        try:
            yield FileLine(descriptor)
        finally:
            os.close(descriptor)


def channel() -> FileChannel | None:
    """The channel, if YISHI_SMS=file."""
    here = settings.current()
    return FileChannel(here.data / NAME) if here.sms == "file" else None
