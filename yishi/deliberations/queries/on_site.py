"""Everything that the page of the session shows, in seven statements whatever its length."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, load_only

from yishi.accounts.actors import Actor
from yishi.accounts.scoping import within
from yishi.clock import local
from yishi.database import db
from yishi.deliberations.models import (
    AgendaItem,
    ConfirmLater,
    Deliberation,
    Invitation,
    PromiseReview,
)
from yishi.deliberations.rules import UNSTARTED, Check, ItemKind, open_checks
from yishi.deliberations.rules.session import (
    GuardedItem,
    GuardedPromise,
    close_checks,
    is_settled,
)
from yishi.errors import NotFound
from yishi.issues.models import Issue
from yishi.issues.rules import IssueState
from yishi.passages import queries as passages
from yishi.passages.models import Passage

NOTE = "note"
UNCONFIRMED = frozenset({IssueState.DRAFTED, IssueState.AWAITING_CONFIRMATION})


@dataclass(frozen=True)
class Promise:
    """(承诺) What was promised under an item, and whether its unit has confirmed."""

    issue: Issue
    later: bool

    @property
    def confirmed(self) -> bool:
        return self.issue.state not in UNCONFIRMED

    @property
    def who(self) -> str:
        """安居物业 段经理"""
        return f"{self.issue.unit.name} {self.issue.promised_by}".strip()

    @property
    def confirmer(self) -> str:
        """段经理, or the unit where nobody is named."""
        return self.issue.promised_by or self.issue.unit.name


@dataclass(frozen=True)
class Looked:
    """(回看的一件) An earlier promise, its unit, and the line that closes it."""

    review: PromiseReview
    issue: Issue

    @property
    def who(self) -> str:
        return f"{self.issue.unit.name} {self.issue.promised_by}".strip()


@dataclass(frozen=True)
class Line:
    """(一题) An item with its sentence and its promises, as the page shows it."""

    number: int
    item: AgendaItem
    note: Passage | None
    promises: Sequence[Promise]
    looked: Sequence[Looked]
    next_day: Deliberation | None

    @property
    def is_review(self) -> bool:
        return self.item.kind is ItemKind.REVIEW

    @cached_property
    def guarded(self) -> GuardedItem:
        """What the close guard looks at."""
        return GuardedItem(
            number=self.number,
            anchor=f"item-{self.item.id}",
            kind=self.item.kind,
            outcome=self.item.outcome,
            note=self.note.text if self.note else "",
            next_on=self.item.next_on,
            promises=[GuardedPromise(p.confirmer, p.confirmed, p.later) for p in self.promises],
            reviewed=len(self.looked),
            unreviewed=sum(row.review.result is None for row in self.looked),
        )

    @cached_property
    def settled(self) -> bool:
        """Whether nothing is missing here."""
        return is_settled(self.guarded, day_of(self.next_day))


@dataclass(frozen=True)
class OnSite:
    """(现场) A day in session: its items, who was invited and came, the next planned day."""

    day: Deliberation
    lines: Sequence[Line]
    invitations: Sequence[Invitation]
    next_day: Deliberation | None

    @cached_property
    def checks(self) -> list[Check]:
        """The close guard."""
        return close_checks([line.guarded for line in self.lines], day_of(self.next_day))

    @property
    def open_checks(self) -> list[Check]:
        return open_checks(self.checks)

    @property
    def undecided(self) -> int:
        """Items without an outcome: what 其余议题转下次 would move."""
        return sum(not line.is_review and line.item.outcome is None for line in self.lines)

    @property
    def unconfirmed(self) -> int:
        """Promises that 其余承诺会后确认 would mark."""
        return sum(not (p.confirmed or p.later) for line in self.lines for p in line.promises)

    @property
    def decided(self) -> int:
        return sum(line.settled for line in self.lines)

    def line(self, item_id: int) -> Line:
        """One item; NotFound if it is not of this day."""
        found = next((line for line in self.lines if line.item.id == item_id), None)
        if found is None:
            raise NotFound
        return found


def day_of(day: Deliberation | None) -> dt.date | None:
    """The date of a day in Liaocheng."""
    return local(day.starts_at).date() if day else None


def find_day(day_id: int, actor: Actor, *, held_open: bool = False) -> Deliberation:
    """The day, or NotFound; `held_open` keeps 散会 waiting until this transaction ends."""
    query = sa.select(Deliberation).where(Deliberation.id == day_id, within(Deliberation, actor))
    if held_open:
        query = query.with_for_update(read=True, of=Deliberation)
    day = db.session.scalar(query)
    if day is None:
        raise NotFound
    return day


def find_note(day_id: int, item_id: int, actor: Actor) -> tuple[AgendaItem, Passage]:
    """An item with its day and its sentence in one statement; 散会 waits for this transaction."""
    query = (
        sa.select(AgendaItem, Passage)
        .join(AgendaItem.deliberation)
        .join(Passage, Passage.subject_ref == sa.func.concat("agenda_item:", AgendaItem.id))
        .options(
            load_only(AgendaItem.title, AgendaItem.deliberation_id),
            contains_eager(AgendaItem.deliberation).load_only(Deliberation.state),
        )
        .where(AgendaItem.id == item_id, Deliberation.id == day_id, Passage.name == NOTE)
        .where(within(Deliberation, actor))
        .with_for_update(read=True, of=Deliberation)
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


def on_site(day: Deliberation) -> OnSite:
    """The whole page."""
    items = db.session.scalars(
        sa.select(AgendaItem)
        .where(AgendaItem.deliberation_id == day.id)
        .order_by(AgendaItem.position, AgendaItem.id)
    ).all()
    notes = passages.named(NOTE, [item.ref for item in items])
    promises, looked, following = promises_of(day), _looked_of(day), next_planned(day)
    lines = [
        Line(number, item, notes.get(item.ref), promises[item.id], looked[item.id], following)
        for number, item in enumerate(items, 1)
    ]
    return OnSite(day, lines, invitations_of(day), following)


def promises_of(day: Deliberation) -> Mapping[int, list[Promise]]:
    """What was promised that day, by item, in the order it was said."""
    query = (
        sa.select(Issue, ConfirmLater)
        .outerjoin(ConfirmLater, ConfirmLater.issue_id == Issue.id)
        .where(Issue.deliberation_id == day.id, Issue.state != IssueState.DISCARDED)
        .options(joinedload(Issue.unit))
        .order_by(Issue.id)
    )
    found: dict[int, list[Promise]] = defaultdict(list)
    for issue, later in db.session.execute(query):
        if issue.agenda_item_id is not None:
            found[issue.agenda_item_id].append(Promise(issue, later is not None))
    return found


def invitations_of(day: Deliberation) -> Sequence[Invitation]:
    """Who was asked to come and who came by themselves."""
    return db.session.scalars(
        sa.select(Invitation)
        .where(Invitation.deliberation_id == day.id)
        .options(joinedload(Invitation.unit), joinedload(Invitation.contact))
        .order_by(Invitation.id)
    ).all()


def next_planned(day: Deliberation) -> Deliberation | None:
    """The next day of the same estate, or community, that has not begun."""
    place = (
        Deliberation.estate_id == day.estate_id
        if day.estate_id
        else Deliberation.area_code == day.area_code
    )
    return db.session.scalars(
        sa.select(Deliberation)
        .where(place, Deliberation.starts_at > day.starts_at, Deliberation.state.in_(UNSTARTED))
        .order_by(Deliberation.starts_at)
        .limit(1)
    ).one_or_none()


def _looked_of(day: Deliberation) -> Mapping[int, list[Looked]]:
    query = (
        sa.select(PromiseReview, Issue)
        .join(Issue, Issue.id == PromiseReview.issue_id)
        .where(PromiseReview.deliberation_id == day.id)
        .options(joinedload(Issue.unit))
        .order_by(PromiseReview.id)
    )
    found: dict[int, list[Looked]] = defaultdict(list)
    for review, issue in db.session.execute(query):
        found[review.agenda_item_id].append(Looked(review, issue))
    return found
