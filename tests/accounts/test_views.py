"""One's own account."""

import pytest

from tests.cast import Cast
from tests.conftest import Client
from tests.pages import Page
from yishi.accounts.passwords import hash_password, matches
from yishi.database import db

OLD, NEW = "four words in a row", "five other words in a row"


@pytest.fixture
def me(client: Client, cast: Cast) -> Client:
    cast.handler.password_hash = hash_password(OLD)
    db.session.commit()
    return client.sign_in(cast.handler)


def change(client: Client, old: str, new: str, again: str) -> object:
    return client.post("/desk/me/password", data={"old": old, "new": new, "again": again})


def test_the_page_tells_who_one_is_and_where_one_is_signed_in(me: Client) -> None:
    page = Page(me.get("/desk/me"))

    assert page.h1 == "我的账号"
    assert "单位经办人" in page.text
    assert "就是这台" in page.text


def test_changing_the_password_ends_the_other_sessions(me: Client, cast: Cast) -> None:
    other = me.application.test_client()
    other.sign_in(cast.handler)

    assert change(me, OLD, NEW, NEW).status_code == 303

    assert matches(cast.handler.password_hash, NEW)
    assert me.get("/desk/me").status_code == 200
    assert other.get("/desk/me").status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "again", "words"),
    [
        ("wrong", NEW, NEW, "现在的密码不对"),
        (OLD, NEW, NEW + "x", "两次写的不一样"),
        (OLD, "short", "short", "至少 12 个字符"),
    ],
)
def test_a_refused_change_says_why_and_changes_nothing(
    me: Client, cast: Cast, old: str, new: str, again: str, words: str
) -> None:
    response = change(me, old, new, again)

    assert response.status_code == 422
    assert words in response.text
    assert matches(cast.handler.password_hash, OLD)


def test_another_browser_of_mine_can_be_signed_out(me: Client, cast: Cast) -> None:
    other = me.application.test_client()
    other.sign_in(cast.handler)
    page = Page(me.get("/desk/me"))
    action = next(
        f.get("action")
        for f in page.all("form")
        if "/desk/me/sessions/" in f.get("action") and f.get("action") != "/desk/me/sessions/end"
    )

    assert me.post(action).status_code == 303
    assert other.get("/desk/me").status_code == 303
    assert me.post(action).status_code == 404


def test_all_other_browsers_of_mine_and_nobody_elses_are_signed_out(me: Client, cast: Cast) -> None:
    mine, theirs = me.application.test_client(), me.application.test_client()
    mine.sign_in(cast.handler)
    theirs.sign_in(cast.head)

    me.post("/desk/me/sessions/end")

    assert mine.get("/desk/me").status_code == 303
    assert theirs.get("/desk/me").status_code == 200


def test_an_empty_mark_ends_nothing(me: Client) -> None:
    assert me.post("/desk/me/sessions/%25/end").status_code == 404


def test_the_first_account_is_made_on_the_command_line(client: Client, cast: Cast) -> None:
    runner = client.application.test_cli_runner()

    made = runner.invoke(args=["create-admin", "root", "何静"])
    again = runner.invoke(args=["create-admin", "root", "何静"])
    weak = runner.invoke(args=["create-admin", "other", "何静", "--password", "123"])

    assert (made.exit_code, again.exit_code, weak.exit_code) == (0, 1, 1)
    assert "root" in made.output
    assert again.output.count("\n") == 1
