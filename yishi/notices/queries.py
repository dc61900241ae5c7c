"""Reading the outbox: when word first left, what is owed, what piles up, the ledger."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.elements import ColumnElement

from yishi.accounts.actors import Actor
from yishi.accounts.models import Person
from yishi.accounts.rules import Role
from yishi.accounts.scoping import find, scoped, within
from yishi.database import db
from yishi.notices.models import Notice, NoticeAttempt
from yishi.notices.rules import KINDS, NEEDS_A_CALL, ChannelName, State, Window
from yishi.organizations.models import Contact, Unit
from yishi.privacy.rules import mask_name
from yishi.web.owed import Group, Owed
from yishi.web.pagination import Slice, keyset
from yishi.web.urls import path_for
from yishi.workdays.queries import calendar
from yishi.workdays.rules import Colour, Light

MUST_CALL = 3  # an expired notice of this priority or a lower number becomes a call
WORK_MINUTES, URGENT_MINUTES = 60, 10  # a manual notice unsent for so long is owed
PILED_UP = dt.timedelta(minutes=20)
MOST_OWED = 100


class Departure(NamedTuple):
    """(发出) When a notice was written, and when it left by any channel or by hand."""

    created_at: dt.datetime
    left_at: dt.datetime


def departures(subject_refs: Iterable[str], kind: str) -> dict[str, list[Departure]]:
    """Of each subject, the notices of a kind that have left."""
    left = sa.func.coalesce(Notice.sent_at, Notice.by_hand_at)
    query = sa.select(Notice.subject_ref, Notice.created_at, left).where(
        Notice.subject_ref.in_(list(subject_refs)), Notice.kind == kind, left.is_not(None)
    )
    found: dict[str, list[Departure]] = {}
    for ref, created_at, left_at in db.session.execute(query):
        found.setdefault(ref, []).append(Departure(created_at, left_at))
    return found


def first_left_at(
    subject_ref: str, kind: str, since: dt.datetime | None = None
) -> dt.datetime | None:
    """When the first notice of a kind about a subject left; `since` passes over older ones."""
    gone = departures([subject_ref], kind).get(subject_ref, ())
    moments = [one.left_at for one in gone if since is None or one.created_at >= since]
    return min(moments, default=None)


def unreachable(subject_ref: str) -> list[str]:
    """(联系方式失效) Whose address the server refused for good, the last time it was tried."""
    latest = (
        sa.select(Notice)
        .where(Notice.subject_ref == subject_ref, Notice.channel != ChannelName.MANUAL)
        .ext(distinct_on(Notice.contact_point_id, Notice.channel))
        .order_by(Notice.contact_point_id, Notice.channel, Notice.id.desc())
        .options(joinedload(Notice.contact_point))
    )
    rows = [row for row in db.session.scalars(latest) if row.state is State.FAILED]
    return [f"{row.contact_point.name}的{row.channel.label}" for row in rows]


def waits_for_a_person() -> ColumnElement[bool]:
    """What stands on the to-send page: manual notices, and calls for what did not arrive."""
    calls = sa.or_(Notice.state != State.EXPIRED, Notice.priority <= MUST_CALL)
    return sa.and_(
        Notice.settled_at.is_(None),
        Notice.state.in_((State.HELD, *NEEDS_A_CALL)),
        calls,
    )


def owed(actor: Actor, now: dt.datetime) -> list[Owed]:
    """Manual notices unsent for a working hour (E: ten minutes), and calls to make."""
    if not actor.has(Role.ORGANIZER):
        return []
    query = (
        sa.select(Notice)
        .where(
            within(Notice, actor),
            waits_for_a_person(),
            Notice.not_before <= now - dt.timedelta(minutes=URGENT_MINUTES),
        )
        .options(joinedload(Notice.contact_point))
        .order_by(Notice.priority, Notice.not_before, Notice.id)
        .limit(MOST_OWED)
    )
    rows = db.session.scalars(query).all()
    late = [(row, _should_have_left(row)) for row in rows]
    units = unit_names(row.contact_point_id for row in rows)
    return [_owed(row, by, units) for row, by in late if by <= now]


class Trouble(NamedTuple):
    """What is wrong with the outbox, for the banner of the desk."""

    name: str
    words: str
    url: str = ""
    action: str = ""


def troubles(actor: Actor, now: dt.datetime) -> list[Trouble]:
    """Notices that a gateway should have taken twenty minutes ago; dead ones for the admin."""
    if not actor.has(Role.ORGANIZER, Role.ADMIN):
        return []
    stuck = _count(Notice.state == State.PENDING, Notice.not_before < now - PILED_UP)
    dead = _count(Notice.state == State.DEAD, Notice.settled_at.is_(None))
    found = []
    if stuck:
        words = f"{stuck} 条通知 20 分钟没有送出，系统还在重送，急的请直接打电话。"
        found.append(Trouble("通知积压", words, *_ledger_link(actor, State.PENDING)))
    if dead:
        words = f"{dead} 条通知系统写不出来，请看台账里的原因。"
        found.append(Trouble("通知出错", words, *_ledger_link(actor, State.DEAD)))
    return found


@dataclass(frozen=True)
class Filter:
    """(台账筛选) `subject`: a number (SX2026-0123) or a reference (issue:42)."""

    state: str = ""
    kind: str = ""
    subject: str = ""

    @property
    def is_set(self) -> bool:
        """Whether anything is filtered."""
        return bool(self.state or self.kind or self.subject)


def ledger(actor: Actor, chosen: Filter, *, after: str | None, limit: int = 30) -> Slice[Notice]:
    """(发送台账) Every notice of the area, newest first."""
    query = scoped(Notice, actor).options(joinedload(Notice.contact_point))
    if chosen.state in set(State):
        query = query.where(Notice.state == State(chosen.state))
    if chosen.kind in KINDS:
        query = query.where(Notice.kind == chosen.kind)
    if chosen.subject:
        query = query.where(_about(chosen.subject.strip()))
    return keyset(
        query,
        [Notice.__table__.c.id],
        lambda row: [row.id],
        after=after,
        limit=limit,
        descending=True,
    )


def notice(id_: int, actor: Actor) -> Notice:
    """One notice of the actor's area. Raises NotFound."""
    return find(Notice, id_, actor)


def story(row: Notice) -> Sequence[NoticeAttempt]:
    """Each step of a notice, oldest first."""
    query = sa.select(NoticeAttempt).where(NoticeAttempt.notice_id == row.id)
    return db.session.scalars(query.order_by(NoticeAttempt.id)).all()


def unit_names(contact_point_ids: Iterable[int]) -> dict[int, str]:
    """The unit of those who stand in a unit's list of contacts."""
    query = (
        sa.select(Contact.contact_point_id, Unit.name)
        .join(Unit, Unit.id == Contact.unit_id)
        .where(Contact.contact_point_id.in_(set(contact_point_ids)))
    )
    return {row.contact_point_id: row.name for row in db.session.execute(query)}


def colleagues(contact_point_ids: Iterable[int]) -> set[int]:
    """Those contact points that belong to people with accounts."""
    ids = set(contact_point_ids)
    query = sa.select(Person.contact_point_id).where(Person.contact_point_id.in_(ids))
    return {point for point in db.session.scalars(query) if point is not None}


def recipients(rows: Sequence[Notice]) -> dict[int, str]:
    """Who each notice is for, by its id: 段师傅 鑫和物业; a resident masked."""
    points = [row.contact_point_id for row in rows]
    units = unit_names(points)
    known = {*units, *colleagues(points)}
    return {row.id: _recipient(row, units, known) for row in rows}


def _recipient(row: Notice, units: dict[int, str], known: set[int]) -> str:
    name, point = row.contact_point.name, row.contact_point_id
    return f"{name} {units.get(point, '')}".strip() if point in known else mask_name(name)


def _should_have_left(row: Notice) -> dt.datetime:
    if row.window is Window.AT_ONCE:
        return row.not_before + dt.timedelta(minutes=URGENT_MINUTES)
    return calendar(row.area_code).add_work_minutes(row.not_before, WORK_MINUTES)


def _owed(row: Notice, by: dt.datetime, units: dict[int, str]) -> Owed:
    call = row.state is not State.HELD
    what = "没有送到" if call else "还没有发"
    return Owed(
        group=Group.TO_SEND,
        title=f"{row.label}：{row.title}，给{row.contact_point.name}{what}",
        url=f"{path_for('notices.to_send')}#notice-{row.id}",
        action="打电话" if call else "去发",
        light=Light(Colour.YELLOW, what),
        number=row.number,
        unit_name=units.get(row.contact_point_id, ""),
        due_at=by,
    )


def _count(*where: ColumnElement[bool]) -> int:
    rows = sa.select(Notice.id).where(*where).limit(1000).subquery()
    return db.session.scalar(sa.select(sa.func.count()).select_from(rows)) or 0


def _ledger_link(actor: Actor, state: State) -> tuple[str, str]:
    if not actor.has(Role.ORGANIZER):
        return "", ""
    return path_for("notices.index", state=state.value), "看发送台账"


def _about(subject: str) -> ColumnElement[bool]:
    if re.fullmatch(r"[a-z]+:\d+", subject):
        return Notice.subject_ref == subject
    return sa.func.jsonb_extract_path_text(Notice.params, "number") == subject.upper()
