"""The outbox's steps: claim, then act. Each is one short transaction.

Every change is compare-and-set on id, fence and state, so that a paused worker's
late write changes nothing. Leases run on the database's clock, for they guard
against dead processes; all else runs on business time.
"""

import datetime as dt
import logging
from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.sql.elements import ColumnElement

from yishi.database import change, db, transaction
from yishi.notices.models import Notice, NoticeAttempt
from yishi.notices.registry import overtaken
from yishi.notices.rules import (
    BATCH,
    IN_FLIGHT_LEASE,
    LEASE,
    MOST_INTERNAL_ERRORS,
    MOST_RESENDS,
    NEEDS_A_CALL,
    RESEND_AFTER,
    TROUBLE,
    ChannelName,
    Policy,
    State,
    opens_at,
)
from yishi.workdays.queries import calendar

log = logging.getLogger(__name__)

CHECKED = 200  # rows of the to-send page, and expired ones, a pass


class Claim(NamedTuple):
    """(认领) The right to send one notice, until somebody else holds a higher fence."""

    notice_id: int
    fence: int
    worker: str


class Claims(NamedTuple):
    """What one claim brought; `seen` counts also those that were overtaken or put off."""

    taken: Sequence[Claim]
    seen: int


def claim(channel: ChannelName, *, worker: str, now: dt.datetime, limit: int = BATCH) -> Claims:
    """Leases the most urgent due notices of a channel, each checked once more."""
    due = (
        sa.select(Notice)
        .where(Notice.state == State.PENDING, Notice.channel == channel, Notice.not_before <= now)
        .order_by(Notice.priority, Notice.not_before, Notice.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    with transaction() as session:
        rows = session.scalars(due).all()
        until = session.scalar(sa.select(_from_now(LEASE)))
        wanted = [row for row in rows if _may_leave(row, worker, now)]
        taken = [_lease(row, worker, now, until) for row in wanted]
        return Claims(taken, len(rows))


def leaving(claim: Claim, *, now: dt.datetime) -> bool:
    """The point of no return, committed immediately before DATA; False: hold your tongue."""
    return move(
        claim,
        State.LEASED,
        State.IN_FLIGHT,
        now=now,
        attempts=Notice.attempts + 1,
        lease_until=_from_now(IN_FLIGHT_LEASE),
    )


def move(
    claim: Claim,
    source: State,
    target: State,
    *,
    now: dt.datetime,
    code: str = "",
    text: str = "",
    quiet: bool = False,
    **values: Any,
) -> bool:
    """One step of a claimed notice, committed; False if it is somebody else's by now.

    `quiet` writes no line into the story of the notice.
    """
    values |= {"state": target}
    if code or text:
        values |= {"last_code": code or None, "last_error": text}
    if target not in {State.LEASED, State.IN_FLIGHT}:
        values |= {"lease_owner": None, "lease_until": None}
    mine = (Notice.id == claim.notice_id, Notice.fence == claim.fence, Notice.state == source)
    with transaction():
        if change(sa.update(Notice).where(*mine).values(**values)) != 1:
            return False
        if not quiet:
            _story(claim, target, now, code, text)
    return True


def broke_off(claim: Claim, *, now: dt.datetime, text: str) -> bool:
    """No answer: after the point of no return mail goes again in 15 minutes, SMS to a person.

    Before it, only a mistake of ours can bring us here.
    """
    mine = (Notice.id == claim.notice_id, Notice.fence == claim.fence)
    with transaction() as session:
        row = session.scalars(sa.select(Notice).where(*mine).with_for_update()).one_or_none()
        if row is not None and row.state is State.IN_FLIGHT:
            _again_or_uncertain(row, now, now + RESEND_AFTER, text, claim.worker)
        elif row is not None and row.state is State.LEASED:
            internal_error(row, now, text)
        else:
            return False
    return True


def recover(now: dt.datetime) -> int:
    """Takes back the leases of workers that died; returns how many."""
    ran_out = (
        sa.select(Notice)
        .where(
            Notice.state.in_((State.LEASED, State.IN_FLIGHT)),
            Notice.lease_until < sa.func.clock_timestamp(),
        )
        .order_by(Notice.lease_until)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    with transaction() as session:
        rows = session.scalars(ran_out).all()
        for row in rows:
            if row.state is State.LEASED:  # DATA was not sent: safe
                _set(row, State.PENDING, now, "系统", text="上一次没送完，重新排队")
            else:
                _again_or_uncertain(row, now, now, "送出途中系统停了，没有回音", "系统")
        return len(rows)


def check_waiting(now: dt.datetime) -> int:
    """Takes off the to-send page what was overtaken by events; returns how many."""
    waiting = (
        sa.select(Notice)
        .where(Notice.state.in_((State.HELD, *NEEDS_A_CALL)), Notice.settled_at.is_(None))
        .order_by(Notice.priority, Notice.id)
        .limit(CHECKED)
        .with_for_update(skip_locked=True)
    )
    with transaction() as session:
        rows = session.scalars(waiting).all()
        return sum(_is_overtaken(row, now) for row in rows)


def expire(now: dt.datetime) -> int:
    """Ends what could not leave in its time; a person sees it as a call. Returns how many."""
    over = (
        sa.select(Notice)
        .where(Notice.state.in_((State.PENDING, State.HELD)), Notice.expires_at <= now)
        .order_by(Notice.id)
        .limit(CHECKED)
        .with_for_update(skip_locked=True)
    )
    with transaction() as session:
        rows = session.scalars(over).all()
        for row in rows:
            _set(row, State.EXPIRED, now, "系统", text=row.last_error or "到时间还没有送出")
        return len(rows)


def internal_error(row: Notice, now: dt.datetime, text: str) -> None:
    """A mistake of ours: three of them end the notice, so that it never loops."""
    row.internal_errors += 1
    if row.internal_errors >= MOST_INTERNAL_ERRORS:
        _set(row, State.DEAD, now, "系统", text=text)
        return
    row.not_before = now + TROUBLE
    held = row.channel is ChannelName.MANUAL
    _set(row, State.HELD if held else State.PENDING, now, "系统", text=text)


def unreachable(row: Notice, now: dt.datetime) -> None:
    """The number or address is gone since the notice was queued."""
    _set(row, State.FAILED, now, "系统", text="没有可用的号码或邮箱")


def _may_leave(row: Notice, worker: str, now: dt.datetime) -> bool:
    """The check at claim: in time, still wanted, within the hours."""
    if row.expires_at <= now:
        _set(row, State.EXPIRED, now, worker, text=row.last_error or "到时间还没有送出")
        return False
    if _is_overtaken(row, now):
        return False
    opens = opens_at(row.window, now, calendar(row.area_code))
    if opens > now:
        row.not_before = opens
        return False
    return True


def _lease(row: Notice, worker: str, now: dt.datetime, until: dt.datetime | None) -> Claim:
    row.state = State.LEASED
    row.fence += 1
    row.lease_owner, row.lease_until = worker, until
    row.first_try_at = row.first_try_at or now
    return Claim(row.id, row.fence, worker)


def _is_overtaken(row: Notice, now: dt.datetime) -> bool:
    """Cancelled, or one internal error more: then it is not to be sent now either."""
    try:
        why = overtaken(row, now)
    except Exception as error:
        log.exception("the check of notice %s failed", row.id)
        if row.state not in NEEDS_A_CALL:
            internal_error(row, now, f"核对时出错：{error}")
        return True
    if why and row.state in NEEDS_A_CALL:
        row.settled_at = now
        _story(Claim(row.id, row.fence, "系统"), row.state, now, text=f"不用打电话了：{why}")
    elif why:
        _set(row, State.CANCELLED, now, "系统", text=why)
    return why is not None


def _again_or_uncertain(
    row: Notice, now: dt.datetime, not_before: dt.datetime, text: str, worker: str
) -> None:
    if row.policy is Policy.AT_LEAST_ONCE and row.resends < MOST_RESENDS:
        row.resends += 1
        row.not_before = not_before
        _set(row, State.PENDING, now, worker, text=text)
    else:
        _set(row, State.UNCERTAIN, now, worker, text=text)


_ENDS = frozenset({State.EXPIRED, State.CANCELLED, State.DEAD, State.FAILED, State.SENT})


def _set(row: Notice, state: State, now: dt.datetime, worker: str, *, text: str) -> None:
    """A step of a row that this transaction has locked."""
    row.state = state
    row.lease_owner = row.lease_until = None
    row.last_error = text
    if state in _ENDS:
        row.final_at = now
    _story(Claim(row.id, row.fence, worker), state, now, text=text)


def _story(step: Claim, state: State, now: dt.datetime, code: str = "", text: str = "") -> None:
    """One line in the story of a notice."""
    db.session.add(
        NoticeAttempt(
            notice_id=step.notice_id,
            fence=step.fence,
            state=state,
            worker=step.worker,
            code=code,
            text=text,
            at=now,
        )
    )


def _from_now(span: dt.timedelta) -> ColumnElement[Any]:
    return sa.func.clock_timestamp() + sa.cast(span, sa.Interval)
