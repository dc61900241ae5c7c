"""Queueing, cancelling, and what a person does by hand.

A row is written in the transaction of the change it tells of; the nudge follows
the commit, and beat finds the row should the nudge be lost.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from yishi.accounts.actors import Actor
from yishi.accounts.models import AccessLink, ContactPoint
from yishi.background import nudge
from yishi.database import change, db, on_commit
from yishi.errors import Conflict
from yishi.notices import channels
from yishi.notices.models import Notice, NoticeAttempt
from yishi.notices.registry import overtaken
from yishi.notices.rules import (
    KINDS,
    LIFE,
    NEEDS_A_CALL,
    NOT_YET_LEFT,
    POLICIES,
    ByHand,
    ChannelName,
    Fact,
    State,
    missing,
    opens_at,
    window_of,
)
from yishi.records.services import audit
from yishi.workdays.queries import calendar

DELIVER = "notices.deliver"


def queue(
    kind: str,
    to: ContactPoint,
    *,
    subject_ref: str,
    area_code: str,
    facts: Mapping[str, Fact],
    key: str,
    now: dt.datetime,
    link: AccessLink | None = None,
    not_before: dt.datetime | None = None,
    expires_at: dt.datetime | None = None,
    urgent: bool = False,
    only: Collection[ChannelName] = (),
) -> list[Notice]:
    """What must reach `to`, one notice by each channel that does; the same `key` queues once.

    `facts` are those that `rules.KINDS[kind]` names; `urgent` (class E) ignores the
    hours; `only` narrows the gateways where one of them can reach the person. Raises
    ValueError for facts that the kind does not know or lacks.
    """
    wrong = missing(kind, facts)
    if wrong:
        raise ValueError(f"{kind}: check these facts: {', '.join(wrong)}")
    window = window_of(kind, facts, now, urgent=urgent)
    start = opens_at(window, max(not_before or now, now), calendar(area_code))
    row: dict[str, Any] = {
        "kind": kind,
        "priority": KINDS[kind].priority,
        "window": window,
        "contact_point_id": to.id,
        "access_link_id": link.id if link else None,
        "params": {name: _plain(value) for name, value in facts.items()},
        "subject_ref": subject_ref,
        "area_code": area_code,
        "not_before": start,
        "expires_at": expires_at or _expiry(start, facts),
        "created_at": now,
    }
    return _insert(f"{key}:{to.id}", row, channels.reaching(kind, to, only))


def reachable(kind: str, to: ContactPoint) -> bool:
    """Whether a gateway carries this kind to this person."""
    return ChannelName.MANUAL not in channels.reaching(kind, to, ())


def cancel(subject_ref: str, now: dt.datetime, kinds: Collection[str] | None = None) -> int:
    """Takes back what has not left yet; returns how many notices that was."""
    what = sa.update(Notice).where(
        Notice.subject_ref == subject_ref, Notice.state.in_(NOT_YET_LEFT)
    )
    if kinds is not None:
        what = what.where(Notice.kind.in_(kinds))
    return change(what.values(state=State.CANCELLED, final_at=now, last_error="事情已经有变"))


def pass_on(notice: Notice, how: ByHand, *, by: Actor, now: dt.datetime) -> None:
    """已发送 or 已打电话: counts as sent from now on.

    Raises Conflict if the notice was overtaken by events or somebody was faster.
    """
    waiting = {State.HELD, *NEEDS_A_CALL}
    if notice.state is State.HELD and (why := overtaken(notice, now)):
        _move(notice, State.CANCELLED, now, last_error=why)
        raise Overtaken(f"不用再发：{why}。")
    target = State.SENT if notice.state in {State.HELD, State.UNCERTAIN} else notice.state
    values = {"by_hand": how, "by_hand_at": now, "by_hand_name": by.name, "settled_at": now}
    if target is State.SENT:
        values["sent_at"] = now
    if notice.state not in waiting or not _move(notice, target, now, **values):
        raise Conflict("这一条刚刚有人办过了。")
    audit(by, "notices.pass_on", f"notice:{notice.id}", after={"how": how, "kind": notice.kind})


def send_again(notice: Notice, *, by: Actor, now: dt.datetime) -> None:
    """A person decides that an uncertain notice leaves once more. Raises Conflict."""
    if notice.state is not State.UNCERTAIN or not _move(notice, State.PENDING, now):
        raise Conflict("这一条刚刚有人办过了。")
    audit(by, "notices.send_again", f"notice:{notice.id}", after={"kind": notice.kind})
    _wake()


class Overtaken(Conflict):
    """The notice was taken back: what it says is no longer so. The change stands."""


def _insert(key: str, row: Mapping[str, Any], names: Sequence[ChannelName]) -> list[Notice]:
    keys = [f"{key}:{name}" for name in ChannelName]
    if known := _with_keys(keys):
        return known
    rows = [
        {
            **row,
            "channel": name,
            "policy": POLICIES[name],
            "dedupe_key": f"{key}:{name}",
            "state": State.HELD if name is ChannelName.MANUAL else State.PENDING,
        }
        for name in names
    ]
    once = insert(Notice).values(rows).on_conflict_do_nothing(index_elements=["dedupe_key"])
    added = list(db.session.scalars(once.returning(Notice)))
    _wake()
    return added if len(added) == len(rows) else _with_keys(keys)


def _with_keys(keys: Sequence[str]) -> list[Notice]:
    query = sa.select(Notice).where(Notice.dedupe_key.in_(keys)).order_by(Notice.id)
    return list(db.session.scalars(query))


def _wake() -> None:
    on_commit(lambda: nudge(DELIVER), key=DELIVER)


def _move(notice: Notice, target: State, now: dt.datetime, **values: Any) -> bool:
    """Compare-and-set on id, fence and state; False if somebody else was faster."""
    values["state"] = target
    if target in {State.SENT, State.CANCELLED}:
        values["final_at"] = now
    mine = sa.and_(
        Notice.id == notice.id,
        Notice.fence == notice.fence,
        Notice.state == notice.state,
        Notice.settled_at.is_(None),
    )
    if change(sa.update(Notice).where(mine).values(**values)) != 1:
        return False
    how = values.get("by_hand")
    text = str(values.get("last_error") or (how.label if how else ""))
    who = str(values.get("by_hand_name") or "系统")
    db.session.add(
        NoticeAttempt(
            notice_id=notice.id, fence=notice.fence, state=target, worker=who, text=text, at=now
        )
    )
    db.session.refresh(notice)
    return True


def _expiry(start: dt.datetime, facts: Mapping[str, Fact]) -> dt.datetime:
    """72 hours on; what announces a meeting ends with it."""
    meeting = facts.get("starts_at")
    if isinstance(meeting, dt.datetime) and meeting > start:
        return meeting
    return start + LIFE


def _plain(value: Fact) -> str | int:
    return value.isoformat() if isinstance(value, dt.date) else value
