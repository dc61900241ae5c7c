"""The to-send page's rows: finished text, name, number, until when; drawn after the claim check."""

import datetime as dt
import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from yishi import clock
from yishi.accounts import contacts
from yishi.accounts.actors import Actor
from yishi.accounts.scoping import within
from yishi.database import db
from yishi.dates import date_of, day_words, hour_words
from yishi.notices import channels
from yishi.notices.models import Notice
from yishi.notices.queries import colleagues, unit_names, waits_for_a_person
from yishi.notices.registry import overtaken
from yishi.notices.rules import ChannelName, State, Window, closes_at, opens_at
from yishi.notices.texts import text_by_hand
from yishi.privacy.rules import mask_phone
from yishi.workdays.queries import calendar

log = logging.getLogger(__name__)

SHOWN = 50


@dataclass(frozen=True)
class Row:
    """(一条要发的) `number` is empty where nobody knows one, `hidden` where it is a resident's."""

    notice: Notice
    name: str
    unit_name: str
    number: str
    hidden: bool
    text: str
    hint: str

    @property
    def is_call(self) -> bool:
        """Whether a gateway failed, so that somebody must call."""
        return self.notice.state is not State.HELD

    @property
    def may_leave_again(self) -> bool:
        """Whether a person may send it through the gateway once more."""
        return self.notice.state is State.UNCERTAIN


@dataclass(frozen=True)
class Page:
    """(待发通知) What waits, what was overtaken, what was done today."""

    rows: Sequence[Row]
    total: int
    overtaken: Sequence[str]
    done: Sequence[Notice]
    has_sms: bool


def page(actor: Actor, now: dt.datetime, revealed: Collection[int] = ()) -> Page:
    """The page for an organizer; `revealed` names the notices whose resident's number is shown."""
    waiting = _waiting(actor)
    over = {row.id: why for row in waiting if (why := _overtaken(row, now))}
    rows = [row for row in waiting if row.id not in over]
    units = unit_names(row.contact_point_id for row in waiting)
    known = {*units, *colleagues(row.contact_point_id for row in waiting)}
    shown = [
        _row(row, units, row.contact_point_id not in known and row.id not in revealed, now)
        for row in rows[:SHOWN]
    ]
    words = [
        f"{row.contact_point.name}的{row.label}：{over[row.id]}"
        for row in waiting
        if row.id in over
    ]
    has_sms = ChannelName.SMS in channels.gateways()
    return Page(shown, _total(actor) - len(over), words, _done_today(actor, now), has_sms)


def text_of(row: Notice, now: dt.datetime) -> str:
    """The words to copy or to read; empty if our own template is broken."""
    try:
        return text_by_hand(row, now)
    except Exception:
        # One broken text must not hide the others: the person calls instead.
        log.exception("notice %s cannot be written", row.id)
        return ""


def _waiting(actor: Actor) -> Sequence[Notice]:
    query = (
        sa.select(Notice)
        .where(within(Notice, actor), waits_for_a_person())
        .options(joinedload(Notice.contact_point), joinedload(Notice.access_link))
        .order_by(Notice.priority, Notice.not_before, Notice.id)
        .limit(2 * SHOWN)
    )
    return db.session.scalars(query).all()


def _total(actor: Actor) -> int:
    rows = sa.select(Notice.id).where(within(Notice, actor), waits_for_a_person()).limit(1000)
    return db.session.scalar(sa.select(sa.func.count()).select_from(rows.subquery())) or 0


def _done_today(actor: Actor, now: dt.datetime) -> Sequence[Notice]:
    midnight = clock.at(clock.local(now).date(), dt.time())
    by_hand = Notice.by_hand_at >= midnight
    taken_back = sa.and_(
        Notice.channel == ChannelName.MANUAL,
        Notice.state == State.CANCELLED,
        Notice.final_at >= midnight,
    )
    query = (
        sa.select(Notice)
        .where(within(Notice, actor), sa.or_(by_hand, taken_back))
        .options(joinedload(Notice.contact_point))
        .order_by(Notice.id.desc())
        .limit(SHOWN)
    )
    return db.session.scalars(query).all()


def _row(row: Notice, units: dict[int, str], hidden: bool, now: dt.datetime) -> Row:
    number = contacts.phone(row.contact_point) or ""
    return Row(
        notice=row,
        name=row.contact_point.name,
        unit_name=units.get(row.contact_point_id, ""),
        number=mask_phone(number) if hidden and number else number,
        hidden=hidden and bool(number),
        text=text_of(row, now),
        hint=_until(row, now) if row.state is State.HELD else _what_happened(row),
    )


def _overtaken(row: Notice, now: dt.datetime) -> str | None:
    try:
        return overtaken(row, now)
    except Exception:
        log.exception("the check of notice %s failed", row.id)
        return None


def _until(row: Notice, now: dt.datetime) -> str:
    """派单，今天 20:00 前发"""
    days = calendar(row.area_code)
    opens, closes = opens_at(row.window, now, days), closes_at(row.window, now, days)
    if row.window is Window.AT_ONCE or closes is None:
        return f"{row.label}，马上发"
    moment, word = (closes, "前发") if opens <= now else (opens, "起发")
    return f"{row.label}，{_near(moment, now)}{word}"


def _near(moment: dt.datetime, now: dt.datetime) -> str:
    days = (date_of(moment) - date_of(now)).days
    day = {0: "今天 ", 1: "明天 "}.get(days) or day_words(moment)
    return f"{day}{hour_words(moment)} "


def _what_happened(row: Notice) -> str:
    words = f"：{row.last_error}" if row.last_error else ""
    return f"{row.label}的{row.channel.label}{row.state.label}{words}"
