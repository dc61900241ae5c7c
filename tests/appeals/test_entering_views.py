"""代填 at the desk, and the poster of an estate."""

import io
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.appeals import makers
from tests.cast import Cast
from tests.conftest import Client
from tests.files.test_photos import photo
from tests.pages import Page
from yishi.appeals.models import Appeal
from yishi.database import db
from yishi.organizations.models import Estate


@pytest.fixture
def desk(client: Client, cast: Cast, at_now: Path) -> Client:
    return client.sign_in(cast.organizer)


def test_writing_it_down_for_somebody_prints_a_slip(desk: Client, cast: Cast) -> None:
    Page(desk.get("/desk/appeals/new"))
    sent = {
        "source": "letter",
        "place": f"e{cast.estate.id}",
        "title": makers.TITLE,
        "name": "马桂彦",
        "photos": [(io.BytesIO(photo()), "a.jpg")],
    }

    answer = desk.post("/desk/appeals/new", data=sent)

    slip = Page(desk.get(answer.location))
    assert "查询码，别告诉别人" in slip.text
    assert "SQ2026-000001" in slip.text
    wrong = desk.post("/desk/appeals/new", data=sent | {"title": "", "photos": []})
    assert "请用一句话写明" in Page(wrong, 422).text


def test_an_estate_that_no_list_has_is_made_while_writing_down(desk: Client, cast: Cast) -> None:
    sent = {"source": "phone", "title": makers.TITLE, "estate_new_name": "如意苑"}

    wrong = Page(desk.post("/desk/appeals/new", data=sent | {"estate_new_count": "多"}), 422)
    assert 'value="如意苑"' in wrong.html
    desk.post("/desk/appeals/new", data=sent)

    row = db.session.scalars(sa.select(Appeal)).one()
    assert db.session.get_one(Estate, row.estate_id).name == "如意苑"
    assert row.area_code == cast.estate.area_code[:9]


def test_nobody_writes_down_for_another_offices_estate(desk: Client, cast: Cast) -> None:
    sent = {"place": f"e{cast.their_estate.id}", "title": makers.TITLE}

    assert desk.post("/desk/appeals/new", data=sent).status_code == 422


def test_the_poster_carries_the_estates_code(desk: Client, cast: Cast) -> None:
    page = Page(desk.get(f"/desk/appeals/poster?estate={cast.estate.id}"))

    assert "光明居二期的事" in page.text
    assert desk.get(f"/desk/appeals/poster?estate={cast.their_estate.id}").status_code == 404
