"""The minutes page: edited, pressed, objected to, published; the board and the files."""

import datetime as dt
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.conftest import Client
from tests.deliberations import rooms
from tests.deliberations.counting import brief, statements
from tests.pages import Fragment, Page
from yishi.clock import at
from yishi.database import db
from yishi.deliberations.models import Deliberation
from yishi.deliberations.queries.minutes import Draft, draft_of_day
from yishi.deliberations.rules import State
from yishi.deliberations.services import closing, publishing, signing

HTMX = {"HX-Request": "true"}
DUE = at(dt.date(2026, 12, 1), dt.time(17, 30))
NAMES = {"reviewer": "宋岩 党政办主任", "signer": "吕志强 副镇长"}


@pytest.fixture(autouse=True)
def clock_file(at_now: Path) -> Path:
    """Noon of the day."""
    at_now.write_text(rooms.NOON.isoformat())
    return at_now


@pytest.fixture
def draft(cast: Cast) -> Draft:
    """The minutes of a day that closed at noon."""
    day = rooms.finished(cast).day
    closing.conclude(day, by=cast.actor(cast.organizer), now=rooms.NOON)
    db.session.commit()
    return draft_of_day(day)


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    """王娟's browser."""
    return client.sign_in(cast.organizer)


@pytest.fixture
def published(draft: Draft, cast: Cast, clock_file: Path) -> Deliberation:
    """The same day, published."""
    by = cast.actor(cast.organizer)
    signing.publish_unless_objected(draft, *NAMES.values(), by=by, now=rooms.NOON)
    publishing.publish_due(DUE)
    db.session.commit()
    clock_file.write_text(DUE.isoformat())
    return draft.day


def _url(day: Deliberation, path: str = "") -> str:
    return f"/desk/deliberations/{day.id}/minutes{path}"


def test_left_stands_what_can_be_changed_right_what_residents_see(
    desk: Client, draft: Draft
) -> None:
    page = Page(desk.get(_url(draft.day)))

    assert page.h1 == "纪要 光明居二期公开议事日"
    assert page.text.count("一、东街路灯晚上不亮") == 3  # left, right, in the list of objections
    assert "“十二月十号以前换六米主管”" in page.text
    assert "无异议即公布 12月1日17:30" in page.text


def test_a_paragraph_is_saved_and_shown_as_residents_will_read_it(
    desk: Client, draft: Draft
) -> None:
    part = draft.parts[1]
    url = _url(draft.day, f"/paragraphs/{part.paragraph.id}")
    data = {"text": "11盏灯五月起不亮。", "revision": "1"}

    fragment = Fragment(desk.post(url, data=data, headers=HTMX))

    assert fragment.by_id(f"shown-{part.paragraph.id}").text.startswith("一、东街路灯晚上不亮")
    assert Page(desk.get(_url(draft.day))).text.count("11盏灯五月起不亮。") == 2


def test_two_who_edit_one_paragraph_get_both_texts(desk: Client, draft: Draft) -> None:
    url = _url(draft.day, f"/paragraphs/{draft.parts[1].paragraph.id}")
    desk.post(url, data={"text": "一个人写的。", "revision": "1"})
    late = {"text": "另一个人写的。", "revision": "1"}

    fragment = Fragment(desk.post(url, data=late, headers=HTMX), 409)

    assert "一个人写的。" in fragment.text
    assert [b.text for b in fragment.all("button")] == ["用我的", "用对方的", "都保留"]
    assert Page(desk.post(url, data=late), 409).h1 == "改到一处了"


def test_pressed_once_the_next_page_is_what_waits_to_be_sent(desk: Client, draft: Draft) -> None:
    url = _url(draft.day, "/publication")
    form = Page(desk.get(_url(draft.day))).form(url) | NAMES

    response = desk.post(url, data=form)

    assert response.location == "/desk/notices/to-send"
    page = Page(desk.get(_url(draft.day)))
    assert "12月1日（周二）17:30 自动签发、公布" in page.text
    assert "先不公布，继续改" in page.text


def test_without_names_the_form_comes_back(desk: Client, draft: Draft) -> None:
    page = Page(desk.post(_url(draft.day, "/publication"), data={"reviewer": "宋岩"}), 422)

    assert "请写签发的领导姓名和职务。" in page.text
    assert page.by_id("reviewer").get("value") == "宋岩"


def test_an_objection_is_entered_and_answered(desk: Client, draft: Draft) -> None:
    data = {"text": "不是11盏，是12盏", "who": "3号楼马女士", "how": "paper"}
    desk.post(_url(draft.day, "/objections"), data=data)
    objection = draft_of_day(draft.day).minutes.objections[0]
    assert Page(desk.post(_url(draft.day, "/publication"), data=NAMES), 422)

    answer = _url(draft.day, f"/objections/{objection.id}/answer")
    assert "至少 10 个字" in Page(desk.post(answer, data={"answer": "好"}), 422).text
    desk.post(answer, data={"answer": "供电公司核实是12盏，已改。"})

    assert desk.post(_url(draft.day, "/publication"), data=NAMES).status_code == 303


def test_an_objection_that_says_nothing_comes_back(desk: Client, draft: Draft) -> None:
    page = Page(desk.post(_url(draft.day, "/objections"), data={"text": "不对"}), 422)

    assert "请照原话写下哪里不对" in page.text
    assert page.by_id("objection-text").text == "不对"


def test_published_there_are_texts_a_sheet_and_a_file(
    published: Deliberation, desk: Client
) -> None:
    page = Page(desk.get(_url(published)))

    assert page.h1 == "已公布 光明居二期公开议事日"
    text = page.by_id("group-text").text
    assert "县城管局 牛科长：“十二月十号以前换六米主管”，12月10日（周四）前（SX2026-0001）" in text
    assert f"/desk/deliberations/{published.id}/board" in page.links()


def test_residents_read_the_result_with_its_lights(client: Client, published: Deliberation) -> None:
    page = Page(client.get(f"/deliberations/{published.id}"))

    assert "正在办 剩7个工作日" in page.text
    assert "/issues/SX2026-0001" in page.links()
    assert "审核 宋岩 党政办主任，签发 吕志强 副镇长" in page.text


def test_residents_read_nothing_of_the_minutes_before(client: Client, draft: Draft) -> None:
    page = Page(client.get(f"/deliberations/{draft.day.id}"))

    assert "五月起 11 盏灯全灭" not in page.text
    assert "十二月十号" not in page.text


def test_the_board_is_one_sheet(published: Deliberation, desk: Client) -> None:
    page = Page(desk.get(f"/desk/deliberations/{published.id}/board"))

    assert page.h1 == "谁答应了什么，哪天办完"
    assert "十二月十号以前换六米主管" in page.text


def test_the_result_as_a_file_for_the_countys_site(published: Deliberation, desk: Client) -> None:
    response = desk.get(f"/desk/deliberations/{published.id}/result/export")

    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "<blockquote><p>“十二月十号以前换六米主管”</p>" in response.text


def test_a_correction_stands_beside_the_signed_words(
    published: Deliberation, desk: Client, client: Client
) -> None:
    desk.post(_url(published, "/corrections"), data={"text": "应当是12盏灯", "paragraph_id": ""})

    page = Page(client.get(f"/deliberations/{published.id}"))
    assert "更正 1 应当是12盏灯" in page.text
    assert "五月起 11 盏灯全灭。" in page.text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/minutes"),
        ("get", "/board"),
        ("get", "/result/export"),
        ("post", "/minutes/publication"),
        ("post", "/minutes/publication/withdrawal"),
        ("post", "/minutes/objections"),
        ("post", "/minutes/corrections"),
    ],
)
def test_a_strangers_minutes_do_not_exist(
    client: Client, cast: Cast, draft: Draft, method: str, path: str
) -> None:
    url = f"/desk/deliberations/{draft.day.id}{path}"
    assert getattr(client, method)(url).status_code in {302, 303}

    client.sign_in(cast.stranger)
    assert getattr(client, method)(url).status_code == 404
    client.sign_in(cast.handler)
    assert getattr(client, method)(url).status_code == 403
    assert draft.day.state is State.MINUTES_REVIEW


def test_the_result_costs_few_statements(client: Client, published: Deliberation) -> None:
    url = f"/deliberations/{published.id}"
    client.get(url)
    db.session.expunge_all()

    with statements() as seen:
        response = client.get(url)

    assert "十二月十号以前换六米主管" in response.text
    assert len(seen) <= 6, brief(seen)
