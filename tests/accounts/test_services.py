"""Letting people in and keeping them out."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.cast import COMMUNITY, OURS, THEIRS, Cast
from yishi.accounts import queries, services
from yishi.accounts.models import FailedTry, Person, SignIn
from yishi.accounts.passwords import matches
from yishi.accounts.rules import Rank, Role
from yishi.database import db
from yishi.errors import Invalid, NotAllowed, NotFound
from yishi.records.models import Audit

PASSWORD = "four words in a row"


def audited() -> list[str]:
    return list(db.session.scalars(sa.select(Audit.action).order_by(Audit.id)))


def test_an_organizer_lets_a_grid_worker_in(cast: Cast) -> None:
    by = cast.actor(cast.organizer)

    person = services.create_person(
        "陈默", " ChenMo ", PASSWORD, Role.GRID_WORKER, COMMUNITY, phone="13900001111", by=by
    )

    assert person.login == "chenmo"
    assert matches(person.password_hash, PASSWORD)
    assert person in queries.people(by)
    assert audited() == ["accounts.create"]


def test_an_organizer_makes_no_leader_and_nobody_elsewhere(cast: Cast) -> None:
    by = cast.actor(cast.organizer)

    for role, area in [(Role.LEADER, OURS), (Role.ORGANIZER, OURS), (Role.GRID_WORKER, THEIRS)]:
        with pytest.raises(NotAllowed):
            services.create_person("某人", "someone", PASSWORD, role, area, by=by)


@pytest.mark.parametrize(
    ("name", "login", "password", "field"),
    [
        ("", "someone", PASSWORD, "name"),
        ("某人", "a b", PASSWORD, "login"),
        ("某人", "WANGJUAN", PASSWORD, "login"),
        ("某人", "someone", "short", "password"),
        ("某人", "someone", "123456789012", "password"),
    ],
)
def test_a_new_account_needs_a_name_a_free_login_and_a_good_password(
    cast: Cast, name: str, login: str, password: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        services.create_person(
            name, login, password, Role.GRID_WORKER, OURS, by=cast.actor(cast.admin)
        )

    assert list(refusal.value.errors) == [field]


def test_somebody_of_a_unit_needs_the_unit(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        services.create_person(
            "某人", "someone", PASSWORD, Role.HANDLER, OURS, by=cast.actor(cast.admin)
        )

    assert list(refusal.value.errors) == ["unit_id"]


def test_an_organizer_cannot_take_over_a_leader_by_a_new_password(
    cast: Cast, now: dt.datetime
) -> None:
    by = cast.actor(cast.organizer)

    for victim in (cast.deputy, cast.admin, cast.second_organizer, cast.organizer):
        with pytest.raises(NotAllowed):
            services.renew_password(victim, now, by=by)
        with pytest.raises(NotAllowed):
            services.disable(victim, now, by=by)


def test_who_holds_a_role_elsewhere_too_is_managed_by_neither_organizer(
    cast: Cast, now: dt.datetime
) -> None:
    services.give_role(cast.handler, Role.GRID_WORKER, THEIRS, by=cast.actor(cast.stranger))

    with pytest.raises(NotAllowed):
        services.renew_password(cast.handler, now, by=cast.actor(cast.organizer))
    with pytest.raises(NotAllowed):
        services.renew_password(cast.handler, now, by=cast.actor(cast.stranger))


def test_a_new_password_works_and_the_old_one_does_not(cast: Cast, now: dt.datetime) -> None:
    password = services.renew_password(cast.handler, now, by=cast.actor(cast.organizer))

    assert matches(cast.handler.password_hash, password)
    assert "accounts.renew_password" in audited()
    assert password not in str(db.session.scalars(sa.select(Audit.after)).all())


def test_a_role_is_given_once_and_taken_once(cast: Cast, now: dt.datetime) -> None:
    by = cast.actor(cast.admin)
    first = services.give_role(cast.handler, Role.LEADER, OURS, rank=Rank.CHIEF, by=by)
    second = services.give_role(cast.handler, Role.LEADER, OURS, by=by)

    services.take_role(first, now, by=by)

    assert first is second
    assert Role.LEADER not in cast.actor(cast.handler).roles
    assert audited().count("accounts.give_role") == 1


def test_old_tries_and_sign_ins_are_forgotten(cast: Cast, now: dt.datetime) -> None:
    long_ago = now - dt.timedelta(days=31)
    db.session.add(FailedTry(door="login:nobody", at=long_ago))
    for number, seen in enumerate((long_ago, now)):
        facts = {"person_id": cast.handler.id, "created_at": seen, "last_seen_at": seen}
        db.session.add(SignIn(key_hash=str(number), agent="", **facts))

    services.forget_old(now)

    assert db.session.scalars(sa.select(FailedTry)).all() == []
    assert db.session.scalars(sa.select(SignIn.key_hash)).all() == ["1"]


def test_another_office_has_no_such_person(cast: Cast) -> None:
    with pytest.raises(NotFound):
        queries.person(cast.handler.id, cast.actor(cast.stranger))

    assert cast.handler not in queries.people(cast.actor(cast.stranger))


def test_the_first_administrator_reaches_everything(cast: Cast) -> None:
    person = services.create_admin("系统员", "root", PASSWORD)
    everybody = set(db.session.scalars(sa.select(Person)))

    assert set(queries.people(cast.actor(person))) == everybody
