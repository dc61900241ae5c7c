"""The same thing made eight times at once is made once, and nobody sees a failure."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.cast import COMMUNITY, Cast, build_cast
from yishi import clock
from yishi.accounts import sessions
from yishi.database import db

MADE = {
    "/desk/users": {"name": "新人", "login": "xinren", "role": "grid_worker"},
    "/desk/units": {"name": "新单位", "kind": "other"},
    "/desk/estates": {"name": "新小区"},
    "/desk/categories": {"name": "新类", "issue_class": "B", "level": "街道"},
}


@pytest.fixture
def people(committed: None) -> Cast:
    """The cast, for other connections to see."""
    cast = build_cast()
    db.session.commit()
    return cast


@pytest.mark.parametrize("address", MADE)
def test_made_at_once_is_made_once(app: Flask, people: Cast, address: str) -> None:
    app.test_client_class = FlaskClient
    with app.test_request_context():
        key = sessions.open_session(people.organizer, clock.now())
        db.session.commit()

    def make(_: int) -> int:
        browser = app.test_client()
        browser.set_cookie(sessions.COOKIE, key)
        answer = browser.post(address, data={"area_code": COMMUNITY, **MADE[address]})
        return answer.status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = Counter(pool.map(make, range(8)))

    assert statuses[200] + statuses[303] == 1
    assert set(statuses) <= {200, 303, 409, 422}
