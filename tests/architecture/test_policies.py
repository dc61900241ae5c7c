"""Role by route: who may open what is written down, and holds on every page."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.architecture import routes
from tests.cast import OURS, Cast
from tests.conftest import Client
from yishi.accounts.models import Person, RoleGrant
from yishi.accounts.rules import UNIT_ROLES, Role
from yishi.database import db
from yishi.web.policies import Policy, policy_of

NOBODY = 999_999_999


def test_the_routes_are_those_that_were_written_down(app: Flask) -> None:
    written = routes.FILE.read_text().splitlines()

    assert routes.lines(app) == written, "python -m tests.architecture.routes"


@pytest.fixture
def people(cast: Cast) -> dict[Role, Person]:
    """One person for each role, in one office."""
    return {role: _person(role, cast) for role in Role}


def _person(role: Role, cast: Cast) -> Person:
    unit_id = cast.property_company.id if role in UNIT_ROLES else None
    person = Person(name=role.label, login=f"only-{role}", password_hash="-")
    person.grants = [RoleGrant(role=role, area_code=OURS, unit_id=unit_id)]
    db.session.add(person)
    db.session.commit()
    return person


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_its_pages_and_no_others(
    client: Client, app: Flask, people: dict[Role, Person], role: Role
) -> None:
    client.sign_in(people[role])
    wrong = {}  # 404: a fragment that wants to know of what
    for rule, policy in _desk_pages(app):
        allowed = not policy.roles or role in policy.roles
        status = client.get(rule.rule).status_code
        if status not in ({200, 302, 303, 404} if allowed else {403}):
            wrong[rule.rule] = status

    assert wrong == {}


def test_whoever_is_not_signed_in_is_asked_to(client: Client, app: Flask, cast: Cast) -> None:
    pages = [rule.rule for rule, _ in _desk_pages(app)]
    answers = {page: client.get(page) for page in pages}

    assert len(pages) > 10
    assert {page for page, answer in answers.items() if answer.status_code != 303} == set()
    assert all("/sign-in?next=" in str(answer.location) for answer in answers.values())


def test_what_does_not_exist_is_a_404_on_every_page(
    client: Client, app: Flask, people: dict[Role, Person]
) -> None:
    wrong = {}
    for rule in app.url_map.iter_rules():
        policy = policy_of(app.view_functions[rule.endpoint])
        if policy and policy.roles and rule.arguments and "GET" in (rule.methods or ()):
            client.sign_in(people[Role(next(iter(policy.roles)))])
            status = client.get(_with_nobody(rule)).status_code
            if status != 404:
                wrong[rule.rule] = status

    assert wrong == {}


def test_no_change_is_made_without_the_token_of_a_form(client: Client, app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answers = {
            rule.rule: client.post(_with_nobody(rule)).status_code
            for rule in app.url_map.iter_rules()
            if "POST" in (rule.methods or ())
        }
    finally:
        app.config["WTF_CSRF_ENABLED"] = False

    assert {page for page, status in answers.items() if status != 400} == set()


def _desk_pages(app: Flask) -> Iterator[tuple[Rule, Policy]]:
    """Pages that need a signed-in person and no particular object."""
    for rule in app.url_map.iter_rules():
        policy = policy_of(app.view_functions[rule.endpoint])
        if policy is None or policy.roles is None or rule.arguments:
            continue
        if "GET" in (rule.methods or ()):
            yield rule, policy


def _with_nobody(rule: Rule) -> str:
    return re.sub(r"<(?:\w+:)?\w+>", str(NOBODY), rule.rule)
