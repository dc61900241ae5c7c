"""Who has an account, and where they are signed in."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa

from yishi.accounts.actors import Actor
from yishi.accounts.models import Person, RoleGrant, SignIn
from yishi.accounts.rules import may_grant
from yishi.accounts.sessions import ABSOLUTE, IDLE
from yishi.database import db
from yishi.errors import NotFound

MOST_PEOPLE = 500


def open_sessions(person_id: int, now: dt.datetime) -> Sequence[SignIn]:
    """The browsers in which a person is signed in, the last used first."""
    query = sa.select(SignIn).where(
        SignIn.person_id == person_id,
        SignIn.revoked_at.is_(None),
        SignIn.last_seen_at > now - IDLE,
        SignIn.created_at > now - ABSOLUTE,
    )
    return db.session.scalars(query.order_by(SignIn.last_seen_at.desc())).all()


def people(actor: Actor, words: str = "") -> Sequence[Person]:
    """Everybody who holds, or held, a role in the actor's subtrees."""
    here = sa.or_(sa.false(), *(_in(grant.area_code) for grant in actor.grants))
    query = sa.select(Person).where(Person.grants.any(here))
    if words.strip():
        text = words.strip()
        query = query.where(
            sa.or_(
                Person.name.contains(text, autoescape=True),
                Person.login.contains(text, autoescape=True),
            )
        )
    order = (Person.disabled_at.is_not(None), Person.name, Person.id)
    return db.session.scalars(query.order_by(*order).limit(MOST_PEOPLE)).all()


def person(id_: int, actor: Actor) -> Person:
    """One of them; NotFound for another office's."""
    here = sa.or_(sa.false(), *(_in(grant.area_code) for grant in actor.grants))
    query = sa.select(Person).where(Person.id == id_, Person.grants.any(here))
    row = db.session.scalars(query).one_or_none()
    if row is None:
        raise NotFound
    return row


def may_manage(actor: Actor, someone: Person) -> bool:
    """Whether every role of a person is one that the actor may give and take; never one's own."""
    held = [grant for grant in someone.grants if grant.revoked_at is None]
    return someone.id != actor.person_id and all(
        any(may_grant(own.role, own.area_code, grant.role, grant.area_code) for own in actor.grants)
        for grant in held
    )


def _in(area_code: str) -> sa.ColumnElement[bool]:
    return RoleGrant.area_code.startswith(area_code, autoescape=True)
