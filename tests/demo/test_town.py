"""The town: everything the rooms can show is there, and a second start changes nothing."""

import pytest
import sqlalchemy as sa
from flask import Flask

from tests.conftest import Client
from tests.pages import Page
from tests.town import FIRST
from yishi.accounts import services as accounts
from yishi.accounts.actors import SYSTEM
from yishi.appeals.models import Appeal
from yishi.appeals.rules import AppealState
from yishi.database import Base, db, transaction
from yishi.deliberations.models import Deliberation
from yishi.deliberations.rules import State
from yishi.demo.build import STATE, _clear, build
from yishi.demo.people import ACCOUNTS
from yishi.errors import DomainError
from yishi.issues.models import Issue
from yishi.issues.rules import IssueState
from yishi.notices.models import Notice
from yishi.organizations import queries, services
from yishi.organizations.models import Area
from yishi.records.models import Audit


@pytest.fixture
def town(in_town: Flask) -> Flask:
    """The town on the Tuesday afternoon."""
    return in_town


def found(column: sa.orm.InstrumentedAttribute[object]) -> set[object]:
    return set(db.session.scalars(sa.select(column).distinct()))


def count(model: type[Base]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_issues_stand_in_every_state_that_can_be_reached(town: Flask) -> None:
    later = {IssueState.RULING, IssueState.SEND_BACK_REVIEW, IssueState.SUSPENDED}

    assert found(Issue.state) == set(IssueState) - later - {IssueState.WITHDRAWN}


def test_appeals_stand_in_every_state_that_can_be_reached(town: Flask) -> None:
    assert found(Appeal.state) == set(AppealState) - {AppealState.MERGED}


def test_days_are_past_running_and_to_come(town: Flask) -> None:
    reached = found(Deliberation.state)

    assert {State.ARCHIVED, State.PUBLISHED, State.MINUTES_REVIEW, State.IN_SESSION} <= reached
    assert {State.ANNOUNCED, State.PLANNED, State.DRAFT} <= reached
    assert {State.POSTPONED, State.CANCELLED} <= reached


def test_nothing_happened_after_the_first_start(town: Flask) -> None:
    for column in (Issue.created_at, Appeal.received_at, Deliberation.created_at):
        latest = db.session.scalar(sa.select(sa.func.max(column)))
        assert latest is not None
        assert latest <= FIRST


def test_demand_for_heating_grew_over_the_years(town: Flask) -> None:
    heating = sa.or_(Appeal.title.contains("暖"), Appeal.title.contains("煤"))
    year = sa.func.extract("year", Appeal.received_at)
    rows = db.session.execute(
        sa.select(year, sa.func.count()).where(heating).group_by(year).order_by(year)
    ).all()

    counts = [number for _, number in rows]
    assert len(counts) >= 4
    assert counts == sorted(counts)


def test_all_areas_are_there_and_the_functional_ones_too(town: Flask) -> None:
    assert count(Area) == 2553 + 3


def test_a_second_start_changes_nothing(town: Flask) -> None:
    before = [count(model) for model in (Issue, Appeal, Notice, Audit, Deliberation)]

    assert build() is False
    assert [count(model) for model in (Issue, Appeal, Notice, Audit, Deliberation)] == before


@pytest.mark.parametrize("login", [account.login for account in ACCOUNTS])
def test_everybody_on_the_list_gets_in_by_a_button(town: Flask, login: str) -> None:
    town.test_client_class = Client
    client = town.test_client()
    assert "演示账号" in Page(client.get("/sign-in")).text

    response = client.post("/sign-in/demo", data={"login": login})

    assert response.status_code == 303
    page = client.get("/desk")
    assert Page(page).h1


def test_nobody_else_gets_in_by_a_button(town: Flask) -> None:
    client = town.test_client()

    assert client.post("/sign-in/demo", data={"login": "gaofeng"}).status_code == 404


def test_a_fresh_start_empties_every_table_but_the_shipped_kinds(committed: None) -> None:
    queries.register_setting(STATE, "")
    with transaction():
        services.set_setting("", STATE, "building", by=SYSTEM)
        accounts.create_admin("何静", "hejing", "four words in a row")

    _clear()

    filled = [table.name for table in Base.metadata.sorted_tables if _rows(table)]
    assert filled == ["category"]


def _rows(table: sa.Table) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_the_demo_refuses_the_database_of_an_office(session: object) -> None:
    with transaction():
        accounts.create_admin("何静", "hejing", "four words in a row")

    with pytest.raises(DomainError, match="belongs to an office"):
        build(fresh=True)
