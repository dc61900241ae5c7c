"""Signing in and out: server-side, revocable, idle after 30 minutes, over after 12 hours.

The cookie holds a random key, the table its hash. A disabled person is out at the
next request. An open session page counts as activity.
"""

import datetime as dt
import hashlib
import secrets

import sqlalchemy as sa
from flask import Response, current_app, request

from yishi import clock
from yishi.accounts import tries
from yishi.accounts.actors import Actor, Grant
from yishi.accounts.models import ContactPoint, Person, RoleGrant, SignIn
from yishi.accounts.passwords import NOBODY, Busy, hash_password, matches
from yishi.accounts.rules import mobile
from yishi.accounts.sealing import keyed_hash
from yishi.database import UTCDateTime, db, separately
from yishi.errors import Invalid, NotAllowed

__all__ = ["hash_password"]

COOKIE = "yishi"
IDLE = dt.timedelta(minutes=30)
ABSOLUTE = dt.timedelta(hours=12)
TOUCH = dt.timedelta(minutes=1)

_WHO = (
    sa.select(
        SignIn.last_seen_at,
        Person.id,
        Person.name,
        Person.contact_point_id,
        RoleGrant.role,
        RoleGrant.area_code,
        RoleGrant.unit_id,
        RoleGrant.rank,
    )
    .join(Person, Person.id == SignIn.person_id)
    .outerjoin(RoleGrant, (RoleGrant.person_id == Person.id) & RoleGrant.revoked_at.is_(None))
    .where(
        SignIn.key_hash == sa.bindparam("key"),
        SignIn.revoked_at.is_(None),
        SignIn.last_seen_at > sa.bindparam("idle", type_=UTCDateTime),
        SignIn.created_at > sa.bindparam("over", type_=UTCDateTime),
        Person.disabled_at.is_(None),
    )
    .order_by(RoleGrant.id)
)
BY_ADDRESS = 50  # wrong tries in 15 minutes: an office shares one address

WRONG = "账号或密码不对。连续输错 5 次要等 15 分钟。"


def sign_in(login: str, password: str, now: dt.datetime) -> str:
    """Checks and opens a session; returns the key for the cookie.

    Raises Invalid with the same words for an unknown login, a wrong password and a
    disabled person, NotAllowed after five wrong tries in fifteen minutes, Busy.
    """
    person = prove(login, password, now)
    sign_out(now)
    return open_session(person, now)


def prove(login: str, password: str, now: dt.datetime) -> Person:
    """The person with this login or mobile number and this password; raises as `sign_in`."""
    name = login.strip().lower()[:64]
    address = tries.attempt(f"address:{request.remote_addr}", now, allowed=BY_ADDRESS)
    try:
        account = tries.attempt(f"login:{name}", now)
    except NotAllowed:
        tries.forget(address)
        raise
    person = _person(name)
    try:
        right = matches(person.password_hash if person else NOBODY, password[:256])
    except Busy:
        tries.forget(address, account)
        raise
    if person is None or not right or person.disabled_at is not None:
        raise Invalid("没有登录", {"password": WRONG})
    tries.forget(address, account)
    return person


def open_session(person: Person, now: dt.datetime) -> str:
    """A session for a person who has proved who they are; returns the cookie's key."""
    key = secrets.token_urlsafe(32)
    db.session.add(
        SignIn(
            key_hash=_hash(key),
            person_id=person.id,
            created_at=now,
            last_seen_at=now,
            address=request.remote_addr if request else None,
            agent=(request.user_agent.string[:200] if request else ""),
        )
    )
    return key


def sign_out(now: dt.datetime) -> None:
    """Ends the session of this browser."""
    mine = (SignIn.key_hash == this_browser(), SignIn.revoked_at.is_(None))
    db.session.execute(sa.update(SignIn).where(*mine).values(revoked_at=now))


def end_all(person_id: int, now: dt.datetime, *, but_this: bool = False) -> None:
    """Ends every session of a person, or every other than this browser's."""
    ending = sa.update(SignIn).where(SignIn.person_id == person_id, SignIn.revoked_at.is_(None))
    if but_this:
        ending = ending.where(SignIn.key_hash != this_browser())
    db.session.execute(ending.values(revoked_at=now))


def this_browser() -> str:
    """The hash of the key that this browser shows."""
    return _hash(request.cookies.get(COOKIE, ""))


def load_actor() -> Actor | None:
    """Who is asking, by the cookie; None if nobody is signed in. One statement: every page asks."""
    key = request.cookies.get(COOKIE)
    if not key:
        return None
    now, key_hash = clock.now(), _hash(key)
    rows = db.session.execute(_WHO, {"key": key_hash, "idle": now - IDLE, "over": now - ABSOLUTE})
    found = rows.all()
    if not found:
        return None
    if now - found[0].last_seen_at >= TOUCH:
        _touch(key_hash, now)
    grants = tuple(Grant(r.role, r.area_code, r.unit_id, r.rank) for r in found if r.role)
    first = found[0]
    return Actor(first.name, first.id, grants, request.remote_addr, first.contact_point_id)


def actor_of(person: Person, address: str | None = None) -> Actor:
    """The person as somebody who acts, with the grants that still hold."""
    grants = tuple(_grant(g) for g in person.grants if g.revoked_at is None)
    return Actor(person.name, person.id, grants, address, person.contact_point_id)


def set_cookie(response: Response, key: str) -> None:
    """Hands the key to the browser until it is closed."""
    response.set_cookie(
        COOKIE,
        key,
        httponly=True,
        samesite="Lax",
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )


def _grant(grant: RoleGrant) -> Grant:
    return Grant(grant.role, grant.area_code, grant.unit_id, grant.rank)


def _touch(key_hash: str, now: dt.datetime) -> None:
    """Moves the idle clock, at most once a minute, in a connection of its own."""
    with separately() as own:
        own.execute(sa.update(SignIn).where(SignIn.key_hash == key_hash).values(last_seen_at=now))


def _person(name: str) -> Person | None:
    """By login; else by mobile number, if one active person alone has it."""
    by_login = db.session.scalar(sa.select(Person).where(sa.func.lower(Person.login) == name))
    number = mobile(name)
    if by_login is not None or number is None:
        return by_login
    by_phone = (
        sa.select(Person)
        .join(ContactPoint, ContactPoint.id == Person.contact_point_id)
        .where(
            ContactPoint.phone_index == keyed_hash("phone", number), Person.disabled_at.is_(None)
        )
    )
    found = db.session.scalars(by_phone.limit(2)).all()
    return found[0] if len(found) == 1 else None


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
