"""Wrong tries at once, and more sign-ins than the memory bears."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import Cast
from tests.conftest import Client
from tests.pages import Page
from yishi.accounts import passwords, tries
from yishi.accounts.models import FailedTry
from yishi.database import db
from yishi.errors import NotAllowed


def test_thirty_tries_at_once_are_still_five(app: Flask, committed: None, now: dt.datetime) -> None:
    def attempt(_: int) -> bool:
        with app.app_context():
            try:
                tries.attempt("login:wangjuan", now)
            except NotAllowed:
                return False
            finally:
                db.session.remove()
            return True

    with ThreadPoolExecutor(15) as pool:
        allowed = sum(pool.map(attempt, range(30)))

    assert 1 <= allowed <= tries.ALLOWED


def test_a_try_that_was_right_leaves_nothing(app: Flask, committed: None, now: dt.datetime) -> None:
    for _ in range(2 * tries.ALLOWED):
        tries.forget(tries.attempt("login:wangjuan", now))


def test_when_too_many_sign_in_at_once_one_is_told_to_come_back(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "WAIT", 0.01)
    for _ in range(passwords.AT_ONCE):
        passwords._places.acquire()
    try:
        response = client.post("/sign-in", data={"login": "wangjuan", "password": "x"})
    finally:
        for _ in range(passwords.AT_ONCE):
            passwords._places.release()

    assert "过几秒" in Page(response, 503).text
    assert db.session.scalars(sa.select(FailedTry)).all() == []
