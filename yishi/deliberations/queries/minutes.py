"""The minutes as the office edits them, and as everybody reads them once published."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from yishi.accounts.actors import Actor
from yishi.accounts.models import Person, RoleGrant
from yishi.accounts.rules import Role
from yishi.accounts.scoping import in_area, within
from yishi.database import db
from yishi.deliberations.models import (
    AgendaItem,
    Deliberation,
    Minutes,
    MinutesParagraph,
    Objection,
)
from yishi.errors import NotFound
from yishi.issues import queries as issues
from yishi.issues.models import Issue
from yishi.organizations.rules import office_code
from yishi.passages import queries as passages
from yishi.passages.models import Passage


@dataclass(frozen=True)
class Part:
    """(一段) A paragraph of the minutes with its passage, its item and what was promised there."""

    paragraph: MinutesParagraph
    passage: Passage
    item: AgendaItem | None
    promises: Sequence[Issue]

    @property
    def text(self) -> str:
        """The signed words once there are any, else what stands now."""
        return self.paragraph.text or self.passage.text


@dataclass(frozen=True)
class Draft:
    """(纪要稿) All parts of a day's minutes, and the objections to them."""

    day: Deliberation
    minutes: Minutes
    parts: Sequence[Part]

    @property
    def open_objections(self) -> list[Objection]:
        return [o for o in self.minutes.objections if o.answered_at is None]

    @property
    def last_edit(self) -> Passage | None:
        """The passage that a person changed last."""
        edited = [p.passage for p in self.parts if p.passage.revision > 1 and p.passage.updated_at]
        return max(edited, key=lambda p: p.updated_at or self.minutes.drafted_at, default=None)

    @property
    def edits(self) -> int:
        return sum(part.passage.revision > 1 for part in self.parts)


@dataclass(frozen=True)
class Signers:
    """Who reviews and who signs: remembered from the office's last day."""

    reviewer: str
    signer: str


def draft_of(day_id: int, actor: Actor) -> Draft:
    """The minutes of a day, or NotFound; in six statements."""
    query = (
        sa.select(Minutes)
        .join(Minutes.deliberation)
        .where(Minutes.deliberation_id == day_id, within(Deliberation, actor))
    )
    return _draft(query)


def draft_of_day(day: Deliberation) -> Draft:
    """The same for the program itself."""
    return _draft(sa.select(Minutes).where(Minutes.deliberation_id == day.id))


def find_paragraph(
    day_id: int, paragraph_id: int, actor: Actor
) -> tuple[MinutesParagraph, Passage]:
    """A paragraph with its passage; publication waits for this transaction."""
    query = (
        sa.select(MinutesParagraph, Passage)
        .join(MinutesParagraph.minutes)
        .join(Minutes.deliberation)
        .join(
            Passage,
            sa.and_(
                Passage.subject_ref == sa.func.concat("minutes:", Minutes.id),
                Passage.name == sa.func.concat("paragraph-", MinutesParagraph.position),
            ),
        )
        .options(joinedload(MinutesParagraph.minutes).joinedload(Minutes.deliberation))
        .where(MinutesParagraph.id == paragraph_id, Deliberation.id == day_id)
        .where(within(Deliberation, actor))
        .with_for_update(read=True, of=Deliberation)
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


def remembered_signers(day: Deliberation) -> Signers:
    """Those of this day, else of the office's last; else its leader signs."""
    if day.reviewer_name or day.signer_name:
        return Signers(day.reviewer_name, day.signer_name)
    last = db.session.execute(
        sa.select(Deliberation.reviewer_name, Deliberation.signer_name)
        .where(
            in_area(Deliberation.__table__.c.area_code, office_code(day.area_code)),
            Deliberation.signer_name != "",
        )
        .order_by(Deliberation.signed_at.desc().nulls_last(), Deliberation.id.desc())
        .limit(1)
    ).one_or_none()
    return Signers(*last) if last else Signers("", "")


def possible_signers(day: Deliberation) -> Sequence[str]:
    """People of the office by name, leaders first: offered in the fields."""
    leads = RoleGrant.role == Role.LEADER
    return db.session.scalars(
        sa.select(Person.name)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(
            RoleGrant.role.in_([Role.LEADER, Role.ORGANIZER]),
            RoleGrant.area_code == office_code(day.area_code),
            RoleGrant.revoked_at.is_(None),
            Person.disabled_at.is_(None),
        )
        .group_by(Person.name)
        .order_by(sa.func.bool_or(leads).desc(), Person.name)
        .limit(20)
    ).all()


def due_for_publication(now: dt.datetime) -> Sequence[int]:
    """Days whose 无异议即公布 has come due."""
    return db.session.scalars(
        sa.select(Deliberation.id)
        .where(
            Deliberation.published_at.is_(None),
            Deliberation.publish_at.is_not(None),
            Deliberation.publish_at <= now,
        )
        .order_by(Deliberation.publish_at)
        .limit(100)
    ).all()


def _draft(query: sa.Select[Minutes]) -> Draft:
    options = (
        joinedload(Minutes.deliberation),
        selectinload(Minutes.paragraphs),
        selectinload(Minutes.objections),
        selectinload(Minutes.corrections),
    )
    minutes = db.session.scalars(query.options(*options)).one_or_none()
    if minutes is None:
        raise NotFound
    day = minutes.deliberation
    texts = passages.of_subject(minutes.ref)
    items, promises = _facts(day)
    return Draft(day, minutes, [_part(p, texts, items, promises) for p in minutes.paragraphs])


def _facts(day: Deliberation) -> tuple[Mapping[int, AgendaItem], Mapping[int, list[Issue]]]:
    items = {item.id: item for item in day.items}
    promises: dict[int, list[Issue]] = {}
    for issue in issues.of_deliberation(day.id):
        promises.setdefault(issue.agenda_item_id or 0, []).append(issue)
    return items, promises


def _part(
    paragraph: MinutesParagraph,
    texts: Mapping[str, Passage],
    items: Mapping[int, AgendaItem],
    promises: Mapping[int, list[Issue]],
) -> Part:
    item_id: Any = paragraph.agenda_item_id
    passage = texts[paragraph.passage_name]
    return Part(paragraph, passage, items.get(item_id), promises.get(item_id, ()))
