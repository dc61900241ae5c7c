"""What the workbench shows, asked from the rooms that know it."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from yishi.accounts.actors import Actor
from yishi.accounts.rules import Role
from yishi.appeals import queries as appeals
from yishi.clock import local
from yishi.dates import short_day
from yishi.deliberations import queries as deliberations
from yishi.followups import queries as followups
from yishi.issues import queries as issues
from yishi.notices import queries as notices
from yishi.notices.queries import Trouble
from yishi.organizations.queries import Office, default_office, office
from yishi.web.owed import Group, Owed
from yishi.web.urls import path_for
from yishi.workdays.queries import calendar

OWING = (issues.owed, appeals.owed, deliberations.owed, notices.owed, followups.owed)
FEW = {Group.TO_SEND: 3}  # one page serves all of these: a few rows tell enough
HORIZON = dt.timedelta(days=60)  # fewer known days ahead is worth a banner (SPEC § 9)


class OwedGroup(NamedTuple):
    """Rows that wait for the same thing; `more` are not shown here."""

    name: str
    rows: Sequence[Owed]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


def owed(actor: Actor, now: dt.datetime) -> list[Owed]:
    """Everything that waits for this person, most urgent first."""
    rows = [row for ask in OWING for row in ask(actor, now)]
    return sorted(rows, key=lambda row: row.urgency)


def oldest_first(rows: Sequence[Owed]) -> list[Owed]:
    """The same by date alone; without a date last."""
    return sorted(rows, key=lambda row: row.urgency[1])


def grouped(rows: Sequence[Owed], shown: int) -> list[OwedGroup]:
    """Rows by group in the order of urgency, at most `shown` of each."""
    groups = []
    for name, members in groupby(rows, key=lambda row: str(Group(row.group))):
        members_here = list(members)
        here = members_here[: FEW.get(Group(name), shown)]
        groups.append(OwedGroup(name, here, len(members_here)))
    return groups


def my_days(actor: Actor, now: dt.datetime) -> Sequence[deliberations.NextDay]:
    """The next deliberation days of this person's area."""
    return deliberations.my_days(actor, now)


def is_first_day(actor: Actor) -> bool:
    """Whether this office has never planned a day: nothing to look at yet."""
    return actor.has(Role.ORGANIZER) and not deliberations.has_any(actor)


def troubles(actor: Actor, now: dt.datetime) -> list[Trouble]:
    """Notices piling up, a calendar that ends: shown only when something is wrong."""
    return [*notices.troubles(actor, now), *_horizon(actor, now)]


def office_of(viewer: Actor | None) -> Office | None:
    """The office whose name and telephone a page of no particular area shows."""
    own = office(viewer.home_area) if viewer else None
    return own or default_office()


def _horizon(actor: Actor, now: dt.datetime) -> list[Trouble]:
    today, known_until = local(now).date(), calendar(actor.home_area).known_until()
    if not actor.has(Role.ADMIN, Role.ORGANIZER) or known_until - today >= HORIZON:
        return []
    words = f"放假安排只知道到{short_day(known_until)}，之后的期限都是暂定的。"
    return [Trouble("日历将到期", words, path_for("workdays.index"), "看日历")]
