"""What the triage page proposes: a row of the 派单目录, its unit, and the dates it would give."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from yishi.accounts.scoping import in_area
from yishi.appeals.models import Appeal
from yishi.appeals.rules import hints
from yishi.database import db
from yishi.issues.models import Issue
from yishi.organizations import queries as organizations
from yishi.organizations.models import Category, Unit
from yishi.organizations.rules import IssueClass, office_code
from yishi.workdays.queries import calendar
from yishi.workdays.rules import TERMS


class Proposal(NamedTuple):
    """(派单建议) One tap: whom, which class, until when."""

    category: Category | None
    unit: Unit | None
    issue_class: IssueClass
    acknowledge_by: dt.datetime
    due_at: dt.datetime | None  # None: works, which need a date

    @property
    def duty_phone(self) -> str:
        """Whom to ring: the category's duty number, else the unit's."""
        own = self.category.duty_phone if self.category else ""
        return own or (self.unit.duty_phone if self.unit else "")


def proposal(appeal: Appeal, category_id: int | None, now: dt.datetime) -> Proposal:
    """The row that somebody chose, that the resident named, or whose name the words repeat."""
    rows = organizations.categories(appeal.area_code)
    chosen = category_id or appeal.category_id
    category = next((row for row in rows if row.id == chosen), None) or _likeliest(appeal, rows)
    unit = _unit(category, appeal.area_code)
    return dates(category, unit, category.issue_class if category else IssueClass.B, appeal, now)


def dates(
    category: Category | None,
    unit: Unit | None,
    issue_class: IssueClass,
    appeal: Appeal,
    now: dt.datetime,
) -> Proposal:
    """The proposal with what the clock would say if it were dispatched now."""
    days, terms = calendar(appeal.area_code), TERMS[issue_class]
    due = terms.finish.after(now, days) if terms.finish else None
    return Proposal(category, unit, issue_class, terms.acknowledge.after(now, days), due)


def _unit(category: Category | None, area_code: str) -> Unit | None:
    """The usual lead unit, if this area may ask it and it still exists."""
    if category is None:
        return None
    id_ = category.lead_unit_id or _last_asked(category, area_code)
    usable = organizations.usable_units(area_code) if id_ else ()
    return next((unit for unit in usable if unit.id == id_), None)


def _likeliest(appeal: Appeal, rows: Sequence[Category]) -> Category | None:
    name = hints.likeliest(appeal.title, appeal.text, [row.name for row in rows])
    return next((row for row in rows if row.name == name), None)


def _last_asked(category: Category, area_code: str) -> int | None:
    """Whom this office gave such a matter last, where the catalogue names nobody."""
    office = office_code(area_code)
    return db.session.scalars(
        sa.select(Issue.lead_unit_id)
        .join(Appeal, Appeal.issue_id == Issue.id)
        .where(
            Appeal.category_id == category.id,
            in_area(sa.inspect(Appeal).columns.area_code, office),
        )
        .order_by(Issue.id.desc())
        .limit(1)
    ).one_or_none()
