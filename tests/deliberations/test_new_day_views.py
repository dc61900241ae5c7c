"""办一场 and what follows it, as a browser sees them."""

import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.appeals import makers
from tests.cast import Cast
from tests.conftest import Client
from tests.deliberations import plans
from tests.pages import Fragment, Page
from yishi.database import db
from yishi.deliberations.models import Deliberation
from yishi.deliberations.rules import State
from yishi.organizations.models import Estate, Unit

NEW = "/desk/deliberations/new"


@pytest.fixture(autouse=True)
def _at_tuesday(at_now: Path) -> None:
    at_now.write_text(plans.TUESDAY.isoformat())


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    """王娟's browser."""
    return client.sign_in(cast.organizer)


def _typed(cast: Cast, **changes: object) -> dict[str, object]:
    usual = {
        "where": f"estate:{cast.estate.id}",
        "date": "2026-11-28",
        "start": "09:00",
        "place": "社区广场",
        "chair_name": "吕主任",
        "more": "东街路灯晚上不亮\n\n3号楼下水道返水\n",
        "unit": [str(cast.property_company.id)],
    }
    return {**usual, **changes}


def _only_day() -> Deliberation:
    return db.session.scalars(sa.select(Deliberation)).one()


def test_the_form_offers_the_only_estate_its_appeals_and_units(
    desk: Client, cast: Cast, now: dt.datetime
) -> None:
    appeal = makers.released(cast, now)

    page = Page(desk.get(NEW))

    assert page.h1 == "办一场 光明居二期公开议事日"
    assert appeal.public_title in page.text
    assert "鑫和物业" in page.text
    assert "柳园物业" not in page.text


def test_the_form_is_filled_in_from_the_last_day(desk: Client, cast: Cast) -> None:
    plans.announced(cast)

    page = Page(desk.get(NEW))

    assert "照 11月28日 那场抄来" in page.text
    assert page.by_id("place").get("value") == "社区广场"
    assert "checked" in page.by_id(f"unit-{cast.property_company.id}").attrs


def test_one_form_announces_a_day(desk: Client, cast: Cast) -> None:
    response = desk.post("/desk/deliberations", data=_typed(cast, then="announce"))

    day = _only_day()
    assert response.status_code == 303
    assert response.location == f"/desk/deliberations/{day.id}"
    assert (day.state, day.starts_at) == (State.ANNOUNCED, plans.MORNING)
    assert [item.title for item in day.items] == ["东街路灯晚上不亮", "3号楼下水道返水"]


def test_looking_at_the_notice_keeps_a_draft_that_nobody_else_sees(
    desk: Client, cast: Cast
) -> None:
    response = desk.post("/desk/deliberations", data=_typed(cast, then="notice"))

    day = _only_day()
    assert response.location == f"/desk/deliberations/{day.id}/notice"
    assert "东街路灯晚上不亮" in Page(desk.get(response.location)).text
    assert desk.get(f"/deliberations/{day.id}").status_code == 404


def test_an_open_guard_keeps_everything_that_was_typed(desk: Client, cast: Cast) -> None:
    typed = _typed(cast, then="announce", date="2026-11-25", more="东街路灯晚上不亮")

    page = Page(desk.post("/desk/deliberations", data=typed), status=422)

    assert "还差 1 项才能发公告：日期改到 11月27日 或之后" in page.text
    assert page.by_id("place").get("value") == "社区广场"
    assert "东街路灯晚上不亮" in page.html
    assert db.session.scalars(sa.select(Deliberation)).all() == []


def test_a_new_estate_and_a_new_unit_are_made_inside_the_form(desk: Client, cast: Cast) -> None:
    typed = _typed(
        cast, then="announce", new_estate="安居苑", more_units="县水务公司 李工 0635-2345678"
    )

    desk.post("/desk/deliberations", data=typed)

    estate = db.session.scalars(sa.select(Estate).where(Estate.name == "安居苑")).one()
    unit = db.session.scalars(sa.select(Unit).where(Unit.name == "县水务公司")).one()
    assert _only_day().estate_id == estate.id
    assert unit.id in {invitation.unit_id for invitation in _only_day().invitations}
    assert unit.contacts[0].title == "李工"


def test_a_unit_line_that_cannot_be_read_says_how_to_write_it(desk: Client, cast: Cast) -> None:
    typed = _typed(cast, then="announce", more_units="县水务公司 李工")

    page = Page(desk.post("/desk/deliberations", data=typed), status=422)

    assert "请写成：单位 联系人 电话" in page.text


def test_the_guard_panel_follows_what_is_typed(desk: Client, cast: Cast) -> None:
    query = "date=2026-11-25&place=广场&more=路灯%0A水管"

    fragment = Fragment(desk.get(f"/desk/deliberations/checks?{query}"))

    assert "还差 2 项就能发公告" in fragment.html
    assert "议题 2 个" in fragment.html


def test_another_offices_estate_does_not_exist_here(desk: Client, cast: Cast) -> None:
    typed = _typed(cast, where=f"estate:{cast.their_estate.id}", then="announce")

    assert desk.post("/desk/deliberations", data=typed).status_code == 404
    assert desk.get(f"{NEW}?where=estate:{cast.their_estate.id}").status_code == 404


def test_only_organizers_plan(client: Client, cast: Cast) -> None:
    assert client.get(NEW).status_code in {302, 303}
    assert client.sign_in(cast.handler).get(NEW).status_code == 403
    assert client.sign_in(cast.deputy).get(NEW).status_code == 403
    assert client.sign_in(cast.deputy).get("/desk/deliberations").status_code == 200


def test_a_date_that_is_none_is_refused_in_words(desk: Client, cast: Cast) -> None:
    typed = _typed(cast, then="announce", date="28.11.", start="neun")

    page = Page(desk.post("/desk/deliberations", data=typed), status=422)

    assert "请从日历里选" in page.text
    assert "如 09:00" in page.text
    assert "Not a valid" not in page.html
