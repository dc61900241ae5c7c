"""Accounts that the sign-in page offers in demo mode, and only there."""

from collections.abc import Sequence
from typing import NamedTuple, cast

import sqlalchemy as sa
from flask import Flask, current_app

from yishi import settings
from yishi.accounts.models import Person
from yishi.database import db
from yishi.errors import NotFound


class DemoAccount(NamedTuple):
    """(演示账号) One row of the list: whose account, and what to look at first."""

    login: str
    role: str
    name: str
    look_first: str


def register(app: Flask, accounts: Sequence[DemoAccount]) -> None:
    """The demo room names its accounts at the start."""
    app.extensions["yishi_demo_accounts"] = tuple(accounts)


def accounts() -> Sequence[DemoAccount]:
    """The list; empty unless the whole installation is a demo."""
    if not settings.current().demo:
        return ()
    return cast(Sequence[DemoAccount], current_app.extensions.get("yishi_demo_accounts", ()))


def person(login: str) -> Person:
    """The person behind a row of the list; NotFound for anybody else, and outside a demo."""
    if login not in {account.login for account in accounts()}:
        raise NotFound
    found = db.session.scalar(
        sa.select(Person).where(Person.login == login, Person.disabled_at.is_(None))
    )
    if found is None:
        raise NotFound
    return found
