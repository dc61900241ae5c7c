"""The first sign-in: area, telephone, signature; every step may be skipped."""

import pytest
import sqlalchemy as sa

from tests.cast import COMMUNITY, OURS, Cast
from tests.conftest import Client
from tests.pages import Page
from yishi.accounts import services as accounts
from yishi.accounts.models import Person
from yishi.accounts.rules import Role
from yishi.database import db
from yishi.organizations import queries
from yishi.organizations.models import Area


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    db.session.commit()
    return client.sign_in(cast.organizer)


@pytest.fixture
def first(client: Client, session: object) -> Client:
    person = accounts.create_admin("何静", "hejing", "four words in a row")
    db.session.commit()
    return client.sign_in(person)


def test_an_office_is_asked_once_who_it_is(desk: Client) -> None:
    assert desk.get("/desk/welcome").location == "/desk/setup"

    desk.post("/desk/setup/later")

    assert desk.get("/desk/welcome").location == "/desk"


def test_telephone_and_signature_are_kept(desk: Client) -> None:
    form = {"telephone": "0635-7654321", "signature": "铜城街道议事办"}

    assert desk.post("/desk/setup/office", data=form).location == "/desk"

    office = queries.office(COMMUNITY)
    assert office is not None
    assert (office.telephone, office.signature) == ("0635-7654321", "铜城街道议事办")
    assert desk.get("/desk/welcome").location == "/desk"


def test_a_wrong_telephone_is_refused_with_what_was_typed(desk: Client) -> None:
    response = desk.post("/desk/setup/office", data={"telephone": "打我", "signature": "办"})

    page = Page(response, 422)
    assert page.form("/desk/setup/office")["telephone"] == "打我"
    assert queries.setting(OURS, "office.signature") == ""


def test_a_new_installation_goes_from_nothing_to_an_office(first: Client) -> None:
    assert "还没有区划名录" in Page(first.get("/desk/setup")).text

    first.post("/desk/areas/shipped", data={"setup": "1"})
    page = Page(first.get("/desk/setup?q=鱼山镇"))
    assert "东阿县鱼山镇" in page.text
    first.post("/desk/setup/area", data={"area_code": "371524108", "organizer": "1"})

    assert db.session.scalar(sa.select(sa.func.count()).select_from(Area)) == 2553
    assert queries.home_area() == "371524108"
    me = db.session.scalars(sa.select(Person)).one()
    assert {grant.role for grant in me.grants} == {Role.ADMIN, Role.ORGANIZER}
    Page(first.get("/desk/units"))
    Page(first.get("/desk"))


def test_no_area_chosen_is_refused_in_words(first: Client) -> None:
    Page(first.post("/desk/setup/area", data={"area_code": ""}), 422)
    Page(first.post("/desk/setup/office", data={"telephone": ""}), 422)
    Page(first.post("/desk/units", data={"name": "某物业", "kind": "other"}), 422)


def test_pages_open_before_any_area_is_there(first: Client) -> None:
    for address in ("/desk/areas", "/desk/units", "/desk/estates", "/desk/users", "/desk/setup"):
        Page(first.get(address))


def test_an_organizer_does_not_choose_the_area(desk: Client) -> None:
    assert desk.post("/desk/setup/area", data={"area_code": OURS}).status_code == 403
