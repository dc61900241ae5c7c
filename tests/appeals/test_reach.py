"""Who sees how much, and where an appeal can go when there are many places."""

import datetime as dt
from pathlib import Path

import pytest

from tests.appeals import makers
from tests.cast import COMMUNITY, OURS, Cast
from tests.conftest import Client
from tests.pages import Page
from yishi.accounts.models import Person, RoleGrant
from yishi.accounts.rules import Role
from yishi.appeals import queries, services
from yishi.appeals.models import Appeal
from yishi.database import db
from yishi.notices import registry
from yishi.notices.models import Notice
from yishi.organizations.models import Estate


def person(role: Role, area: str) -> Person:
    row = Person(name="周宁", login=f"{role}-{area}", password_hash="-")
    row.grants = [RoleGrant(role=role, area_code=area)]
    db.session.add(row)
    db.session.flush()
    return row


@pytest.fixture
def appeal(cast: Cast, now: dt.datetime, at_now: Path) -> Appeal:
    appeal = makers.received(cast, now).appeal
    db.session.commit()
    return appeal


def test_a_supervisor_reads_masked(client: Client, cast: Cast, appeal: Appeal) -> None:
    client.sign_in(person(Role.SUPERVISOR, "371524"))

    register = Page(client.get("/desk/appeals"))
    page = Page(client.get(f"/desk/appeals/{appeal.id}"))

    assert "还没有公开" in register.text
    for private in ("马桂彦", makers.TITLE, "0005"):
        assert private not in register.html
        assert private not in page.html


def test_a_grid_worker_writes_down_and_reads_nothing(
    client: Client, cast: Cast, appeal: Appeal
) -> None:
    client.sign_in(person(Role.GRID_WORKER, COMMUNITY))
    sent = {"source": "grid_worker", "place": f"e{cast.estate.id}", "title": makers.TITLE}

    assert client.get("/desk/appeals").status_code == 403
    assert client.get(f"/desk/appeals/{appeal.id}/slip").status_code == 404
    answer = client.post("/desk/appeals/new", data=sent)

    assert "查询码" in Page(client.get(answer.location)).text


def test_an_organizer_of_a_community_sees_the_community_alone(
    client: Client, cast: Cast, appeal: Appeal, now: dt.datetime
) -> None:
    elsewhere = makers.received(cast, now, estate_id=None, area_code=OURS).appeal
    db.session.commit()
    client.sign_in(person(Role.ORGANIZER, COMMUNITY))

    assert client.get(f"/desk/appeals/{appeal.id}").status_code == 200
    assert client.get(f"/desk/appeals/{elsewhere.id}").status_code == 404


def test_many_estates_are_searched_and_not_scrolled_through(client: Client, cast: Cast) -> None:
    db.session.add_all(Estate(area_code=COMMUNITY, name=f"幸福里{n}区") for n in range(61))
    db.session.commit()

    Page(client.get("/appeals/new"))
    found = Page(client.get("/appeals/new?q=光明"))

    [link] = [a for a in found.all("a") if "光明居二期" in a.text]
    form = Page(client.get(link.get("href")))
    assert f'name="place" value="e{cast.estate.id}"' in form.html
    assert "没有名字带" in Page(client.get("/appeals/new?q=没有")).text


def test_a_place_without_an_organizer_is_not_offered(cast: Cast) -> None:
    cast.stranger.grants[0].revoked_at = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    db.session.flush()

    offered = [place for _, places in queries.places().groups for place in places]
    assert [place.estate_id for place in offered] == [cast.estate.id, None]


def test_a_notice_to_a_deleted_phone_is_not_wanted(
    cast: Cast, appeal: Appeal, now: dt.datetime
) -> None:
    [notice] = db.session.query(Notice).filter_by(subject_ref=appeal.ref)
    assert registry.overtaken(notice, now) is None

    services.change_phone(appeal, "", False, by=cast.actor(cast.organizer))

    assert registry.overtaken(notice, now) == "居民删掉了电话，或这一条已作废"
