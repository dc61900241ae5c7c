"""Signing in and out: wrong tries, sessions that end at once, no open redirect."""

import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.cast import Cast
from tests.conftest import Client
from tests.pages import Page
from yishi.accounts import contacts, services
from yishi.accounts.models import SignIn
from yishi.accounts.passwords import hash_password
from yishi.database import db
from yishi.settings import Settings

PASSWORD = "four words in a row"
WORDS = "账号或密码不对"


@pytest.fixture
def person(cast: Cast) -> Cast:
    cast.handler.password_hash = hash_password(PASSWORD)
    db.session.commit()
    return cast


def enter(client: Client, login: str, password: str, **more: str) -> object:
    return client.post("/sign-in", data={"login": login, "password": password, **more})


def test_the_page_asks_for_two_things(client: Client, cast: Cast) -> None:
    page = Page(client.get("/sign-in"))

    assert page.h1 == "登录"
    assert "演示账号" not in page.text


def test_login_and_password_open_the_desk(client: Client, person: Cast) -> None:
    response = enter(client, " DuanLi ", PASSWORD)

    assert response.status_code == 303
    assert response.location == "/desk"
    cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert client.get("/desk").status_code == 200


def test_a_mobile_number_is_a_login_if_one_person_has_it(client: Client, person: Cast) -> None:
    contacts.change(person.handler.contact_point, phone="13755556666")
    db.session.commit()
    assert enter(client, "137 5555 6666", PASSWORD).status_code == 303

    contacts.change(person.head.contact_point, phone="13755556666")
    db.session.commit()
    assert enter(client, "13755556666", PASSWORD).status_code == 422


def test_an_unknown_login_and_a_wrong_password_get_the_same_words(
    client: Client, person: Cast
) -> None:
    unknown = enter(client, "nobody", PASSWORD)
    wrong = enter(client, "duanli", "wrong")

    assert unknown.status_code == wrong.status_code == 422
    assert WORDS in unknown.text
    assert unknown.text.replace("nobody", "duanli").count(WORDS) == wrong.text.count(WORDS)
    assert PASSWORD not in unknown.text


def test_five_wrong_tries_lock_the_account_for_a_quarter_of_an_hour(
    client: Client, person: Cast, at_now: Path, now: dt.datetime
) -> None:
    for _ in range(5):
        enter(client, "duanli", "wrong")

    assert enter(client, "duanli", PASSWORD).status_code == 429
    assert "15 分钟" in enter(client, "DUANLI", PASSWORD).text

    at_now.write_text((now + dt.timedelta(minutes=16)).isoformat())
    assert enter(client, "duanli", PASSWORD).status_code == 303


def test_right_tries_lock_nobody(client: Client, person: Cast) -> None:
    for _ in range(7):
        assert enter(client, "duanli", PASSWORD).status_code == 303


def test_fifty_wrong_tries_lock_an_address(
    client: Client, person: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yishi.accounts.sessions.BY_ADDRESS", 3)
    for number in range(3):
        enter(client, f"nobody{number}", "wrong")

    assert enter(client, "duanli", PASSWORD).status_code == 429


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_another_site(client: Client, person: Cast, address: str) -> None:
    assert enter(client, "duanli", PASSWORD, next=address).location == "/desk"


def test_after_signing_in_one_is_where_one_wanted_to_go(client: Client, person: Cast) -> None:
    assert client.get("/desk/me").location == "/sign-in?next=%2Fdesk%2Fme"
    assert enter(client, "duanli", PASSWORD, next="/desk/me").location == "/desk/me"


def test_a_disabled_person_is_out_at_the_next_request(
    client: Client, person: Cast, now: dt.datetime
) -> None:
    client.sign_in(person.handler)
    assert client.get("/desk/me").status_code == 200

    services.disable(person.handler, now, by=person.actor(person.admin))
    db.session.commit()

    assert client.get("/desk/me").status_code == 303
    assert enter(client, "duanli", PASSWORD).status_code == 422


def test_signing_out_ends_the_session_on_the_server(client: Client, person: Cast) -> None:
    client.sign_in(person.handler)
    cookie = client.get_cookie("yishi")
    assert client.get("/sign-out").status_code == 405

    client.post("/sign-out")
    assert cookie is not None
    client.set_cookie("yishi", cookie.value)

    assert client.get("/desk/me").status_code == 303


@pytest.mark.parametrize("passed", [dt.timedelta(minutes=31), dt.timedelta(hours=12, minutes=1)])
def test_a_session_ends_by_itself(
    client: Client, person: Cast, at_now: Path, now: dt.datetime, passed: dt.timedelta
) -> None:
    client.sign_in(person.handler)

    at_now.write_text((now + passed).isoformat())

    assert client.get("/desk/me").status_code == 303


def test_one_session_a_browser(client: Client, person: Cast) -> None:
    enter(client, "duanli", PASSWORD)
    enter(client, "duanli", PASSWORD)

    open_ = sa.select(sa.func.count()).where(SignIn.revoked_at.is_(None))
    assert db.session.scalar(open_) == 1


def test_outside_a_demo_nobody_signs_in_without_a_password(
    client: Client, person: Cast, settings: Settings
) -> None:
    assert not settings.demo
    assert client.post("/sign-in/demo", data={"login": "duanli"}).status_code == 404
