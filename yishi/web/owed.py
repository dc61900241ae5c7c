"""What somebody is waited for: the rows of the workbench, given by each room's `queries.owed`."""

import datetime as dt
import enum
from dataclasses import dataclass
from typing import Protocol


class Group(enum.StrEnum):
    """[待办分组] What a row waits for, in the order of urgency."""

    OVERDUE = "已超期"
    TO_ACKNOWLEDGE = "待签收"
    DUE_TODAY = "今日到期"
    TO_REVIEW = "待审核"
    TO_ANSWER = "待答复"
    TO_SEND = "待发通知"
    TO_HOLD = "待办会"
    TO_FOLLOW_UP = "待回访"


ORDER = {group: place for place, group in enumerate(Group)}


class Light(Protocol):
    """What a row shows of a traffic light: see `workdays.rules`."""

    @property
    def colour(self) -> str: ...

    @property
    def desk_words(self) -> str: ...


@dataclass(frozen=True)
class Owed:
    """[待办] One thing that waits for this person.

    `group` is a `Group` or its words; `number` and `unit_name` may be empty;
    `action` is what the row's button says, `url` where it leads.
    """

    group: str
    title: str
    url: str
    action: str
    light: Light | None = None
    number: str = ""
    unit_name: str = ""
    due_at: dt.datetime | None = None

    @property
    def urgency(self) -> tuple[int, float]:
        """Sorts by group, then by what falls due first; without a date comes last."""
        due = self.due_at.timestamp() if self.due_at else float("inf")
        return ORDER[Group(self.group)], due
