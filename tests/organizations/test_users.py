"""Who may sign in: for the administrator and, below, organizers."""

import re

import pytest
import sqlalchemy as sa

from tests.cast import COMMUNITY, OURS, THEIRS, Cast
from tests.conftest import Client
from tests.deliberations.counting import brief, statements
from tests.pages import Page
from yishi.accounts.models import Person
from yishi.accounts.passwords import matches
from yishi.accounts.rules import Role
from yishi.database import db

FORM = {"name": "陈默", "login": "chenmo", "role": "grid_worker", "area_code": COMMUNITY}


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    db.session.commit()
    return client.sign_in(cast.organizer)


def found(login: str) -> Person | None:
    return db.session.scalar(sa.select(Person).where(Person.login == login))


def test_a_new_account_shows_its_password_once(desk: Client) -> None:
    page = Page(desk.post("/desk/users", data=FORM))
    person = found("chenmo")

    assert person is not None
    assert matches(person.password_hash, page.by_id("password").text)
    assert "陈默" in Page(desk.get("/desk/users")).text


def test_somebody_of_a_unit_stands_where_the_unit_does(desk: Client, cast: Cast) -> None:
    form = {**FORM, "role": "handler", "unit_id": str(cast.property_company.id)}
    Page(desk.post("/desk/users", data=form))
    person = found("chenmo")

    assert person is not None
    assert (person.grants[0].area_code, person.grants[0].unit_id) == (OURS, form_unit(form))


def form_unit(form: dict[str, str]) -> int:
    return int(form["unit_id"])


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"role": "leader", "area_code": OURS}, 403),
        ({"role": "admin", "area_code": ""}, 403),
        ({"area_code": THEIRS}, 403),
        ({"role": "king"}, 422),
        ({"role": "handler", "unit_id": ""}, 422),
        ({"role": "handler", "unit_id": "999999"}, 404),
        ({"login": "wangjuan"}, 422),
        ({"name": ""}, 422),
        ({"area_code": "37152400100x"}, 422),
    ],
)
def test_what_an_organizer_may_not_give_is_refused(
    desk: Client, change: dict[str, str], status: int
) -> None:
    assert desk.post("/desk/users", data={**FORM, **change}).status_code == status
    assert found("chenmo") is None


def test_a_renewed_password_signs_the_person_out(desk: Client, cast: Cast) -> None:
    theirs = desk.application.test_client()
    theirs.sign_in(cast.handler)

    page = Page(desk.post(f"/desk/users/{cast.handler.id}/password"))

    assert matches(cast.handler.password_hash, page.by_id("password").text)
    assert theirs.get("/desk/me").status_code == 303


def test_a_disabled_person_is_out_and_may_be_let_in_again(desk: Client, cast: Cast) -> None:
    address = f"/desk/users/{cast.handler.id}"
    theirs = desk.application.test_client()
    theirs.sign_in(cast.handler)

    desk.post(f"{address}/disabling")
    assert theirs.get("/desk/me").status_code == 303
    assert "停用" in Page(desk.get(address)).text

    desk.post(f"{address}/enabling")
    assert cast.handler.disabled_at is None


def test_roles_are_added_and_removed(desk: Client, cast: Cast) -> None:
    address = f"/desk/users/{cast.handler.id}"
    desk.post(f"{address}/roles", data={"role": "grid_worker", "area_code": COMMUNITY})
    page = Page(desk.get(address))
    assert "网格员" in page.text
    grant = next(g for g in cast.handler.grants if g.role is Role.GRID_WORKER)

    assert desk.post(f"{address}/roles/{grant.id}/removal").status_code == 303
    assert grant.revoked_at is not None
    assert desk.post(f"{address}/roles/999999/removal").status_code == 404


def test_a_leader_is_shown_without_buttons(desk: Client, cast: Cast) -> None:
    page = Page(desk.get(f"/desk/users/{cast.deputy.id}"))

    assert "由系统管理员管" in page.text
    assert not re.search("/password|/disabling", page.html)
    assert desk.post(f"/desk/users/{cast.deputy.id}/password").status_code == 403
    assert desk.post(f"/desk/users/{cast.stranger.id}/password").status_code == 404


def test_the_list_asks_no_more_for_many_accounts(desk: Client, cast: Cast) -> None:
    desk.get("/desk/users")
    with statements() as few:
        desk.get("/desk/users")
    for n in range(5):
        desk.post("/desk/users", data={**FORM, "login": f"chenmo{n}"})

    with statements() as many:
        assert "chenmo4" in Page(desk.get("/desk/users")).text

    assert len(many) <= len(few), brief(many)
