"""The gate every request passes: door, sign-in, role, transaction, one form once."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.typing import ResponseReturnValue

from tests.cast import Cast, build_cast
from tests.conftest import rolled_back
from yishi import create_app
from yishi.accounts import sessions
from yishi.accounts.actors import current_actor
from yishi.accounts.rules import Role
from yishi.database import db
from yishi.errors import Invalid
from yishi.organizations.models import Estate
from yishi.settings import Settings
from yishi.web import policies
from yishi.web.htmx import respond

PUBLIC_PORT = 8001


@pytest.fixture
def bare_app(app: Flask, settings: Settings) -> Iterator[Flask]:
    """An app with four routes of our own beside the product's, two listeners."""
    app = create_app(replace(settings, public_port=PUBLIC_PORT))
    app.config["WTF_CSRF_ENABLED"] = False
    app.add_url_rule("/t/desk", "t_desk", policies.permit(Role.ORGANIZER)(_who))
    app.add_url_rule("/t/open", "t_open", policies.public(lambda: "open"))
    app.add_url_rule("/t/rename/<int:id_>", "t_rename", _guard(_rename), methods=["POST"])
    app.add_url_rule("/t/refuse/<int:id_>", "t_refuse", _guard(_refuse), methods=["POST"])
    with rolled_back(app):
        yield app
        engine = db.engines[None].engine
    engine.dispose()


@pytest.fixture
def people(bare_app: Flask) -> Cast:
    """The cast in the tables that this app sees."""
    return build_cast()


def _guard(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    return policies.public(view)


def _who() -> ResponseReturnValue:
    return f"{current_actor().name} {sorted(current_actor().roles)}"


def _rename(id_: int) -> ResponseReturnValue:
    estate = db.session.get_one(Estate, id_)
    estate.household_count = (estate.household_count or 0) + 1
    return respond("renamed", "/t/open")


def _refuse(id_: int) -> ResponseReturnValue:
    db.session.get_one(Estate, id_).name = "改了一半"
    db.session.flush()
    raise Invalid("请重写")


def test_a_route_without_a_policy_stops_the_start(settings: Settings) -> None:
    app = create_app(settings)
    app.add_url_rule("/bare", "bare", lambda: "bare")

    with pytest.raises(RuntimeError, match="bare"):
        policies.require_policies(app)


def test_the_public_listener_knows_no_desk_whatever_the_host_says(bare_app: Flask) -> None:
    client = bare_app.test_client()
    at_public = {"base_url": f"http://desk.example:{PUBLIC_PORT}"}

    assert client.get("/t/desk", **at_public).status_code == 404
    assert client.get("/t/open", **at_public).status_code == 200


def test_a_host_header_does_not_open_the_desk(bare_app: Flask) -> None:
    port = {"SERVER_PORT": str(PUBLIC_PORT)}

    answer = bare_app.test_client().get(
        "/t/desk", headers={"Host": "localhost:8000"}, environ_overrides=port
    )

    assert answer.status_code == 404


def test_signed_out_htmx_is_sent_to_sign_in_by_a_header(bare_app: Flask) -> None:
    answer = bare_app.test_client().get("/t/desk", headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert "/sign-in" in answer.headers["HX-Redirect"]


@pytest.mark.parametrize(("who", "status"), [("organizer", 200), ("deputy", 403)])
def test_a_role_opens_its_route_alone(bare_app: Flask, people: Cast, who: str, status: int) -> None:
    client = bare_app.test_client()
    with bare_app.test_request_context():
        key = sessions.open_session(getattr(people, who), sessions.clock.now())
    db.session.flush()
    client.set_cookie(sessions.COOKIE, key)

    assert client.get("/t/desk").status_code == status


def test_a_refused_write_leaves_nothing(bare_app: Flask, people: Cast) -> None:
    name = people.estate.name
    db.session.commit()

    answer = bare_app.test_client().post(f"/t/refuse/{people.estate.id}")

    assert answer.status_code == 422
    assert db.session.scalar(sa.select(Estate.name).where(Estate.id == people.estate.id)) == name


def test_the_same_form_ten_times_has_one_effect(bare_app: Flask, people: Cast) -> None:
    before, id_ = people.estate.household_count, people.estate.id
    db.session.commit()
    client = bare_app.test_client()

    answers = [client.post(f"/t/rename/{id_}", data={"_once": "k1"}) for _ in range(10)]

    assert {(a.status_code, a.location) for a in answers} == {(303, "/t/open")}
    db.session.expire_all()
    assert db.session.get_one(Estate, id_).household_count == (before or 0) + 1


def test_the_same_key_with_another_body_is_refused(bare_app: Flask, people: Cast) -> None:
    id_ = people.estate.id
    db.session.commit()
    client = bare_app.test_client()
    client.post(f"/t/rename/{id_}", data={"_once": "k2", "a": "1"})

    assert client.post(f"/t/rename/{id_}", data={"_once": "k2", "a": "2"}).status_code == 422


def test_a_change_from_another_site_is_refused(bare_app: Flask, people: Cast) -> None:
    answer = bare_app.test_client().post(
        f"/t/rename/{people.estate.id}", headers={"Origin": "https://elsewhere.example"}
    )

    assert answer.status_code == 403


def test_a_form_without_its_token_is_refused(bare_app: Flask, people: Cast) -> None:
    bare_app.config["WTF_CSRF_ENABLED"] = True

    assert bare_app.test_client().post(f"/t/rename/{people.estate.id}").status_code == 400


def test_every_answer_carries_the_content_policy(bare_app: Flask) -> None:
    headers = bare_app.test_client().get("/t/open").headers

    assert headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
