"""What a form or an address sends is read, or it is none; nothing of it is an error page."""

import datetime as dt
from pathlib import Path

import pytest

from tests.cast import Cast
from tests.conftest import Client
from yishi.organizations.rules import IssueClass
from yishi.web import fields

TOO_LARGE = "9" * 20


@pytest.mark.parametrize(
    ("typed", "read"),
    [("42", 42), (" ４２ ", 42), ("", None), ("-1", None), ("²", None), (TOO_LARGE, None)],
)
def test_a_number_is_digits_that_a_column_holds(typed: str, read: int | None) -> None:
    assert fields.number(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2026-11-28", dt.date(2026, 11, 28)),
        ("9999-12-31", None),
        ("0001-01-01", None),
        ("x", None),
    ],
)
def test_a_day_lies_in_our_century(typed: str, read: dt.date | None) -> None:
    assert fields.day(typed) == read


def test_a_month_is_its_first_day() -> None:
    assert fields.month("2026-11") == dt.date(2026, 11, 1)
    assert fields.month("9999-12") is None
    assert fields.month(None) is None


def test_a_moment_is_a_clock_in_liaocheng() -> None:
    assert fields.moment("2026-11-28T09:00") == dt.datetime(2026, 11, 28, 1, tzinfo=dt.UTC)
    assert fields.moment("0001-01-01T00:00") is None


def test_a_choice_is_one_of_its_values() -> None:
    assert fields.one_of(IssueClass, "E") is IssueClass.E
    assert fields.one_of(IssueClass, "Z") is None


@pytest.mark.parametrize(
    "path",
    [
        f"/desk/issues/{TOO_LARGE}",
        f"/desk/units/{TOO_LARGE}",
        f"/desk/deliberations/{TOO_LARGE}/session",
        f"/desk/appeals/poster?estate={TOO_LARGE}",
        f"/desk/deliberations/agenda-offer?appeal={TOO_LARGE}",
    ],
)
def test_a_number_that_no_row_can_have_leads_nowhere(
    client: Client, cast: Cast, at_now: Path, path: str
) -> None:
    assert client.sign_in(cast.organizer).get(path).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        f"/desk/appeals?estate_id={TOO_LARGE}",
        "/desk/deliberations/new?where=estate:²",
        "/schedule?month=9999-12",
        "/schedule?month=0001-01",
        f"/desk/calendar?start=2026-11-23&n={TOO_LARGE}",
    ],
)
def test_a_filter_that_cannot_be_read_is_none(
    client: Client, cast: Cast, at_now: Path, path: str
) -> None:
    assert client.sign_in(cast.organizer).get(path).status_code == 200
