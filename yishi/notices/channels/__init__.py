"""The ways out: one protocol, one small file each.

A channel that a worker serves gives a `line` (an open connection); the line
sends letters one by one and calls `leaving` at the point of no return. `manual`
has no line: a person sends.
"""

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from yishi.accounts.models import ContactPoint
from yishi.notices.rules import KINDS, ChannelName


@dataclass(frozen=True)
class Letter:
    """(一封) Everything a channel needs, written before the connection is opened."""

    notice_id: int
    fence: int
    address: str
    recipient: str
    sender: str
    subject: str
    plain: str
    html: str
    sms: str
    message_id: str
    thread_id: str


class Answer(NamedTuple):
    """What the provider said when it took a letter."""

    code: str
    text: str
    ref: str = ""


class Refused(Exception):
    """This recipient is refused for good; the provider's words are kept."""


class Later(Exception):
    """This letter is refused for now."""


class Away(Exception):
    """The provider is not there or refuses everything: no attempt was made."""


class Lost(Exception):
    """The letter had left, and no answer came."""


class Taken(Exception):
    """Somebody else holds this notice now; nothing was sent."""


class Line(Protocol):
    """An open connection; `usable` turns false when no further letter may use it."""

    usable: bool

    def send(self, letter: Letter, leaving: Callable[[], bool]) -> Answer:
        """Sends one letter; `leaving` says whether it still may. Raises one of the five."""


class Channel(Protocol):
    """A gateway that a worker serves."""

    name: ChannelName

    def address(self, point: ContactPoint) -> str | None:
        """Where this channel reaches the person, if it is set up and knows how."""

    def line(self) -> AbstractContextManager[Line]:
        """Opens a connection. Raises Away."""


def gateways() -> dict[ChannelName, Channel]:
    """The gateways that are set up."""
    from yishi.notices.channels import file, smtp

    found: list[Channel | None] = [smtp.channel(), file.channel()]
    return {channel.name: channel for channel in found if channel is not None}


def reaching(kind: str, point: ContactPoint, only: Collection[ChannelName]) -> list[ChannelName]:
    """The channels that carry this kind to this person; `manual` where no gateway does.

    `only` names those to prefer where they reach the person; with `manual` a person sends.
    """
    if ChannelName.MANUAL in only:
        return [ChannelName.MANUAL]
    open_ = gateways()
    names = [
        name
        for name in KINDS[kind].channels
        if name in open_ and open_[name].address(point) is not None
    ]
    narrowed = [name for name in names if name in only]
    return narrowed or names or [ChannelName.MANUAL]
