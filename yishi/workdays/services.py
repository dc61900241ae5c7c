"""Changing the calendar."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from yishi.accounts.actors import Actor
from yishi.database import db
from yishi.errors import Invalid
from yishi.records.services import audit
from yishi.workdays import queries
from yishi.workdays.models import DayOverride
from yishi.workdays.rules import DayKind

LONGEST_NOTE = 40


def set_override(
    area_code: str, day: dt.date, kind: DayKind, note: str, *, by: Actor, now: dt.datetime
) -> DayOverride:
    """Sets how a day counts in an area's subtree; due dates already dispatched keep their day.

    Raises Invalid if there is no reason.
    """
    note = note.strip()
    if not note or len(note) > LONGEST_NOTE:
        raise Invalid("请写明原因", {"note": f"请写一句原因，不超过 {LONGEST_NOTE} 个字。"})
    before = _override(area_code, day)
    change = {"kind": kind, "note": note, "set_by": by.name, "set_at": now}
    statement = insert(DayOverride).values(area_code=area_code, day=day, **change)
    db.session.execute(
        statement.on_conflict_do_update(index_elements=["area_code", "day"], set_=change)
    )
    audit(
        by,
        "workdays.override",
        f"day:{area_code}:{day}",
        before={"kind": before.kind, "note": before.note} if before else None,
        after={"kind": kind, "note": note},
    )
    queries.kept.changed()
    return db.session.scalars(
        _select(area_code, day).execution_options(populate_existing=True)
    ).one()


def _override(area_code: str, day: dt.date) -> DayOverride | None:
    return db.session.scalars(_select(area_code, day)).one_or_none()


def _select(area_code: str, day: dt.date) -> sa.Select[DayOverride]:
    return sa.select(DayOverride).where(DayOverride.area_code == area_code, DayOverride.day == day)
