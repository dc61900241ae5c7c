"""An appeal arrives: by the form, or written down by somebody for a resident."""

import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from yishi.accounts import contacts, links
from yishi.accounts.actors import Actor
from yishi.accounts.models import AccessLink, ContactPoint
from yishi.accounts.sealing import keyed_hash
from yishi.appeals import rules
from yishi.appeals.models import Appeal
from yishi.appeals.rules import AppealState, Source
from yishi.appeals.services import _notices
from yishi.appeals.services._moves import (
    RESIDENT,
    Voice,
    due_moments,
    next_numbers,
    require,
    tell,
)
from yishi.database import db
from yishi.files import services as files
from yishi.files.photos import Photo
from yishi.privacy.rules import NAMELESS
from yishi.records.services import audit

PURPOSE = "receipt"
RECEIPT_DAYS = 5 * 365


@dataclass(frozen=True)
class Said:
    """(诉求内容) What somebody wants to tell, as it was typed."""

    area_code: str
    title: str
    text: str = ""
    estate_id: int | None = None
    category_id: int | None = None
    building: str = ""
    unit: str = ""
    room: str = ""
    phone: str = ""
    name: str = ""
    may_contact: bool = False
    source: Source = Source.WEB


@dataclass(frozen=True)
class Received:
    """(收件) The new appeal, its receipt code, and the link of its receipt page."""

    appeal: Appeal
    code: str
    link: AccessLink


def submit(said: Said, photos: Sequence[Photo] = (), *, now: dt.datetime) -> Received:
    """A resident's appeal: nothing of it is public before a person released it.

    Raises Invalid by field. The receipt code is told once; only its keyed hash is kept.
    """
    return _receive(said, photos, entered_by=None, now=now)


def submit_on_behalf(
    said: Said, photos: Sequence[Photo] = (), *, by: Actor, now: dt.datetime
) -> Received:
    """The same, written down by the office or a grid worker for somebody without a phone."""
    received = _receive(said, photos, entered_by=by, now=now)
    audit(by, "appeal.enter", received.appeal.ref, after={"source": said.source})
    return received


def _receive(
    said: Said, photos: Sequence[Photo], *, entered_by: Actor | None, now: dt.datetime
) -> Received:
    require(rules.appeal_errors(said.title, said.text))
    point = _contact(said)
    triage_due_at, answer_due_at = due_moments(said.area_code, now)
    appeal = Appeal(
        number=next_numbers(now)[0],
        area_code=said.area_code,
        estate_id=said.estate_id,
        category_id=said.category_id,
        state=AppealState.RECEIVED,
        source=said.source,
        title=said.title.strip(),
        text=said.text.strip() or said.title.strip(),
        household_key=_household(said),
        contact_point_id=point.id if point else None,
        may_contact=said.may_contact and bool(point and point.phone_index),
        received_at=now,
        entered_by=entered_by.name if entered_by else "",
        entered_by_id=entered_by.person_id if entered_by else None,
        triage_due_at=triage_due_at,
        answer_due_at=answer_due_at,
    )
    db.session.add(appeal)
    db.session.flush()
    code, link = _receipt(appeal, point, now)
    for photo in photos[: rules.MOST_PHOTOS]:
        files.keep(photo, appeal.ref, now)
    _tell_arrival(appeal, entered_by, now)
    _notices.received(appeal, point, link, now)
    return Received(appeal, code, link)


def _contact(said: Said) -> ContactPoint | None:
    if not said.phone.strip() and not said.name.strip():
        return None
    return contacts.remember(said.name.strip() or NAMELESS, phone=said.phone)


def _household(said: Said) -> str | None:
    text = rules.household(said.building, said.unit, said.room)
    place = said.estate_id or said.area_code
    return keyed_hash("household", f"{place}:{text}") if text else None


def _receipt(
    appeal: Appeal, point: ContactPoint | None, now: dt.datetime
) -> tuple[str, AccessLink]:
    code = f"{secrets.randbelow(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}}"
    appeal.receipt_hash = code_hash(appeal.id, code)
    link = links.issue_link(
        PURPOSE,
        appeal.ref,
        contact_point_id=point.id if point else None,
        expires_at=now + dt.timedelta(days=RECEIPT_DAYS),
        now=now,
    )
    return code, link


def code_hash(appeal_id: int, code: str) -> str:
    """What is kept of a receipt code: bound to its appeal."""
    return keyed_hash("receipt", f"{appeal_id}:{code}")


def _tell_arrival(appeal: Appeal, entered_by: Actor | None, now: dt.datetime) -> None:
    if entered_by is None:
        tell(appeal, "反映", "交给街道议事办。", RESIDENT, now)
        return
    voice = Voice(entered_by.name, "工作人员")
    tell(appeal, "代填", f"{appeal.source.label}反映，由工作人员记下。", voice, now)
