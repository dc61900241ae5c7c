"""Proof that whoever opens a signed link holds the phone or mailbox it was sent to.

A mail scanner follows links and presses buttons; it does not know the last four
digits of a phone. They are asked once for a browser, five tries in fifteen
minutes a link; where only a mailbox is known, its name before the @ is asked.
"""

import datetime as dt
import hmac
from typing import NamedTuple

from flask import Response
from itsdangerous import BadSignature, URLSafeSerializer

from yishi import settings
from yishi.accounts import contacts, tries
from yishi.accounts.models import AccessLink, ContactPoint
from yishi.errors import NotAllowed

COOKIE = "proved"
AWHILE = dt.timedelta(minutes=15)  # what a receipt code has opened, on whosever telephone


class Question(NamedTuple):
    """What the page asks."""

    label: str
    hint: str
    digits: bool


def question(point: ContactPoint) -> Question:
    """手机后四位, or the mailbox's name where no phone is known."""
    if point.phone_tail:
        return Question("手机后四位", "收到通知的那个手机号", True)
    return Question("邮箱 @ 前面的部分", "收到通知的那个邮箱", False)


def problem(link: AccessLink, point: ContactPoint, typed: str, now: dt.datetime) -> str | None:
    """What is wrong with the answer, as a sentence; None if it is right. Wrong ones are counted."""
    if not typed.strip():
        return f"请填{question(point).label}，证明是您本人。"
    try:
        claimed = tries.attempt(f"link:{link.id}", now)
    except NotAllowed as locked:
        return locked.message
    if hmac.compare_digest(typed.strip().lower().encode(), _expected(point).encode()):
        tries.forget(claimed)
        return None
    return f"{question(point).label}不对，请再看一下。错 5 次要等 15 分钟。"


def is_proved(link: AccessLink, cookie: str | None) -> bool:
    """Whether this browser has already answered for this link."""
    try:
        return bool(cookie) and _signer().loads(cookie or "") == link.id
    except BadSignature:
        return False


def remember(
    response: Response,
    link: AccessLink,
    path: str,
    now: dt.datetime,
    *,
    lasting: dt.timedelta | None = None,
) -> None:
    """Keeps the answer in the browser, for this address alone; as long as the link lives, or so."""
    response.set_cookie(
        COOKIE,
        str(_signer().dumps(link.id)),
        max_age=int((lasting or link.expires_at - now).total_seconds()),
        path=path,
        httponly=True,
        samesite="Lax",
        secure=settings.current().secure_cookies,
    )


def _expected(point: ContactPoint) -> str:
    if point.phone_tail:
        return point.phone_tail
    return (contacts.mail(point) or "").partition("@")[0].lower()


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(settings.current().secret_key, salt="link-proof")
