"""Letting people in, changing what they may do, and keeping them out. All audited."""

import datetime as dt

import sqlalchemy as sa

from yishi.accounts import contacts, passwords, queries, sessions
from yishi.accounts.actors import SYSTEM, Actor
from yishi.accounts.models import FailedTry, Person, RoleGrant, SignIn
from yishi.accounts.rules import UNIT_ROLES, Rank, Role, may_grant, password_problem
from yishi.database import change, db
from yishi.errors import Invalid, NotAllowed
from yishi.records.services import audit

LONGEST_NAME = 20
KEPT_TRIES = dt.timedelta(days=1)
KEPT_SESSIONS = dt.timedelta(days=30)


def create_person(
    name: str,
    login: str,
    password: str,
    role: Role,
    area_code: str,
    *,
    unit_id: int | None = None,
    rank: Rank | None = None,
    post: str = "",
    phone: str = "",
    by: Actor,
) -> Person:
    """An account with one role; raises Invalid, NotAllowed if `by` may not give that role there."""
    _require_may_grant(by, role, area_code)
    person = _new_person(name, login, password, post=post, phone=phone)
    person.grants = [_grant(role, area_code, unit_id, rank)]
    db.session.add(person)
    db.session.flush()
    audit(
        by,
        "accounts.create",
        f"person:{person.id}",
        after={"login": person.login, "name": person.name, "role": role, "area": area_code},
    )
    return person


def create_admin(
    name: str, login: str, password: str, area_code: str = "", *, by: Actor = SYSTEM
) -> Person:
    """The first account, made at the machine itself; raises Invalid."""
    person = _new_person(name, login, password)
    person.grants = [_grant(Role.ADMIN, area_code, None, None)]
    db.session.add(person)
    db.session.flush()
    audit(by, "accounts.create", f"person:{person.id}", after={"login": login, "role": Role.ADMIN})
    return person


def give_role(
    person: Person,
    role: Role,
    area_code: str,
    *,
    unit_id: int | None = None,
    rank: Rank | None = None,
    by: Actor,
) -> RoleGrant:
    """One role more; the same one twice is one. Raises NotAllowed, Invalid."""
    _require_may_grant(by, role, area_code)
    held = [g for g in person.grants if g.revoked_at is None]
    for grant in held:
        if (grant.role, grant.area_code, grant.unit_id) == (role, area_code, unit_id):
            grant.rank = rank
            return grant
    grant = _grant(role, area_code, unit_id, rank)
    person.grants.append(grant)
    db.session.flush()
    after = {"role": role, "area": area_code, "unit": unit_id, "rank": rank}
    audit(by, "accounts.give_role", f"person:{person.id}", after=after)
    return grant


def take_role(grant: RoleGrant, now: dt.datetime, *, by: Actor) -> None:
    """The role ends with the person's next request."""
    _require_may_manage(by, grant.person)
    if grant.revoked_at is None:
        grant.revoked_at = now
        before = {"role": grant.role, "area": grant.area_code, "unit": grant.unit_id}
        audit(by, "accounts.take_role", f"person:{grant.person_id}", before=before)


def disable(person: Person, now: dt.datetime, *, by: Actor) -> None:
    """Keeps a person out from the next request on."""
    _require_may_manage(by, person)
    if person.disabled_at is None:
        person.disabled_at = now
        sessions.end_all(person.id, now)
        audit(by, "accounts.disable", f"person:{person.id}")


def enable(person: Person, *, by: Actor) -> None:
    """Lets a person in again, with the old password."""
    _require_may_manage(by, person)
    if person.disabled_at is not None:
        person.disabled_at = None
        audit(by, "accounts.enable", f"person:{person.id}")


def renew_password(person: Person, now: dt.datetime, *, by: Actor) -> str:
    """A new password to be read out once; ends every session of the person."""
    _require_may_manage(by, person)
    password = passwords.new_password()
    person.password_hash = passwords.hash_password(password)
    sessions.end_all(person.id, now)
    audit(by, "accounts.renew_password", f"person:{person.id}")
    return password


def change_password(person: Person, old: str, new: str, now: dt.datetime, *, by: Actor) -> None:
    """One's own; ends the other sessions. Raises Invalid, NotAllowed after five wrong tries."""
    try:
        sessions.prove(person.login, old, now)
    except Invalid:
        raise Invalid("没有改", {"old": "现在的密码不对。"}) from None
    if problem := password_problem(new, person.login):
        raise Invalid("没有改", {"new": problem})
    person.password_hash = passwords.hash_password(new)
    sessions.end_all(person.id, now, but_this=True)
    audit(by, "accounts.change_password", f"person:{person.id}")


def end_session(person_id: int, mark: str, now: dt.datetime, *, by: Actor) -> bool:
    """Signs one of a person's browsers out; `mark` begins its hash. Whether there was one."""
    ended = change(
        sa.update(SignIn)
        .where(
            SignIn.person_id == person_id,
            SignIn.key_hash.startswith(mark, autoescape=True),
            SignIn.revoked_at.is_(None),
        )
        .values(revoked_at=now)
    )
    if ended:
        audit(by, "accounts.end_session", f"person:{person_id}")
    return bool(ended)


def forget_old(now: dt.datetime) -> None:
    """Drops wrong tries that lock nothing any more, and sign-ins that ended a month ago."""
    change(sa.delete(FailedTry).where(FailedTry.at < now - KEPT_TRIES))
    change(sa.delete(SignIn).where(SignIn.last_seen_at < now - KEPT_SESSIONS))


def _new_person(name: str, login: str, password: str, *, post: str = "", phone: str = "") -> Person:
    name, login = "".join(name.split()), login.strip().lower()
    errors = {}
    if not name or len(name) > LONGEST_NAME:
        errors["name"] = f"请写姓名，不超过 {LONGEST_NAME} 个字。"
    if problem := _login_problem(login):
        errors["login"] = problem
    if problem := password_problem(password, login):
        errors["password"] = problem
    if errors:
        raise Invalid("还差一点", errors)
    point = contacts.remember(name, phone=phone) if phone.strip() else None
    return Person(
        name=name,
        login=login,
        post=post.strip()[:LONGEST_NAME],
        password_hash=passwords.hash_password(password),
        contact_point_id=point.id if point else None,
    )


def _login_problem(login: str) -> str | None:
    if not 2 <= len(login) <= 32 or not login.replace("-", "").replace("_", "").isalnum():
        return "请写 2 到 32 个字母或数字，如 wangjuan。"
    taken = sa.select(Person.id).where(sa.func.lower(Person.login) == login)
    if db.session.scalar(taken) is not None:
        return f"已经有人用 {login} 登录，请换一个。"
    return None


def _grant(role: Role, area_code: str, unit_id: int | None, rank: Rank | None) -> RoleGrant:
    if role in UNIT_ROLES and unit_id is None:
        raise Invalid("还差单位", {"unit_id": "请选是哪个单位的人。"})
    return RoleGrant(
        role=role,
        area_code=area_code,
        unit_id=unit_id if role in UNIT_ROLES else None,
        rank=(rank or Rank.DEPUTY) if role is Role.LEADER else None,
    )


def _require_may_grant(by: Actor, role: Role, area_code: str) -> None:
    if not any(may_grant(own.role, own.area_code, role, area_code) for own in by.grants):
        raise NotAllowed("这个角色要由系统管理员来给。")


def _require_may_manage(by: Actor, person: Person) -> None:
    if not queries.may_manage(by, person):
        raise NotAllowed("这个账号要由系统管理员来管。")
