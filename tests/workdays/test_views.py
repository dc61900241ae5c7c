"""/desk/calendar, the overrides behind it, and the command line."""

import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.cast import OURS, THEIRS, Cast
from tests.conftest import Client
from tests.pages import Page
from yishi.database import db
from yishi.errors import Invalid
from yishi.organizations.models import Setting
from yishi.records.models import Audit
from yishi.workdays import queries, services
from yishi.workdays.rules import DayKind

SATURDAY = dt.date(2026, 11, 28)


@pytest.fixture(autouse=True)
def _at_now(at_now: Path) -> None:
    """Every test stands at the same Monday."""


def test_an_override_holds_in_the_offices_subtree_alone(cast: Cast, now: dt.datetime) -> None:
    by = cast.actor(cast.admin)
    services.set_override(OURS, SATURDAY, DayKind.WORK, "补班", by=by, now=now)

    assert queries.calendar(OURS).is_workday(SATURDAY)
    assert queries.calendar(f"{OURS}001").is_workday(SATURDAY)
    assert not queries.calendar(THEIRS).is_workday(SATURDAY)


def test_the_same_day_again_changes_it_and_both_are_in_the_trail(
    cast: Cast, now: dt.datetime
) -> None:
    by = cast.actor(cast.admin)
    services.set_override(OURS, SATURDAY, DayKind.WORK, "补班", by=by, now=now)
    services.set_override(OURS, SATURDAY, DayKind.REST, "不补了", by=by, now=now)

    assert [row.note for row in queries.overrides(OURS)] == ["不补了"]
    trail = db.session.scalars(sa.select(Audit).where(Audit.action == "workdays.override")).all()
    assert trail[-1].before == {"kind": "work", "note": "补班"}


def test_an_override_needs_a_reason(cast: Cast, now: dt.datetime) -> None:
    with pytest.raises(Invalid):
        services.set_override(OURS, SATURDAY, DayKind.WORK, " ", by=cast.actor(cast.admin), now=now)


def test_an_office_may_set_its_hours(cast: Cast) -> None:
    hours = {"regular": "09:00-12:00 14:00-18:00"}
    db.session.add(Setting(area_code=OURS, key=queries.HOURS, value=hours))
    queries.kept.changed()

    due = queries.calendar(OURS).due_at(dt.date(2026, 11, 23), 1)
    assert due == dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC)


def test_the_administrator_changes_a_day(client: Client, cast: Cast) -> None:
    client.sign_in(cast.admin)
    form = Page(client.get("/desk/calendar")).form("/desk/calendar/days")
    typed = {"day": "2026-11-28", "kind": "work", "note": "补班"}
    assert client.post("/desk/calendar/days", data=form | typed).status_code == 303

    page = Page(client.get("/desk/calendar"))
    assert "11月28日按上班算" in page.text
    assert "补班" in page.text


def test_what_cannot_be_read_is_said_by_field(client: Client, cast: Cast) -> None:
    client.sign_in(cast.admin)
    typed = {"day": "9999-99-99", "kind": "maybe", "note": "补班"}
    page = Page(client.post("/desk/calendar/days", data=typed), 422)

    assert "请选一天" in page.text
    assert page.by_id("note").get("value") == "补班"


def test_others_read_the_calendar_and_cannot_change_it(client: Client, cast: Cast) -> None:
    assert client.get("/desk/calendar").status_code == 303
    client.sign_in(cast.organizer)

    page = Page(client.get("/desk/calendar"))
    assert "国务院通知管到 12月25日" in page.text
    assert "改一天" not in page.text
    assert client.post("/desk/calendar/days", data={}).status_code == 403


def test_the_page_works_a_date_out(client: Client, cast: Cast) -> None:
    client.sign_in(cast.organizer)
    page = Page(client.get("/desk/calendar?start=2026-02-13&n=5"))

    assert "第 5 个工作日，2月27日" in page.text
    assert len(page.all("table")) == 1
    assert Page(client.get("/desk/calendar?start=x&n=-4")).all("table") == []


@pytest.mark.parametrize(
    ("date", "n", "due", "said"),
    [("2026-02-13", "5", "2026-02-27", ""), ("2026-12-25", "5", "2027-01-04", "暂定")],
)
def test_the_command_prints_the_due_date_alone(
    app: Flask, session: object, date: str, n: str, due: str, said: str
) -> None:
    result = app.test_cli_runner().invoke(args=["workdays", "add", date, n])

    assert (result.exit_code, result.stdout) == (0, f"{due}\n")
    assert said in result.stderr


def test_the_command_says_why(app: Flask, session: object) -> None:
    result = app.test_cli_runner().invoke(args=["workdays", "why", "2026-02-13", "5"])

    lines = result.stdout.splitlines()
    assert lines[0] == "2026-02-27"
    assert "2026-02-14 周六 1 班 春节调休" in lines
    assert "2026-02-16 周一 休 春节" in lines


@pytest.mark.parametrize("args", [("2026-13-01", "5"), ("2026-02-13", "-1"), ("1999-01-01", "1")])
def test_a_date_that_is_none_is_one_clear_line(
    app: Flask, session: object, args: tuple[str, str]
) -> None:
    result = app.test_cli_runner().invoke(args=["workdays", "add", "--", *args])

    assert result.exit_code == 1
    assert len(result.stderr.strip().splitlines()) == 1
