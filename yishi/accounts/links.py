"""Signed links: a row's id and an HMAC over it and its purpose.

Nothing secret is at rest, any worker can write the link again, and revoking is
a column. GET shows, POST acts: the views ask for the contact's phone tail.
"""

import datetime as dt
import hashlib
import hmac
from base64 import urlsafe_b64encode

import sqlalchemy as sa

from yishi import settings
from yishi.accounts.models import AccessLink
from yishi.database import db
from yishi.errors import NotFound


class Lapsed(NotFound):
    """The link was real, but its time is over or it was revoked."""

    def __init__(self, link: AccessLink) -> None:
        super().__init__("这个链接已经过期。")
        self.link = link


def issue_link(
    purpose: str,
    subject_ref: str,
    *,
    contact_point_id: int | None,
    expires_at: dt.datetime,
    now: dt.datetime,
) -> AccessLink:
    """A new link for one subject and one person."""
    link = AccessLink(
        purpose=purpose,
        subject_ref=subject_ref,
        contact_point_id=contact_point_id,
        created_at=now,
        expires_at=expires_at,
    )
    db.session.add(link)
    db.session.flush()
    return link


def token(link: AccessLink) -> str:
    """The text that stands in the address."""
    return f"{link.id:x}.{_signature(link.id, link.purpose)}"


def resolve(text: str, purpose: str, now: dt.datetime) -> AccessLink:
    """The link behind an address; NotFound if it never was one, Lapsed if its time is over."""
    number, _, signature = text.partition(".")
    id_ = _number(number)
    if id_ is None or not hmac.compare_digest(
        signature.encode(), _signature(id_, purpose).encode()
    ):
        raise NotFound
    link = db.session.get(AccessLink, id_)
    if link is None or link.purpose != purpose:
        raise NotFound
    if link.revoked_at is not None or link.expires_at <= now:
        raise Lapsed(link)
    return link


def revoke(subject_ref: str, now: dt.datetime, contact_point_id: int | None = None) -> None:
    """Ends the links of a subject, or those of one contact to it."""
    change = sa.update(AccessLink).where(
        AccessLink.subject_ref == subject_ref, AccessLink.revoked_at.is_(None)
    )
    if contact_point_id is not None:
        change = change.where(AccessLink.contact_point_id == contact_point_id)
    db.session.execute(change.values(revoked_at=now))


def _number(text: str) -> int | None:
    try:
        value = int(text, 16)
    except ValueError:
        return None
    # One link has one address: int() also reads " 1F", "+1f" and "0x1f".
    return value if 0 < value < 2**62 and f"{value:x}" == text else None


def _signature(id_: int, purpose: str) -> str:
    key = settings.current().secret_key.encode()
    digest = hmac.new(key, f"link:{purpose}:{id_}".encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(digest[:24]).decode()
