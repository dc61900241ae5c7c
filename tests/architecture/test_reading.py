"""Opening a page changes nothing: mail scanners and impatient people open every one."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.architecture.test_strangers import addresses, browser, routes, staff
from tests.conftest import Client
from yishi.accounts import links
from yishi.accounts.models import AccessLink
from yishi.database import db
from yishi.web.policies import policy_of

__all__ = ["browser"]

WRITES = ("INSERT", "UPDATE", "DELETE", "TRUNCATE")
PATHS = {"assignment": "/k/", "verdict": "/v/", "receipt": "/receipts/"}


@contextmanager
def writes() -> Iterator[list[str]]:
    """The statements that change something."""
    seen: list[str] = []

    def see(_connection: object, _cursor: object, statement: str, *_more: Any) -> None:
        if statement.lstrip().upper().startswith(WRITES):
            seen.append(statement)

    connection = db.session.connection()
    sa.event.listen(connection, "before_cursor_execute", see)
    try:
        yield seen
    finally:
        sa.event.remove(connection, "before_cursor_execute", see)


def test_a_change_would_be_seen(browser: Client) -> None:
    with writes() as seen:
        browser.post("/sign-in/demo", data={"login": "wangjuan"})

    assert seen


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_no_desk_page_changes_anything(browser: Client, in_town: Flask, method: str) -> None:
    mine = staff()
    changed = {}
    for rule, role in routes(in_town, with_ids=None):
        if "GET" in (rule.methods or ()):
            browser.sign_in(mine[role])
            for address in addresses(rule):
                with writes() as seen:
                    browser.open(address, method=method)
                if seen:
                    changed[address, role.value] = seen

    assert changed == {}


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_no_link_acts_when_it_is_opened(browser: Client, method: str) -> None:
    found = db.session.scalars(sa.select(AccessLink)).all()
    with writes() as seen:
        answers = [
            browser.open(PATHS[link.purpose] + links.token(link), method=method) for link in found
        ]

    assert len(answers) > 10
    assert {answer.status_code for answer in answers} <= {200, 404, 410}
    assert seen == []


def test_no_public_page_changes_anything(browser: Client, in_town: Flask) -> None:
    pages = [
        rule.rule
        for rule in in_town.url_map.iter_rules()
        if (policy := policy_of(in_town.view_functions[rule.endpoint]))
        and policy.public
        and not rule.arguments
        and "GET" in (rule.methods or ())
    ]
    with writes() as seen:
        assert {browser.get(page).status_code for page in pages} == {200}

    assert seen == []
