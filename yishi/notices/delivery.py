"""One pass of the outbox: recover, end what is over, then send channel by channel.

No transaction is open while a server is asked. Letters are written before the
connection is opened; a connection serves at most fifty.
"""

import datetime as dt
import logging
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from yishi.database import db, transaction
from yishi.notices import channels, outbox
from yishi.notices.breaker import breaker
from yishi.notices.channels import Away, Channel, Later, Letter, Line, Lost, Refused, Taken
from yishi.notices.letters import write
from yishi.notices.models import Notice
from yishi.notices.outbox import Claim
from yishi.notices.rules import BATCH, TROUBLE, State, retry_after

log = logging.getLogger(__name__)

Now = Callable[[], dt.datetime]
BUDGET = 60.0  # seconds a pass claims more; what is left waits for the next


@dataclass
class Tally:
    """(一次投递) What one pass did."""

    sent: int = 0
    refused: int = 0
    again: int = 0
    uncertain: int = 0
    more: bool = False


def deliver(now: Now, *, worker: str) -> Tally:
    """One pass; may run any number of times anywhere."""
    moment, tally = now(), Tally()
    outbox.recover(moment)
    outbox.check_waiting(moment)
    outbox.expire(moment)
    end = time.monotonic() + BUDGET
    for channel in channels.gateways().values():
        _serve(channel, _Pass(now, worker, tally, end))
    return tally


@dataclass
class _Pass:
    now: Now
    worker: str
    tally: Tally
    end: float


def _serve(channel: Channel, this: _Pass) -> None:
    guard = breaker(channel.name)
    while (limit := guard.allows(BATCH)) > 0:
        if time.monotonic() > this.end:
            this.tally.more = True
            return
        claims = outbox.claim(channel.name, worker=this.worker, now=this.now(), limit=limit)
        if claims.seen == 0:
            return
        waiting = deque(_written(claims.taken, channel, this.now()))
        while waiting:
            if not _one_line(channel, waiting, this):
                return


def _one_line(channel: Channel, waiting: deque[tuple[Claim, Letter]], this: _Pass) -> bool:
    """Sends over one connection; False if the provider is away: the rest waits a minute."""
    guard = breaker(channel.name)
    try:
        with channel.line() as line:
            while waiting and line.usable:
                _send(line, *waiting[0], this)
                waiting.popleft()
                guard.worked()
    except Away as error:
        guard.failed()
        log.warning("%s is away: %s", channel.name, error)
        for claim, _letter in waiting:
            _put_off(claim, this.now(), str(error))
        this.tally.again += len(waiting)
        return False
    return True


def _send(line: Line, claim: Claim, letter: Letter, this: _Pass) -> None:
    try:
        answer = line.send(letter, lambda: outbox.leaving(claim, now=this.now()))
    except Taken:
        return
    except (Refused, Later) as error:
        _refused(claim, error, this)
    except Lost as error:
        outbox.broke_off(claim, now=this.now(), text=str(error))
        this.tally.uncertain += 1
    except Away:
        raise
    except Exception as error:
        log.exception("notice %s broke its line", claim.notice_id)
        line.usable = False
        outbox.broke_off(claim, now=this.now(), text=f"发送时出错：{error}")
    else:
        moment = this.now()
        if outbox.move(
            claim,
            State.IN_FLIGHT,
            State.SENT,
            now=moment,
            code=answer.code,
            text=answer.text,
            sent_at=moment,
            final_at=moment,
            provider_ref=answer.ref or None,
        ):
            this.tally.sent += 1


def _refused(claim: Claim, error: Refused | Later, this: _Pass) -> None:
    """An answer was given, before or after the point of no return: the state tells which."""
    code, _, words = str(error).partition(" ")
    code, text = (code, words) if code.isdigit() else ("", str(error))
    with transaction():
        row = db.session.get(Notice, claim.notice_id)
        if row is None or row.fence != claim.fence:
            return
        source, attempts = row.state, row.attempts + (row.state is State.LEASED)
    now = this.now()
    change: dict[str, Any] = {"attempts": attempts}
    if isinstance(error, Refused):
        target, change["final_at"] = State.FAILED, now
    else:
        target, change["not_before"] = State.PENDING, now + retry_after(attempts)
    if outbox.move(claim, source, target, now=now, code=code, text=text, **change):
        this.tally.refused += target is State.FAILED
        this.tally.again += target is State.PENDING


def _put_off(claim: Claim, now: dt.datetime, why: str) -> None:
    outbox.move(
        claim,
        State.LEASED,
        State.PENDING,
        now=now,
        text=why,
        quiet=True,
        not_before=now + TROUBLE,
    )


def _written(
    claims: Sequence[Claim], channel: Channel, now: dt.datetime
) -> list[tuple[Claim, Letter]]:
    """The letters of a batch; a mistake in one delays nobody else."""
    written = []
    with transaction() as session:
        ids = [claim.notice_id for claim in claims]
        mine = sa.select(Notice).where(Notice.id.in_(ids)).with_for_update()
        rows = {row.id: row for row in session.scalars(mine)}
        for claim in claims:
            letter = _letter(rows[claim.notice_id], claim, channel, now)
            if letter is not None:
                written.append((claim, letter))
    return written


def _letter(row: Notice, claim: Claim, channel: Channel, now: dt.datetime) -> Letter | None:
    if row.fence != claim.fence or row.state is not State.LEASED:
        return None
    address = channel.address(row.contact_point)
    if address is None:
        outbox.unreachable(row, now)
        return None
    try:
        return write(row, address, now)
    except Exception as error:
        log.exception("notice %s cannot be written", row.id)
        outbox.internal_error(row, now, f"写不出来：{error}")
        return None
