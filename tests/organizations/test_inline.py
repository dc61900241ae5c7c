"""Estate, unit and contact made inside the field that asks for one."""

import pytest
import sqlalchemy as sa

from tests.cast import COMMUNITY, OURS, THEIRS, Cast
from tests.conftest import Client
from tests.pages import Fragment
from yishi.database import db
from yishi.errors import Invalid, NotAllowed
from yishi.organizations import inline, queries
from yishi.organizations.models import Contact, Estate, Unit

UNIT = f"/desk/units/new-inline?field=unit_id&area={COMMUNITY}&prefix=item-2&label=承办单位"
ESTATE = f"/desk/estates/new-inline?field=estate_id&area={OURS}"


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    db.session.commit()
    return client.sign_in(cast.organizer)


def test_the_field_comes_back_with_the_new_unit_chosen(desk: Client) -> None:
    form = {"unit_id_new_name": "聊东物业", "unit_id_new_phone": "13812345678"}
    part = Fragment(desk.post(UNIT, data=form, headers={"HX-Request": "true"}))
    unit = db.session.scalars(sa.select(Unit).where(Unit.name == "聊东物业")).one()

    chosen = [n.get("value") for n in part.all("option") if "selected" in n.attrs]
    assert chosen == [str(unit.id)]
    assert "item-2-unit-id-field" in part.ids
    assert unit.area_code == OURS
    assert [(c.name, c.duty) for c in queries.contacts_of(unit.id)] == [("值班", "head")]


def test_a_wrong_telephone_keeps_the_lines_and_makes_nothing(desk: Client) -> None:
    form = {"unit_id_new_name": "聊东物业", "unit_id_new_phone": "12"}
    part = Fragment(desk.post(UNIT, data=form), 422)

    assert "11 位手机号" in part.text
    assert 'value="聊东物业"' in part.html
    assert db.session.scalar(sa.select(Unit).where(Unit.name == "聊东物业")) is None
    Fragment(desk.post(UNIT, data={}), 422)


def test_a_field_can_be_asked_for_alone(desk: Client, cast: Cast) -> None:
    Fragment(desk.get(UNIT))
    Fragment(desk.get(ESTATE))
    contact = f"/desk/units/{cast.property_company.id}/contacts/new-inline?field=contact_id"
    assert "王经理" in Fragment(desk.get(contact)).text


@pytest.mark.parametrize(
    "address",
    [
        f"/desk/units/new-inline?field=unit_id&area={THEIRS}",
        "/desk/units/new-inline?field=unit_id&area=",
        f"/desk/units/new-inline?field=un<it&area={OURS}",
        f"/desk/units/new-inline?area={OURS}",
    ],
)
def test_elsewhere_and_under_odd_names_there_is_no_field(desk: Client, address: str) -> None:
    assert desk.get(address).status_code == 404
    assert desk.post(address, data={"unit_id_new_name": "x"}).status_code == 404


def test_an_estate_is_made_in_its_community(desk: Client) -> None:
    form = {
        "estate_id_new_name": "如意苑",
        "estate_id_new_area": COMMUNITY,
        "estate_id_new_count": "300",
    }
    Fragment(desk.post(ESTATE, data=form))
    estate = db.session.scalars(sa.select(Estate).where(Estate.name == "如意苑")).one()

    assert (estate.area_code, estate.household_count) == (COMMUNITY, 300)
    Fragment(desk.post(ESTATE, data=form))
    assert db.session.scalars(sa.select(Estate).where(Estate.name == "如意苑")).one()
    other = {**form, "estate_id_new_name": "馨润花园"}
    Fragment(desk.post(ESTATE, data={**other, "estate_id_new_count": "many"}), 422)
    assert desk.post(ESTATE, data={**form, "estate_id_new_area": THEIRS}).status_code == 403


def test_a_person_of_a_unit_is_made(desk: Client, cast: Cast) -> None:
    address = f"/desk/units/{cast.city_management.id}/contacts/new-inline?field=contact_id"
    form = {"contact_id_new_name": "孙", "contact_id_new_post": "队长"}

    Fragment(desk.post(address, data=form), 422)
    Fragment(desk.post(address, data={**form, "contact_id_new_phone": "13800007777"}))

    assert (
        db.session.scalars(sa.select(Contact).where(Contact.name == "孙")).one().title == "孙队长"
    )


def test_without_scripts_the_rooms_own_form_makes_the_unit(cast: Cast) -> None:
    by = cast.actor(cast.organizer)

    made = inline.unit({"unit_id_new_name": "聊东物业"}, "unit_id", COMMUNITY, by=by)
    again = inline.unit({"unit_id_new_name": " 聊东物业 "}, "unit_id", COMMUNITY, by=by)
    chosen = inline.unit({"unit_id": str(cast.city_management.id)}, "unit_id", COMMUNITY, by=by)

    assert made is not None
    assert made is again
    assert chosen is cast.city_management
    assert inline.unit({}, "unit_id", COMMUNITY, by=by) is None


def test_a_unit_of_another_office_cannot_be_chosen(cast: Cast) -> None:
    by = cast.actor(cast.organizer)

    with pytest.raises(Invalid) as refusal:
        inline.unit({"unit_id": str(cast.their_unit.id)}, "unit_id", COMMUNITY, by=by)
    with pytest.raises(NotAllowed):
        inline.unit({"unit_id_new_name": "x"}, "unit_id", THEIRS, by=by)

    assert list(refusal.value.errors) == ["unit_id"]
