"""What the receipt code opens: more photographs, another phone, 对答复不满意; and the look-up."""

import datetime as dt
import hmac
from collections.abc import Sequence

import sqlalchemy as sa

from yishi.accounts import contacts, tries
from yishi.accounts.actors import Actor
from yishi.accounts.models import ContactPoint
from yishi.appeals import rules
from yishi.appeals.models import Appeal
from yishi.appeals.rules import Act
from yishi.appeals.services._moves import RESIDENT, due_moments, lock, move, tell
from yishi.appeals.services.receiving import code_hash
from yishi.database import db
from yishi.errors import Invalid
from yishi.files import queries as files_kept
from yishi.files import services as files
from yishi.files.photos import Photo
from yishi.privacy.rules import NAMELESS
from yishi.records.services import audit

WRONG_CODE = "查询码不对。它是交出时给您的 8 位数字；忘了请打电话。"
WRONG_LOOKUP = "没有查到。请核对编号和 8 位查询码；留过手机号的，还要填手机后四位。"
ADDRESS_TRIES = 50  # wrong look-ups from one address; a street office's Wi-Fi is one address


def require_code(appeal: Appeal, typed: str, *, now: dt.datetime) -> None:
    """Raises Invalid for a wrong receipt code, NotAllowed after five in fifteen minutes."""
    door = f"receipt:{appeal.number}"
    tries.require_open(door, now)
    if not _is_code(appeal, typed):
        tries.failed(door, now)
        raise Invalid(WRONG_CODE, {"code": WRONG_CODE})


def look_up(number: str, code: str, tail: str, *, address: str, now: dt.datetime) -> Appeal:
    """The appeal with this number and code, and phone tail if a phone was left.

    One answer for whatever was wrong. Raises Invalid, or NotAllowed after five wrong
    tries in fifteen minutes.
    """
    plain = rules.read_number(number) or number.strip()[:40]
    doors = (f"receipt:{plain}", f"lookup:{address}")
    tries.require_open(doors[0], now)
    tries.require_open(doors[1], now, allowed=ADDRESS_TRIES)
    appeal = db.session.scalars(sa.select(Appeal).where(Appeal.number == plain)).one_or_none()
    if appeal is None or not _is_code(appeal, code) or not _is_tail(appeal, tail):
        for door in doors:
            tries.failed(door, now)
        raise Invalid(WRONG_LOOKUP, {"code": WRONG_LOOKUP})
    return appeal


def add_photos(appeal: Appeal, photos: Sequence[Photo], *, now: dt.datetime) -> int:
    """More photographs for an appeal; returns how many were kept. Raises Invalid beyond six."""
    lock(appeal)
    room = rules.MOST_PHOTOS - len(files_kept.of(appeal.ref))
    if len(photos) > room:
        words = f"一共最多 {rules.MOST_PHOTOS} 张，还能再传 {max(room, 0)} 张。"
        raise Invalid(words, {"photos": words})
    for photo in photos:
        files.keep(photo, appeal.ref, now)
    if photos:
        text = f"补了 {len(photos)} 张照片。"
        tell(appeal, "补照片", text, RESIDENT, now, public=False)
    return len(photos)


def change_phone(appeal: Appeal, phone: str, may_contact: bool, *, by: Actor) -> None:
    """Another phone for the answer, or none; raises Invalid if it is no phone."""
    lock(appeal)
    point = (
        db.session.get(ContactPoint, appeal.contact_point_id) if appeal.contact_point_id else None
    )
    if point is None and phone.strip():
        point = contacts.remember(NAMELESS, phone=phone)
        appeal.contact_point_id = point.id
    elif point is not None:
        contacts.change(point, phone=phone)
    appeal.may_contact = may_contact and bool(phone.strip())
    audit(by, "appeal.phone", appeal.ref, after={"left": bool(phone.strip())})


def may_object(appeal: Appeal, now: dt.datetime) -> bool:
    """Whether 对答复不满意 is still open: once, within ten days of the answer."""
    last = appeal.answered_at
    until = dt.timedelta(days=rules.OBJECTION_DAYS)
    final = appeal.state in rules.FINAL and appeal.brings is None
    return final and appeal.objected_at is None and last is not None and now - last <= until


def object_to_answer(appeal: Appeal, words: str, *, by: Actor, now: dt.datetime) -> None:
    """对答复不满意: another person answers within five working days. Raises Invalid."""
    lock(appeal)
    if not may_object(appeal, now):
        raise Invalid(
            f"只能提一次，并且要在答复后 {rules.OBJECTION_DAYS} 天内。有新情况请重新反映。"
        )
    move(appeal, Act.OBJECT, by=by)
    appeal.objected_at = now
    appeal.answered_at = None
    appeal.answer_due_at = due_moments(appeal.area_code, now)[1]
    text = f"居民说：{words.strip()}" if words.strip() else "居民没有写原因。"
    tell(appeal, Act.OBJECT.label, text, RESIDENT, now, public=False)
    tell(
        appeal,
        Act.OBJECT.label,
        "居民对答复不满意，由另一位工作人员再答复。",
        RESIDENT,
        now,
    )


def _is_code(appeal: Appeal, typed: str) -> bool:
    code = rules.read_code(typed)
    if code is None or appeal.receipt_hash is None:
        return False
    return hmac.compare_digest(code_hash(appeal.id, code), appeal.receipt_hash)


def _is_tail(appeal: Appeal, typed: str) -> bool:
    if appeal.contact_point_id is None:
        return True
    point = db.session.get_one(ContactPoint, appeal.contact_point_id)
    tail = point.phone_tail
    return tail is None or hmac.compare_digest(tail.encode(), typed.strip().encode())
