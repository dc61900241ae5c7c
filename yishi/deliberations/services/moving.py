"""The one function that moves a day from state to state."""

import datetime as dt

import sqlalchemy as sa

from yishi.accounts.actors import Actor
from yishi.database import change
from yishi.deliberations.models import Deliberation
from yishi.deliberations.rules import State, may_move
from yishi.errors import Conflict, Invalid
from yishi.records.services import audit


def move(day: Deliberation, to: State, *, by: Actor, now: dt.datetime) -> None:
    """Moves by the table, compare-and-set; Invalid if it has no such step, Conflict if late."""
    before = day.state
    if not may_move(before, to):
        raise Invalid(
            f"这一场现在是“{before.label}”，不能改成“{to.label}”。请刷新页面看现在的情况。"
        )
    mine = (Deliberation.id == day.id, Deliberation.state == before)
    values = {
        "state": to,
        "version": Deliberation.version + 1,
        "changed_at": now,
        "changed_by": by.name,
    }
    if change(sa.update(Deliberation).where(*mine).values(values)) == 0:
        raise Conflict("别人刚刚动过这一场。请刷新页面看现在的情况，再决定。")
    audit(by, f"deliberation.{to.value}", day.ref, before={"state": before}, after={"state": to})
