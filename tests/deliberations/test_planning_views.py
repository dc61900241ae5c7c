"""The pages of a day before it is held, as a browser sees them."""

from pathlib import Path

import pytest

from tests.appeals import makers
from tests.cast import Cast
from tests.conftest import Client
from tests.deliberations import plans
from tests.pages import Fragment, Page
from yishi.database import db
from yishi.deliberations.models import Deliberation
from yishi.deliberations.rules import State

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _at_tuesday(at_now: Path) -> None:
    at_now.write_text(plans.TUESDAY.isoformat())


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    """王娟's browser."""
    return client.sign_in(cast.organizer)


def _url(day: Deliberation, tail: str = "") -> str:
    return f"/desk/deliberations/{day.id}{tail}"


def test_after_the_announcement_three_things_are_left(desk: Client, cast: Cast) -> None:
    page = Page(desk.get(_url(plans.announced(cast))))

    assert page.h1 == "已公告，接下来三件事"
    assert "议三件事：东街路灯晚上不亮、3号楼下水道返水、小广场晚上音响太吵。" in page.text
    assert "打印 8 张" in page.text
    assert "打电话请单位，还有 2 家" in page.text
    assert "138 0000 0001" in page.text


def test_one_tap_on_a_call_is_answered_with_the_step(desk: Client, cast: Cast) -> None:
    day = plans.announced(cast)
    call = _url(day, f"/invitations/{day.invitations[0].id}/call")

    fragment = Fragment(desk.post(call, headers=HTMX))
    plain = desk.post(_url(day, f"/invitations/{day.invitations[1].id}/call"))

    assert "还有 1 家" in fragment.html
    assert plain.status_code == 303
    assert all(invitation.invited_at for invitation in day.invitations)


def test_who_comes_is_written_down(desk: Client, cast: Cast) -> None:
    day = plans.announced(cast)
    answer = _url(day, f"/invitations/{day.invitations[0].id}/answer")
    typed = {"attendee_name": "王", "attendee_post": "经理", "may_promise": "yes"}

    fragment = Fragment(desk.post(answer, data=typed, headers=HTMX))

    assert "王经理来，能答应" in fragment.html


def test_the_prepare_page_shows_the_three_parts_and_what_is_missing(
    desk: Client, cast: Cast
) -> None:
    page = Page(desk.get(_url(plans.drafted(cast, titles=()), "/prepare")))

    assert "还差 1 项就能发公告" in page.text
    assert page.by_id("date").get("value") == "2026-11-28"
    assert "鑫和物业" in page.text


def test_the_frame_is_saved_and_a_second_editor_gets_both(desk: Client, cast: Cast) -> None:
    day = plans.drafted(cast)
    typed = {"date": "2026-11-29", "start": "15:00", "place": "居委会二楼", "version": "1"}

    saved = desk.post(_url(day, "/frame"), data=typed)
    late = Page(desk.post(_url(day, "/frame"), data={**typed, "place": "北门"}), status=409)

    assert saved.status_code == 303
    assert (day.place, day.version) == ("居委会二楼", 2)
    assert "居委会二楼" in late.text
    assert late.by_id("place").get("value") == "北门"


def test_a_matter_moves_by_its_button(desk: Client, cast: Cast) -> None:
    day = plans.drafted(cast)
    first, second, _ = [item.id for item in day.items]

    fragment = Fragment(
        desk.post(_url(day, f"/items/{first}/position"), data={"after": second}, headers=HTMX)
    )

    db.session.refresh(day)
    assert [item.id for item in day.items][:2] == [second, first]
    assert fragment.html.index("3号楼下水道返水") < fragment.html.index("东街路灯晚上不亮")


def test_a_matters_words_are_edited_and_a_conflict_shows_both(desk: Client, cast: Cast) -> None:
    day = plans.drafted(cast)
    url = _url(day, f"/items/{day.items[0].id}")
    typed = {"title": "东街路灯", "situation": "11 盏灯全灭", "version": "1"}

    desk.post(url, data=typed)
    late = Page(desk.post(url, data={**typed, "situation": "灯坏了"}), status=409)

    assert day.items[0].situation == "11 盏灯全灭"
    assert "11 盏灯全灭" in late.text
    assert "灯坏了" in late.html


def test_triage_is_offered_the_coming_days_and_places_in_one_tap(
    desk: Client, cast: Cast, now: object
) -> None:
    appeal = makers.released(cast, plans.TUESDAY)
    day = plans.announced(cast)

    offer = Fragment(desk.get(f"/desk/deliberations/agenda-offer?appeal={appeal.id}"))
    placed = desk.post(_url(day, "/items"), data={"appeal_id": appeal.id, "back": "/desk"})

    assert "列入 11月28日" in offer.html
    assert placed.location == "/desk"
    assert day.items[-1].appeal_id == appeal.id


def test_time_and_place_are_changed_on_one_page(desk: Client, cast: Cast) -> None:
    day = plans.announced(cast)
    typed = {"date": "2026-12-05", "start": "09:00", "place": "社区广场", "reason": "那天有大雨"}

    refused = desk.post(_url(day, "/change"), data={**typed, "reason": ""})
    changed = desk.post(_url(day, "/change"), data=typed)

    assert refused.status_code == 422
    assert "请写一句原因" in refused.text
    assert changed.status_code == 303
    assert "<s>" in Page(desk.get(f"/deliberations/{day.id}")).html


def test_a_day_is_cancelled_with_a_reason_that_residents_read(desk: Client, cast: Cast) -> None:
    day = plans.announced(cast)

    refused = Page(desk.post(_url(day, "/cancellation"), data={"reason": ""}), status=422)
    desk.post(_url(day, "/cancellation"), data={"reason": "广场那天有别的活动"})

    assert "请写一句原因" in refused.text
    assert day.state is State.CANCELLED
    assert "广场那天有别的活动" in Page(desk.get(f"/deliberations/{day.id}")).text


def test_another_offices_day_does_not_exist(client: Client, cast: Cast) -> None:
    day = plans.announced(cast)
    stranger = client.sign_in(cast.stranger)

    for tail in ("", "/prepare", "/notice", "/change", "/papers", "/web-page", "/calendar"):
        assert stranger.get(_url(day, tail)).status_code == 404, tail
    for tail in ("/announcement", "/plan", "/items", "/invitations", "/cancellation", "/frame"):
        assert stranger.post(_url(day, tail), data={}).status_code in {404, 422}, tail
