"""The session: opened, recorded item by item. One person can do it all."""

import datetime as dt

import sqlalchemy as sa

from yishi import live
from yishi.accounts.actors import Actor
from yishi.database import change, db
from yishi.deliberations.models import AgendaItem, Deliberation
from yishi.deliberations.queries.on_site import NOTE, Line
from yishi.deliberations.rules import ItemKind, Outcome, State, title_errors
from yishi.deliberations.rules.session import PROMISING
from yishi.deliberations.services import reviewing
from yishi.deliberations.services.moving import move
from yishi.errors import Conflict, Invalid
from yishi.passages import services as passages
from yishi.passages.models import Passage
from yishi.records.services import audit, entry

RECORDING = frozenset({State.IN_SESSION, State.PAUSED})


def open_day(day: Deliberation, *, by: Actor, now: dt.datetime) -> None:
    """[开始] Through check-in into the session; 承诺回看 is filled in.

    Opened a second time it stays as it is.
    """
    if day.state in RECORDING:
        return
    if day.state is State.ANNOUNCED:
        move(day, State.CHECKING_IN, by=by, now=now)
    move(day, State.IN_SESSION, by=by, now=now)
    day.opened_at = day.opened_at or now
    reviewing.fill(day, now=now)
    passages.open_passages(NOTE, [item.ref for item in day.items])
    entry(day.ref, "开始", day.place, by_name=by.name, at=now)
    live.changed(day.ref)


def write_note(
    item: AgendaItem, note: Passage, text: str, revision: int, *, by: Actor, now: dt.datetime
) -> None:
    """The one sentence of an item; Conflict with both texts if somebody else was first."""
    require_recording(item.deliberation)
    if passages.save(note, text, revision, by=by, now=now):
        live.changed(item.deliberation.ref)


def decide(
    line: Line,
    outcome: Outcome,
    next_on: dt.date | None,
    version: int,
    *,
    by: Actor,
    now: dt.datetime,
) -> None:
    """How an item ended; the same again changes nothing.

    Raises Conflict if somebody decided otherwise since `version`, Invalid while promises
    stand under the item and the new outcome knows none.
    """
    item = line.item
    require_recording(item.deliberation)
    next_on = next_on if outcome is Outcome.NEXT_TIME else None
    if (item.outcome, item.next_on) == (outcome, next_on):
        return
    _require_free(line, outcome)
    values = {
        "outcome": outcome,
        "next_on": next_on,
        "decided_at": now,
        "decided_by": by.name,
        "version": AgendaItem.version + 1,
    }
    mine = (AgendaItem.id == item.id, AgendaItem.version == version)
    if change(sa.update(AgendaItem).where(*mine).values(values)) == 0:
        db.session.refresh(item)
        theirs = item.outcome.label if item.outcome else "还没定"
        who = item.decided_by or "别人"
        raise Conflict(
            f"{who}刚刚把这一题定为“{theirs}”，您点的是“{outcome.label}”。请看一眼再点。",
            theirs,
            outcome.label,
        )
    audit(by, "agenda.decide", item.ref, after={"outcome": outcome})
    live.changed(item.deliberation.ref)


def add_item(day: Deliberation, title: str, *, by: Actor) -> AgendaItem:
    """[现场加一题] A matter that came up in the room, last."""
    require_recording(day)
    title = title.strip()
    if errors := title_errors(title):
        raise Invalid("这一题还没有题目", errors)
    last = db.session.scalar(
        sa.select(sa.func.max(AgendaItem.position)).where(AgendaItem.deliberation_id == day.id)
    )
    item = AgendaItem(
        deliberation_id=day.id,
        position=(last or 0) + 1,
        kind=ItemKind.ORDINARY,
        title=title,
        added_in_session=True,
    )
    db.session.add(item)
    db.session.flush()
    passages.open_passages(NOTE, [item.ref])
    audit(by, "agenda.add_on_site", item.ref, after={"title": title})
    live.changed(day.ref)
    return item


def require_recording(day: Deliberation) -> None:
    """Raises Conflict once the session is over or before it has begun."""
    if day.state not in RECORDING:
        raise Conflict(f"这一场现在是“{day.state.label}”，现场记录不能再改。请刷新页面。")


def _require_free(line: Line, outcome: Outcome) -> None:
    if not line.promises or outcome in PROMISING:
        return
    if any(promise.confirmed for promise in line.promises):
        raise Invalid("这一题的承诺已经当场确认，结论就是“有承诺”。")
    raise Invalid("这一题记了还没确认的承诺。请先撤下承诺，再改结论。")
