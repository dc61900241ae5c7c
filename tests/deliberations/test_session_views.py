"""The session page as a browser meets it: with scripts, without, and as somebody else."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.cast import Cast
from tests.conftest import Client
from tests.deliberations import rooms
from tests.pages import Fragment, Page
from yishi.database import db
from yishi.deliberations.models import Deliberation
from yishi.deliberations.queries.on_site import on_site
from yishi.deliberations.rules import Outcome, State
from yishi.issues.models import Issue

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _saturday(at_now: Path) -> None:
    """Twelve minutes into the session."""
    at_now.write_text((rooms.MORNING + dt.timedelta(minutes=12)).isoformat())


@pytest.fixture
def day(cast: Cast) -> Deliberation:
    """A day in session."""
    return rooms.opened(cast)


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    """王娟's browser."""
    return client.sign_in(cast.organizer)


def _url(day: Deliberation, path: str = "") -> str:
    return f"/desk/deliberations/{day.id}/session{path}"


def _item(day: Deliberation, number: int, path: str) -> str:
    return _url(day, f"/items/{day.items[number - 1].id}/{path}")


def _note(day: Deliberation, number: int) -> Any:
    return rooms.line(day, number).note


def test_before_it_begins_there_is_one_button(desk: Client, cast: Cast) -> None:
    day = rooms.announced(cast)
    page = Page(desk.get(_url(day)))
    assert "开始" in page.text

    response = desk.post(_url(day, "/opening"), data=page.form(_url(day, "/opening")))

    assert (response.status_code, response.location) == (303, _url(day))
    assert day.state is State.IN_SESSION


def test_the_page_shows_items_who_came_and_what_is_missing(desk: Client, day: Deliberation) -> None:
    page = Page(desk.get(_url(day)))

    assert page.h1 == "光明居二期公开议事日"
    assert "散会还差 3 项" in page.text
    assert "鑫和物业 王经理" in page.text


def test_a_sentence_is_saved_and_answers_with_its_revision(desk: Client, day: Deliberation) -> None:
    data = {"note": "一楼返水", "note_revision": "0"}
    response = desk.post(_item(day, 2, "note"), data=data, headers=HTMX)

    fragment = Fragment(response)
    assert 'value="1"' in fragment.html
    assert "已保存 9:12" in fragment.text
    assert response.headers["HX-Trigger"] == "session-changed"
    assert _note(day, 2).text == "一楼返水"


def test_two_recorders_on_one_sentence_get_both_texts(desk: Client, day: Deliberation) -> None:
    desk.post(_item(day, 2, "note"), data={"note": "她先写的", "note_revision": "0"})
    late = {"note": "<script>我后写的", "note_revision": "0"}

    response = desk.post(_item(day, 2, "note"), data=late, headers=HTMX)

    fragment = Fragment(response, 409)
    assert response.headers["HX-Retarget"] == f"#line-{day.items[1].id}"
    assert [b.text for b in fragment.all("button")] == ["用我的", "用对方的", "都保留"]
    assert "她先写的" in fragment.text
    assert "<script>" not in fragment.html
    assert Page(desk.post(_item(day, 2, "note"), data=late), 409).h1 == "改到一处了"


def test_both_texts_can_be_kept(desk: Client, day: Deliberation) -> None:
    desk.post(_item(day, 2, "note"), data={"note": "她先写的", "note_revision": "0"})
    response = desk.post(_item(day, 2, "note"), data={"note": "我后写的", "note_revision": "0"})
    fields = re.findall(r"<textarea name=\"note\"[^>]*>\n([^<]*)</textarea>", response.text)

    chosen = {"note": fields[-1], "note_revision": "1", "whole": "1"}
    response = desk.post(_item(day, 2, "note"), data=chosen)

    assert response.status_code == 303
    assert _note(day, 2).text == "她先写的\n我后写的"


def test_outcome_and_sentence_travel_together_without_scripts(
    desk: Client, day: Deliberation
) -> None:
    form = Page(desk.get(_url(day))).form(_item(day, 3, "outcome"))
    form |= {"note": "多数人不同意", "outcome": "not_adopted"}

    response = desk.post(_item(day, 3, "outcome"), data=form)

    assert response.location == f"{_url(day)}#item-{day.items[2].id}"
    line = rooms.line(day, 3)
    assert (line.item.outcome, line.settled) == (Outcome.NOT_ADOPTED, True)


def test_a_settled_item_folds_to_its_words(desk: Client, day: Deliberation) -> None:
    data = {"note": "当场疏通", "note_revision": "0", "outcome": "solved_on_site", "version": "1"}
    fragment = Fragment(desk.post(_item(day, 2, "outcome"), data=data, headers=HTMX))

    assert "✓ 当场解决" in fragment.text
    assert fragment.all("textarea") == []
    assert Page(desk.get(f"{_url(day)}?open={day.items[1].id}")).text.count("一句话记下") == 3


def test_a_second_outcome_from_an_old_page_is_refused(desk: Client, day: Deliberation) -> None:
    url = _item(day, 2, "outcome")
    desk.post(url, data={"outcome": "solved_on_site", "version": "1"}, headers=HTMX)
    late = {"outcome": "not_adopted", "version": "1"}

    fragment = Fragment(desk.post(url, data=late, headers=HTMX), 409)

    assert "王娟刚刚把这一题定为“当场解决”" in fragment.text


def test_the_first_promise_opens_and_its_button_names_the_confirmer(
    desk: Client, day: Deliberation, cast: Cast
) -> None:
    data = {"note": "一楼返水", "note_revision": "0", "outcome": "promise_made", "version": "1"}
    fragment = Fragment(desk.post(_item(day, 2, "outcome"), data=data, headers=HTMX))
    assert [n.get("data-who") for n in fragment.all("option")] == ["", "王经理", "牛科长", ""]

    form = fragment.form(_item(day, 2, "promises"))
    form |= {"unit_id": str(cast.property_company.id), "due_on": "2026-12-10", "how": "said"}
    form |= {"measure": "塌的六米主管换新"}
    answer = Fragment(desk.post(_item(day, 2, "promises"), data=form, headers=HTMX))

    assert "“塌的六米主管换新”" in answer.text
    assert "吕志强宣读，当场口头确认" in answer.text


def test_vague_words_are_asked_about_once(desk: Client, day: Deliberation, cast: Cast) -> None:
    url = _promise_ready(desk, day)
    vow = _vow(cast, "尽快把主管换新")

    first = Fragment(desk.post(url, data=vow, headers=HTMX), 422)
    assert "“尽快”：做成什么样、哪天能看到？" in first.text
    assert "这次承诺 9 个" in first.text
    again = first.form(url)
    assert (again["measure"], again["asked"]) == ("尽快把主管换新", "1")

    Fragment(desk.post(url, data=again | {"how": "said"}, headers=HTMX))
    assert db.session.scalars(sa.select(Issue.measure)).all() == ["尽快把主管换新"]


def test_a_promise_that_lacks_something_keeps_what_was_typed(
    desk: Client, day: Deliberation, cast: Cast
) -> None:
    url = _promise_ready(desk, day)

    page = Page(desk.post(url, data=_vow(cast, "换新", due_on="2026-11-01")), 422)

    assert "至少 6 个字" in page.text
    assert page.form(url)["measure"] == "换新"
    assert db.session.scalar(sa.select(sa.func.count(Issue.id))) == 0


def test_the_usual_time_stands_beside_the_promised(desk: Client, day: Deliberation) -> None:
    fragment = Fragment(desk.get(_item(day, 2, "usual?due_on=2026-12-10")))

    assert fragment.text == "一般 5 个工作日，这次承诺 9 个"


def test_who_came_is_ticked_and_a_unit_walks_in(
    desk: Client, day: Deliberation, cast: Cast
) -> None:
    desk.post(_url(day, "/heads"), data={"heads": "27", "heads_before": ""}, headers=HTMX)
    tick = {"invitation_id": str(day.invitations[0].id), "came": "1"}
    desk.post(_url(day, "/attendance"), data=tick, headers=HTMX)
    who = {"new_unit": "广场舞队", "said_by": "赵队长", "new_phone": "13800000009"}
    fragment = Fragment(desk.post(_url(day, "/walk-ins"), data=who, headers=HTMX))

    site = on_site(day)
    assert (day.heads, [i.came for i in site.invitations]) == (27, [True, None, True])
    assert "没请，自己来的" in fragment.text


def test_a_wrong_telephone_of_a_walk_in_is_shown_and_nothing_is_kept(
    desk: Client, day: Deliberation
) -> None:
    who = {"new_unit": "广场舞队", "said_by": "赵队长", "new_phone": "12"}
    fragment = Fragment(desk.post(_url(day, "/walk-ins"), data=who, headers=HTMX), 422)

    assert fragment.by_id("walk-unit").get("value") == "广场舞队"
    assert len(on_site(day).invitations) == 2


def test_the_rest_goes_to_next_time_with_a_date_and_the_day_closes(
    desk: Client, day: Deliberation
) -> None:
    assert Page(desk.post(_url(day, "/rest-next-time"), data={}), 422)
    desk.post(_url(day, "/rest-next-time"), data={"next_on": "2026-12-26"})

    response = desk.post(_url(day, "/closing"))

    assert response.location == f"/desk/deliberations/{day.id}/minutes"
    assert day.state is State.MINUTES_REVIEW
    assert desk.post(_url(day, "/closing")).status_code == 303


def test_an_open_guard_says_what_is_missing(desk: Client, day: Deliberation) -> None:
    page = Page(desk.post(_url(day, "/closing")), 422)

    assert "散会还差 3 项：第 1 题还没定" in page.text


def test_after_closing_the_page_leads_to_the_minutes(desk: Client, cast: Cast) -> None:
    day = rooms.opened(cast, state=State.ANNOUNCED)
    day.state = State.MINUTES_REVIEW
    db.session.commit()

    assert desk.get(_url(day)).location == f"/desk/deliberations/{day.id}/minutes"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", ""),
        ("get", "/guard"),
        ("post", "/opening"),
        ("post", "/closing"),
        ("post", "/heads"),
        ("post", "/items"),
        ("post", "/items/{item}/note"),
        ("post", "/items/{item}/outcome"),
        ("post", "/items/{item}/promises"),
        ("post", "/rest-next-time"),
        ("post", "/rest-later"),
        ("post", "/walk-ins"),
    ],
)
def test_a_strangers_day_does_not_exist(
    client: Client, cast: Cast, day: Deliberation, method: str, path: str
) -> None:
    url = _url(day, path.format(item=day.items[0].id))
    assert getattr(client, method)(url).status_code in {302, 303}

    client.sign_in(cast.stranger)
    assert getattr(client, method)(url, data={"outcome": "next_time"}).status_code == 404
    client.sign_in(cast.handler)
    assert getattr(client, method)(url).status_code == 403


def test_an_item_of_another_day_is_not_found_here(
    desk: Client, day: Deliberation, cast: Cast
) -> None:
    other = rooms.opened(cast, starts_at=rooms.MORNING + dt.timedelta(days=7))
    url = _url(day, f"/items/{other.items[0].id}/note")

    assert desk.post(url, data={"note": "x", "note_revision": "0"}).status_code == 404


def _promise_ready(desk: Client, day: Deliberation) -> str:
    data = {"note": "一楼返水", "note_revision": "0", "outcome": "promise_made", "version": "1"}
    desk.post(_item(day, 2, "outcome"), data=data)
    return _item(day, 2, "promises")


def _vow(cast: Cast, measure: str, due_on: str = "2026-12-10") -> dict[str, str]:
    unit = str(cast.property_company.id)
    return {"unit_id": unit, "measure": measure, "due_on": due_on, "how": "said"}
