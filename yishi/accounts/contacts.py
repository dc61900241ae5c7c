"""Contact points: remembering, reading and finding a phone or a mail address."""

from collections.abc import Sequence

import sqlalchemy as sa

from yishi.accounts.models import ContactPoint
from yishi.accounts.rules import mobile, telephone
from yishi.accounts.sealing import keyed_hash, seal, unseal
from yishi.database import db
from yishi.errors import Invalid


def remember(name: str, *, phone: str = "", mail: str = "") -> ContactPoint:
    """A new contact point; raises Invalid if phone or mail cannot be one."""
    point = ContactPoint(name=name.strip())
    change(point, phone=phone, mail=mail)
    db.session.add(point)
    db.session.flush()
    return point


def change(point: ContactPoint, *, phone: str = "", mail: str = "") -> None:
    """Replaces phone and mail."""
    number = telephone(phone) if phone.strip() else None
    if phone.strip() and number is None:
        raise Invalid(
            "电话写得不对", {"phone": "请写 11 位手机号，或带区号的座机，如 0635-1234567。"}
        )
    address = mail.strip()
    if address and not _is_mail(address):
        raise Invalid("邮箱写得不对", {"mail": "请写完整的邮箱，如 wang@example.cn。"})
    point.phone_sealed = seal(number) if number else None
    point.phone_tail = number[-4:] if number else None
    point.phone_index = keyed_hash("phone", number) if number else None
    point.mail_sealed = seal(address) if address else None


def phone(point: ContactPoint | None) -> str | None:
    """The number in clear."""
    return unseal(point.phone_sealed) if point and point.phone_sealed else None


def mobile_phone(point: ContactPoint | None) -> str | None:
    """The number in clear if an SMS can reach it."""
    number = phone(point)
    return mobile(number) if number else None


def mail(point: ContactPoint | None) -> str | None:
    """The mail address in clear."""
    return unseal(point.mail_sealed) if point and point.mail_sealed else None


def by_phone(number: str) -> Sequence[ContactPoint]:
    """All contact points with this number."""
    plain = telephone(number)
    if plain is None:
        return []
    index = keyed_hash("phone", plain)
    return db.session.scalars(
        sa.select(ContactPoint).where(ContactPoint.phone_index == index)
    ).all()


def _is_mail(address: str) -> bool:
    name, at, host = address.partition("@")
    clean = address.isprintable() and not any(c in address for c in " ,;<>\"'\\")
    return bool(name and at and "." in host and clean and len(address) <= 254 and "@" not in host)
