"""Reading issues."""

from yishi.issues.queries.clocks import is_kept, light_of, why
from yishi.issues.queries.lists import (
    STATES,
    Filters,
    of_agenda_item,
    of_agenda_items,
    of_deliberation,
    open_promises,
    register,
    units_of_register,
)
from yishi.issues.queries.owed import owed
from yishi.issues.queries.single import (
    Behind,
    assignment_of,
    behind_link,
    find,
    find_public,
    rest_of,
    verdicts_by,
    verdicts_of,
)

__all__ = [
    "STATES",
    "Behind",
    "Filters",
    "assignment_of",
    "behind_link",
    "find",
    "find_public",
    "is_kept",
    "light_of",
    "of_agenda_item",
    "of_agenda_items",
    "of_deliberation",
    "open_promises",
    "owed",
    "register",
    "rest_of",
    "units_of_register",
    "verdicts_by",
    "verdicts_of",
    "why",
]
