"""What waits for whom, from rows that the rooms wrote."""

import datetime as dt
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.conftest import Client
from tests.home.test_town import a_day, a_promise
from tests.pages import Page
from yishi.deliberations.rules import State
from yishi.home import queries
from yishi.issues.rules import IssueState
from yishi.web.owed import Group, Owed


def row(group: Group, due: dt.datetime | None = None, title: str = "建车棚") -> Owed:
    return Owed(group, title, "/desk", "看进展", due_at=due)


def test_groups_stand_in_the_order_of_urgency(now: dt.datetime) -> None:
    day = dt.timedelta(days=1)
    rows = [row(Group.TO_SEND), row(Group.OVERDUE, now), row(Group.OVERDUE, now - day)]

    ordered = sorted(rows, key=lambda r: r.urgency)
    groups = queries.grouped(ordered, shown=1)

    assert [(g.name, g.total, g.more) for g in groups] == [("已超期", 2, 1), ("待发通知", 1, 0)]
    assert groups[0].rows[0].due_at == now - day


def test_the_owed_list_is_by_date_alone(now: dt.datetime) -> None:
    rows = [row(Group.OVERDUE), row(Group.TO_REVIEW, now, "先到期")]

    assert queries.oldest_first(rows)[0].title == "先到期"


def test_the_first_day_offers_one_thing(client: Client, cast: Cast, at_now: Path) -> None:
    page = Page(client.sign_in(cast.organizer).get("/desk"))

    assert page.h1 == "王娟，今天没有等您的事。"
    assert "/desk/deliberations/new" in page.links()


def test_a_handlers_first_day_is_simply_empty(client: Client, cast: Cast, at_now: Path) -> None:
    page = Page(client.sign_in(cast.handler).get("/desk"))

    assert page.h1 == "段立，今天没有等您的事"
    assert "/desk/deliberations" not in page.links()


@pytest.fixture
def busy(cast: Cast, now: dt.datetime, at_now: Path) -> Cast:
    """A promise overdue, one to review, a day that must be announced today."""
    a_promise(cast, now, -3, title="琉璃井健身器材断裂")
    a_promise(cast, now, 4, title="馨润花园设站", state=IssueState.UNDER_REVIEW)
    a_day(cast, now, State.PLANNED, in_days=3)
    return cast


def test_the_workbench_collects_from_every_room(client: Client, busy: Cast) -> None:
    page = Page(client.sign_in(busy.organizer).get("/desk"))

    assert "已超期 1" in page.text
    assert "待审核 1" in page.text
    assert "琉璃井健身器材断裂" in page.text
    assert "发公告" in page.text
    assert "光明居二期公开议事日" in page.text


def test_a_stranger_owes_nothing_of_it(client: Client, busy: Cast) -> None:
    page = Page(client.sign_in(busy.stranger).get("/desk/owed"))

    assert "每一件都有了回应" in page.text


def test_the_owed_list_can_be_narrowed_to_a_group(client: Client, busy: Cast) -> None:
    client.sign_in(busy.organizer)

    page = Page(client.get("/desk/owed", query_string={"group": "待审核"}))

    assert "馨润花园设站" in page.text
    assert "琉璃井健身器材断裂" not in page.text


def test_the_end_of_the_calendar_is_announced_to_the_office(client: Client, busy: Cast) -> None:
    organizer = Page(client.sign_in(busy.organizer).get("/desk"))
    handler = Page(client.sign_in(busy.handler).get("/desk"))

    assert "放假安排只知道到12月25日" in organizer.text
    assert "放假安排" not in handler.text
