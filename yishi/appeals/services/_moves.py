"""Moving an appeal: one step of the table under a row lock; numbers; the story's lines."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from yishi import clock
from yishi.accounts.actors import Actor
from yishi.accounts.rules import Role
from yishi.appeals import rules
from yishi.appeals.models import Appeal, AppealDecision, AppealNumber
from yishi.appeals.rules import Act
from yishi.database import db
from yishi.errors import Conflict, Invalid
from yishi.records.services import audit, entry
from yishi.workdays.queries import calendar


class Voice(NamedTuple):
    """(署名) The name for the desk and the name for residents."""

    by_name: str
    public_name: str


RESIDENT = Voice("居民", "居民")


def voice_of(by: Actor) -> Voice:
    """What the office did; residents read the office, the desk reads the person."""
    if by.person_id is None:
        return Voice(by.name, "系统")
    leads = by.has(Role.LEADER) and not by.has(Role.ORGANIZER)
    return Voice(by.name, "街道领导" if leads else "街道议事办")


def lock(appeal: Appeal) -> None:
    """Waits for whoever changes this appeal now, and reads what became of it."""
    db.session.flush()
    db.session.refresh(appeal, with_for_update={"of": Appeal})


def move(appeal: Appeal, act: Act, *, by: Actor) -> None:
    """Takes one step; raises Conflict if somebody else has decided meanwhile."""
    lock(appeal)
    target = rules.step(appeal.state, act)
    if target is None:
        raise Conflict(
            f"{appeal.number} 现在是“{appeal.state.label}”，这一步不能做了。请看页面上最新的情况。"
        )
    before = appeal.state
    appeal.state = target
    appeal.revision += 1
    audit(by, f"appeal.{act}", appeal.ref, before={"state": before}, after={"state": target})


def decide(
    appeal: Appeal,
    act: Act,
    text: str,
    *,
    by: Actor,
    now: dt.datetime,
    public: bool = True,
    facts: Mapping[str, Any] | None = None,
    channel: str = "",
    channel_phone: str = "",
) -> AppealDecision:
    """Writes down a decision and its line in the story; the first one ends triage."""
    decision = AppealDecision(
        appeal_id=appeal.id,
        act=act,
        text=text.strip(),
        channel=channel.strip(),
        channel_phone=channel_phone.strip(),
        at=now,
        by_name=by.name,
        by_id=by.person_id,
        facts=dict(facts or {}),
    )
    db.session.add(decision)
    appeal.decided_at = appeal.decided_at or now
    tell(appeal, act.label, told(decision), voice_of(by), now, public=public, facts=facts)
    db.session.flush()
    return decision


def told(decision: AppealDecision) -> str:
    """The decision as one text: for a refusal with the channel and its number."""
    if not decision.channel:
        return decision.text
    return f"{decision.text}\n可以找：{decision.channel}，电话 {decision.channel_phone}。"


def tell(
    appeal: Appeal,
    kind: str,
    text: str,
    voice: Voice,
    now: dt.datetime,
    *,
    public: bool = True,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """A line in the appeal's story; residents read `public_name`."""
    shown = {"public_name": voice.public_name, **(facts or {})}
    entry(appeal.ref, kind, text, by_name=voice.by_name, at=now, public=public, facts=shown)


def due_moments(area_code: str, start: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """Until when it must be triaged, and answered in public (both UTC, 17:30)."""
    days = calendar(area_code)
    return days.due_at(start, rules.TRIAGE_DAYS), days.due_at(start, rules.ANSWER_DAYS)


def next_numbers(now: dt.datetime, count: int = 1) -> list[str]:
    """The next numbers of the year; the counter's row is locked until the commit."""
    year = clock.local(now).year
    last = db.session.scalars(
        insert(AppealNumber)
        .values(year=year, last=count)
        .on_conflict_do_update(
            index_elements=["year"], set_={"last": sa.literal(count) + AppealNumber.last}
        )
        .returning(AppealNumber.last)
    ).one()
    return [rules.number(year, n) for n in range(last - count + 1, last + 1)]


def require(errors: Mapping[str, str]) -> None:
    """Raises Invalid if a guard found something."""
    if errors:
        raise Invalid("".join(dict.fromkeys(errors.values())), errors)
