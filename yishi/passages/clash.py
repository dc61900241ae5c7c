"""What the conflict page shows: both texts, and where each button leads."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from yishi.errors import Conflict
from yishi.passages.models import Passage
from yishi.passages.rules import Marked, both, differences


@dataclass(frozen=True)
class Clash:
    """(改到一处了) Two texts for one passage; `url` is where the chosen one is saved.

    `text_name` and `revision_name` are the fields that the URL expects, `fields` what
    else it needs; `back` leads to the page that the passage stands on.
    """

    passage: Passage
    conflict: Conflict
    url: str
    back: str
    title: str
    target: str = ""  # what htmx replaces; the conflict itself if empty
    text_name: str = "text"
    revision_name: str = "revision"
    fields: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"passage-{self.passage.id}"

    @property
    def marked(self) -> tuple[Marked, Marked]:
        """Theirs and yours, with what differs."""
        return differences(self.conflict.theirs, self.conflict.yours)

    @property
    def kept(self) -> str:
        """What 都保留 saves."""
        return both(self.conflict.theirs, self.conflict.yours)
