"""Signing in and out: server-side, revocable, idle after 30 minutes, over after 12 hours.

The cookie holds a random key, the table its hash. A disabled person is out at the
next request. An open session page counts as activity.
"""

import datetime as dt
import hashlib
import secrets

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask import Response, current_app, request

from yishi import clock
from yishi.accounts import tries
from yishi.accounts.actors import Actor, Grant
from yishi.accounts.models import Person, RoleGrant, SignIn
from yishi.database import db, separately
from yishi.errors import Invalid

COOKIE = "yishi"
IDLE = dt.timedelta(minutes=30)
ABSOLUTE = dt.timedelta(hours=12)
TOUCH = dt.timedelta(minutes=1)

_hasher = PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1)
_NOBODY = "$argon2id$v=19$m=47104,t=2,p=1$c29tZXNhbHRzb21lc2E$" + "A" * 43


def hash_password(password: str) -> str:
    """argon2id, 46 MiB."""
    return _hasher.hash(password)


def sign_in(login: str, password: str, now: dt.datetime) -> str:
    """Checks and opens a session; returns the key for the cookie.

    Raises Invalid with the same words for an unknown login and a wrong password,
    NotAllowed after five wrong tries in fifteen minutes.
    """
    doors = (f"login:{login.strip().lower()}", f"address:{request.remote_addr}")
    tries.require_open(doors[0], now)
    tries.require_open(doors[1], now, allowed=50)
    person = db.session.scalar(sa.select(Person).where(Person.login == login.strip()))
    right = _matches(person.password_hash if person else _NOBODY, password)
    if person is None or not right or person.disabled_at is not None:
        for door in doors:
            tries.failed(door, now)
        raise Invalid("账号或密码不对", {"password": "账号或密码不对。连续输错 5 次要等 15 分钟。"})
    return open_session(person, now)


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
    key = request.cookies.get(COOKIE, "")
    db.session.execute(
        sa.update(SignIn).where(SignIn.key_hash == _hash(key)).values(revoked_at=now)
    )


def end_all(person: Person, now: dt.datetime) -> None:
    """Ends every session of a person."""
    db.session.execute(
        sa.update(SignIn)
        .where(SignIn.person_id == person.id, SignIn.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def load_actor() -> Actor | None:
    """Who is asking, by the cookie; None if nobody is signed in."""
    key = request.cookies.get(COOKIE)
    if not key:
        return None
    now = clock.now()
    row = db.session.execute(
        sa.select(SignIn, Person)
        .join(Person, Person.id == SignIn.person_id)
        .where(
            SignIn.key_hash == _hash(key),
            SignIn.revoked_at.is_(None),
            SignIn.last_seen_at > now - IDLE,
            SignIn.created_at > now - ABSOLUTE,
            Person.disabled_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        return None
    _touch(row.SignIn, now)
    return actor_of(row.Person, request.remote_addr)


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


def _touch(session: SignIn, now: dt.datetime) -> None:
    """Moves the idle clock, at most once a minute, in a connection of its own."""
    if now - session.last_seen_at < TOUCH:
        return
    with separately() as own:
        own.execute(
            sa.update(SignIn).where(SignIn.key_hash == session.key_hash).values(last_seen_at=now)
        )


def _matches(hashed: str, password: str) -> bool:
    try:
        return _hasher.verify(hashed, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
