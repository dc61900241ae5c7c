"""The pages of places, units, the catalogue and the office itself."""

import io
from typing import Any

import pytest
import sqlalchemy as sa

from tests.cast import COMMUNITY, OURS, THEIRS, Cast
from tests.conftest import Client
from tests.pages import Page
from yishi.accounts.actors import SYSTEM
from yishi.database import db
from yishi.organizations import queries, seeds, services
from yishi.organizations.models import Area, Category, Contact, Estate, Unit

PAGES = [
    "/desk/setup",
    "/desk/units",
    "/desk/estates",
    "/desk/categories",
    "/desk/categories/new",
    "/desk/areas",
    "/desk/users",
]


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    seeds.plant(db.session.connection())
    db.session.commit()
    return client.sign_in(cast.organizer)


@pytest.fixture
def admin(client: Client, cast: Cast) -> Client:
    db.session.commit()
    return client.sign_in(cast.admin)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_opens_for_the_organizer_and_not_for_a_handler(
    desk: Client, cast: Cast, address: str
) -> None:
    Page(desk.get(address))

    handler = desk.application.test_client()
    handler.sign_in(cast.handler)
    assert handler.get(address).status_code == 403
    assert desk.application.test_client().get(address).status_code == 303


def test_a_new_unit_leads_to_its_contacts(desk: Client) -> None:
    response = desk.post(
        "/desk/units",
        data={"name": "县供电公司", "kind": "utility", "duty_phone": "0635-1234567"},
    )

    page = Page(desk.get(response.location))
    assert page.h1 == "县供电公司"
    assert "还没有联系人" in page.text


def test_a_refused_unit_keeps_what_was_typed_and_nothing_is_saved(desk: Client) -> None:
    response = desk.post(
        "/desk/units", data={"name": "县供电公司", "kind": "utility", "duty_phone": "打我"}
    )

    page = Page(response, 422)
    assert page.by_id("name").get("value") == "县供电公司"
    assert db.session.scalar(sa.select(Unit).where(Unit.name == "县供电公司")) is None


def test_a_telephone_is_for_the_office_that_keeps_the_unit(desk: Client, cast: Cast) -> None:
    address = f"/desk/units/{cast.property_company.id}"
    assert "138 0000 0001" in Page(desk.get(address)).text

    leader = desk.application.test_client()
    leader.sign_in(cast.deputy)
    page = Page(leader.get(address))
    assert "王经理" in page.text
    assert "138 0000" not in page.text
    assert "13800000001" not in page.html


def test_a_county_unit_can_be_looked_at_and_not_changed(desk: Client) -> None:
    unit = services.create_unit("371524", "县住建局", by=SYSTEM)
    services.add_contact(unit, "李", post="科长", phone="13811112222", by=SYSTEM)
    db.session.commit()

    page = Page(desk.get(f"/desk/units/{unit.id}"))
    assert "李科长" in page.text
    assert "138 1111" not in page.text
    assert "13811112222" not in page.html
    assert desk.post(f"/desk/units/{unit.id}", data={"name": "x"}).status_code == 404
    assert desk.post(f"/desk/units/{unit.id}/contacts", data={}).status_code == 404


def test_another_offices_things_do_not_exist(desk: Client, cast: Cast) -> None:
    ours, theirs = cast.property_company.id, cast.their_unit.id
    contact = cast.head_contact.id

    for address in (
        f"/desk/units/{theirs}",
        f"/desk/units/{theirs}/contacts/{contact}",
        f"/desk/units/{cast.city_management.id}/contacts/{contact}",
        f"/desk/estates/{cast.their_estate.id}",
        f"/desk/users/{cast.stranger.id}",
        f"/desk/areas?under={THEIRS}",
        "/desk/units/999999",
    ):
        assert desk.get(address).status_code == 404, address
    assert desk.get(f"/desk/units/{ours}").status_code == 200


def test_a_contact_is_added_corrected_and_leaves(desk: Client, cast: Cast) -> None:
    unit = f"/desk/units/{cast.property_company.id}"
    form = {"name": "李", "post": "主任", "duty": "handler", "phone": "139 1111 2222", "mail": ""}
    assert desk.post(f"{unit}/contacts", data=form).status_code == 303
    contact = db.session.scalars(sa.select(Contact).where(Contact.name == "李")).one()

    Page(desk.get(f"{unit}/contacts/{contact.id}"))
    Page(desk.post(f"{unit}/contacts/{contact.id}", data={**form, "phone": "12"}), 422)
    desk.post(f"{unit}/contacts/{contact.id}", data={**form, "duty": "head"})
    assert "李主任负责人" in Page(desk.get(unit)).text.replace(" ", "")

    desk.post(f"{unit}/contacts/{contact.id}/departure")
    assert "李主任" not in [row.title for row in queries.contacts_of(cast.property_company.id)]
    assert desk.get(f"{unit}/contacts/{contact.id}").status_code == 404


def test_hostile_names_are_shown_as_typed(desk: Client) -> None:
    name = '<script>alert(1)</script>" onload=x {{7*7}}'
    response = desk.post("/desk/units", data={"name": name, "kind": "other"})

    assert Page(desk.get(response.location)).h1 == name
    assert name in Page(desk.get("/desk/units")).text


def test_an_estate_is_added_and_corrected(desk: Client) -> None:
    form = {"name": "如意苑", "area_code": COMMUNITY, "household_count": "300"}
    assert desk.post("/desk/estates", data=form).status_code == 303
    estate = db.session.scalars(sa.select(Estate).where(Estate.name == "如意苑")).one()

    Page(desk.get(f"/desk/estates/{estate.id}"))
    Page(desk.post("/desk/estates", data=form), 422)
    Page(desk.post(f"/desk/estates/{estate.id}", data={**form, "area_code": THEIRS}), 422)
    desk.post(f"/desk/estates/{estate.id}", data={**form, "household_count": ""})
    assert estate.household_count is None


def test_changing_a_shipped_kind_makes_the_offices_own(desk: Client, cast: Cast) -> None:
    shipped = db.session.scalars(sa.select(Category).where(Category.name == "环境卫生")).one()
    form = {"issue_class": "A", "level": "社区", "lead_unit_id": cast.property_company.id}

    Page(desk.get(f"/desk/categories/{shipped.id}"))
    assert desk.post(f"/desk/categories/{shipped.id}", data=form).status_code == 303

    row = next(r for r in queries.categories(OURS) if r.name == "环境卫生")
    assert (row.area_code, row.issue_class) == (OURS, "A")
    assert shipped.issue_class == "B"


def test_a_kind_of_the_own_with_a_unit_made_on_the_way(desk: Client) -> None:
    form = {
        "name": "养老助餐",
        "issue_class": "B",
        "level": "社区",
        "lead_unit_id_new_name": "长者食堂",
        "lead_unit_id_new_phone": "13800009999",
    }

    assert desk.post("/desk/categories", data=form).status_code == 303
    assert "长者食堂" in Page(desk.get("/desk/categories")).text
    Page(desk.post("/desk/categories", data={**form, "issue_class": "Z"}), 422)


def test_an_area_is_found_opened_and_added_by_hand(desk: Client) -> None:
    assert "吉祥苑社区" in Page(desk.get("/desk/areas")).text
    assert "柳园社区" not in Page(desk.get("/desk/areas?q=社区")).text
    form = {"parent_code": COMMUNITY, "name": "第一网格"}

    assert desk.post("/desk/areas", data=form).status_code == 303
    Page(desk.post("/desk/areas", data=form), 422)
    assert desk.post("/desk/areas", data={**form, "parent_code": THEIRS}).status_code == 404
    assert "第一网格" in Page(desk.get(f"/desk/areas?under={COMMUNITY}")).text


def upload(client: Client, text: str, **more: str) -> Any:
    file = (io.BytesIO(text.encode()), "areas.csv")
    return client.post("/desk/areas/import", data={"file": file, **more})


def test_only_the_administrator_imports_and_bad_lines_are_named(admin: Client, cast: Cast) -> None:
    good = "code,name,level,parent_code\n371524002,新城街道,subdistrict,371524\n"

    Page(upload(admin, good, dry_run="1"))
    assert db.session.get(Area, "371524002") is None
    page = Page(upload(admin, good + "37,坏,city,\n"), 422)
    assert "第 3 行" in page.text
    assert upload(admin, good).status_code == 303
    Page(admin.post("/desk/areas/import"), 422)

    organizer = admin.application.test_client()
    organizer.sign_in(cast.organizer)
    assert upload(organizer, good).status_code == 403
