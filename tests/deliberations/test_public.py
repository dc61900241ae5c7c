"""What everybody sees before a day, and what it costs."""

import datetime as dt
from pathlib import Path

import pytest
from flask import Flask

from tests.cast import COMMUNITY, THEIRS, Cast
from tests.conftest import Client
from tests.deliberations import plans
from tests.deliberations.counting import brief, statements
from tests.pages import Page
from yishi.database import db
from yishi.deliberations.rules import State
from yishi.deliberations.services import announcing, archiving, planning
from yishi.deliberations.tasks import sweep

MOST_STATEMENTS = 6
MOST_BYTES = 30 * 1024


@pytest.fixture(autouse=True)
def _at_tuesday(at_now: Path) -> None:
    at_now.write_text(plans.TUESDAY.isoformat())


def test_a_day_says_when_where_what_and_who_answers(client: Client, cast: Cast) -> None:
    day = plans.announced(cast)

    page = Page(client.get(f"/deliberations/{day.id}"))

    assert page.h1 == "光明居二期公开议事日 11月28日（周六）9:00"
    for words in ("社区广场", "东街路灯晚上不亮", "鑫和物业", "谁都可以来听、来说"):
        assert words in page.text


def test_a_plan_shows_its_date_and_until_when_it_calls(client: Client, cast: Cast) -> None:
    day = plans.drafted(cast, call_until=dt.date(2026, 11, 26))
    planning.publish_plan(day, by=cast.actor(cast.organizer), now=plans.TUESDAY)

    page = Page(client.get("/schedule"))

    assert "11月28日（周六）" in page.text
    assert "9:00" not in page.text
    assert "议题征集到 11月26日（周四）" in page.text


def test_the_schedule_is_filtered_by_area_and_month(client: Client, cast: Cast) -> None:
    plans.announced(cast)

    def titles(query: str) -> bool:
        return "光明居二期公开议事日" in Page(client.get(f"/schedule?{query}")).text

    queries = (
        "",
        f"area={COMMUNITY}",
        f"area={THEIRS}",
        "month=2026-11",
        "month=2026-12",
        "month=x",
    )
    assert [titles(query) for query in queries] == [True, True, False, True, False, True]


def test_a_halted_day_stays_in_the_schedule_struck_through(client: Client, cast: Cast) -> None:
    day = plans.announced(cast)
    announcing.postpone(day, "那天有大雨", by=cast.actor(cast.organizer), now=plans.TUESDAY)

    page = Page(client.get("/schedule"))

    assert "延期了，时间另定" in page.text
    assert "那天有大雨" in page.text
    assert "<s>" in page.html


def test_calendar_files_hold_the_day(client: Client, cast: Cast) -> None:
    day = plans.announced(cast)

    for url in ("/schedule.ics", f"/deliberations/{day.id}/calendar"):
        text = client.get(url).text
        assert "DTSTART;TZID=Asia/Shanghai:20261128T090000" in text, url
        assert "SUMMARY:光明居二期公开议事日" in text


def test_the_posters_open_for_printing(client: Client, cast: Cast) -> None:
    day = plans.announced(cast)

    schedule = Page(client.get("/schedule/poster"))
    papers = Page(client.sign_in(cast.organizer).get(f"/desk/deliberations/{day.id}/papers"))

    assert "光明居二期" in schedule.text
    assert papers.html.count('<section class="paper') == 8


def test_the_web_page_for_the_countys_site_stands_alone(client: Client, cast: Cast) -> None:
    day = plans.announced(cast)

    response = client.sign_in(cast.organizer).get(f"/desk/deliberations/{day.id}/web-page")

    assert "attachment" in response.headers["Content-Disposition"]
    assert "东街路灯晚上不亮" in response.text
    assert "src=" not in response.text
    assert "href=" not in response.text


@pytest.mark.parametrize("path", ["/deliberations/{id}", "/schedule"])
def test_fifty_matters_cost_few_statements_and_bytes(client: Client, cast: Cast, path: str) -> None:
    day = plans.announced(cast, titles=[f"第 {n} 件事怎么办" for n in range(50)])
    url = path.format(id=day.id)
    db.session.commit()
    db.session.expunge_all()

    with statements() as seen:
        response = client.get(url)

    assert response.status_code == 200
    assert len(seen) <= MOST_STATEMENTS, brief(seen)
    assert len(response.data) <= MOST_BYTES


def test_without_a_public_door_nothing_shows_an_address(
    client: Client, cast: Cast, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    shut = replace(app.extensions["yishi_settings"], public_url=None)
    monkeypatch.setitem(app.extensions, "yishi_settings", shut)
    day = plans.announced(cast)
    desk = client.sign_in(cast.organizer)

    announced = desk.get(f"/desk/deliberations/{day.id}").text
    papers = desk.get(f"/desk/deliberations/{day.id}/papers").text
    calendar = desk.get(f"/desk/deliberations/{day.id}/calendar").text

    assert "http" not in announced
    assert "<svg" not in papers
    assert "扫码" not in papers
    assert "URL" not in calendar


def test_the_sweep_archives_after_thirty_days_once(cast: Cast) -> None:
    day = plans.announced(cast)
    day.state, day.published_at = State.PUBLISHED, plans.TUESDAY - dt.timedelta(days=30)
    db.session.flush()

    assert archiving.archive_due(plans.TUESDAY - dt.timedelta(hours=1)) == 0
    assert archiving.archive_due(plans.TUESDAY) == 1
    assert archiving.archive_due(plans.TUESDAY) == 0
    assert day.state is State.ARCHIVED
    sweep()


def test_the_schedule_leaves_as_one_file_of_this_office(client: Client, cast: Cast) -> None:
    plans.announced(cast)

    ours = client.sign_in(cast.organizer).get("/desk/deliberations/schedule-page").text
    theirs = client.sign_in(cast.stranger).get("/desk/deliberations/schedule-page").text

    line = "11月28日（周六）9:00 光明居二期公开议事日　社区广场　议东街路灯晚上不亮"
    assert line in ours
    assert "href=" not in ours
    assert "光明居" not in theirs
