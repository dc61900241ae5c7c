import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.appeals import makers
from tests.cast import Cast
from tests.conftest import Client
from tests.files.test_photos import photo
from tests.pages import Page
from yishi.appeals import services
from yishi.appeals.models import Appeal
from yishi.appeals.rules import AppealState, VoidReason
from yishi.database import db
from yishi.issues.models import Issue
from yishi.organizations.models import Unit
from yishi.records.models import Audit

WORDS = {"public_title": makers.TITLE, "public_text": makers.PUBLIC}


@pytest.fixture
def appeal(cast: Cast, now: dt.datetime, at_now: Path) -> Appeal:
    appeal = makers.received(cast, now).appeal
    db.session.commit()
    return appeal


@pytest.fixture
def desk(client: Client, cast: Cast, at_now: Path) -> Client:
    return client.sign_in(cast.organizer)


def again(appeal: Appeal) -> Appeal:
    db.session.expire_all()
    return db.session.get_one(Appeal, appeal.id)


def proposed(cast: Cast) -> dict[str, object]:
    return WORDS | {
        "way": "proposed",
        "proposed_unit_id": cast.city_management.id,
        "proposed_class": "B",
        "proposed_category_id": cast.category.id,
    }


def test_the_register_shows_what_owes_something(desk: Client, appeal: Appeal) -> None:
    page = Page(desk.get("/desk/appeals"))

    assert makers.TITLE in page.text
    assert "分办 1 条" in page.text


def test_the_register_is_filtered_and_paged_by_key(
    desk: Client, cast: Cast, now: dt.datetime
) -> None:
    for minute in range(31):
        makers.received(cast, now - dt.timedelta(minutes=minute), phone="")
    db.session.commit()

    first = Page(desk.get("/desk/appeals"))
    [following] = [a.get("href") for a in first.all("a") if a.get("rel") == "next"]
    assert "SQ2026-000001" in first.text
    assert "SQ2026-000031" in Page(desk.get(following)).text
    assert "没有符合的" in Page(desk.get("/desk/appeals?state=void")).text
    assert "SQ2026-000007" in Page(desk.get("/desk/appeals?q=2026-7")).text


def test_triage_shows_the_words_and_proposes_a_unit_with_its_dates(
    desk: Client, cast: Cast, appeal: Appeal
) -> None:
    page = Page(desk.get(f"/desk/appeals/{appeal.id}"))

    for words in ("马桂彦", "照目录，派给县城管局", "0635-0000003", "11月30日（周一）17:30 前办结"):
        assert words in page.text
    assert "13800000005" not in page.html


def test_one_tap_refers_it_and_releases_the_text(desk: Client, cast: Cast, appeal: Appeal) -> None:
    answer = desk.post(f"/desk/appeals/{appeal.id}/referral", data=proposed(cast))

    assert answer.status_code == 303
    row = again(appeal)
    assert (row.state, row.is_released) == (AppealState.REFERRED, True)
    assert row.category_id == cast.category.id
    issue = db.session.scalars(sa.select(Issue)).one()
    assert (issue.measure, issue.lead_unit_id) == (makers.PUBLIC, cast.city_management.id)
    assert "已派给县城管局" in desk.get(answer.location).text


def test_a_unit_that_no_list_has_is_made_while_referring(
    desk: Client, cast: Cast, appeal: Appeal
) -> None:
    typed = WORDS | {
        "way": "chosen",
        "issue_class": "B",
        "unit_id_new_name": "聊东市政",
        "unit_id_new_phone": "12",
    }
    refused = Page(desk.post(f"/desk/appeals/{appeal.id}/referral", data=typed), 422)
    assert 'value="聊东市政"' in refused.html

    typed["unit_id_new_phone"] = "13812345678"
    desk.post(f"/desk/appeals/{appeal.id}/referral", data=typed)

    issue = db.session.scalars(sa.select(Issue)).one()
    assert db.session.get_one(Unit, issue.lead_unit_id).name == "聊东市政"


def test_after_a_decision_comes_the_next_appeal(
    desk: Client, cast: Cast, appeal: Appeal, now: dt.datetime
) -> None:
    second = makers.received(cast, now).appeal
    db.session.commit()

    answer = desk.post(f"/desk/appeals/{appeal.id}/referral", data=proposed(cast))

    assert answer.location.endswith(f"/desk/appeals/{second.id}")


def test_a_refused_decision_releases_nothing_and_keeps_what_was_typed(
    desk: Client, appeal: Appeal
) -> None:
    sent = WORDS | {"answer": "已收悉，已转有关部门。"}

    page = Page(desk.post(f"/desk/appeals/{appeal.id}/answer", data=sent), 422)

    assert "不算答复" in page.text
    assert "已收悉，已转有关部门。" in page.text
    assert not again(appeal).is_released


def test_a_phone_number_in_the_public_text_stops_every_release(
    desk: Client, cast: Cast, appeal: Appeal
) -> None:
    sent = proposed(cast) | {"public_text": makers.TEXT}

    page = Page(desk.post(f"/desk/appeals/{appeal.id}/referral", data=sent), 422)

    assert "138****" in page.text
    assert again(appeal).state is AppealState.RECEIVED


def test_answering_and_declining(
    desk: Client, cast: Cast, now: dt.datetime, appeal: Appeal
) -> None:
    other = makers.received(cast, now).appeal
    db.session.commit()

    desk.post(f"/desk/appeals/{appeal.id}/answer", data=WORDS | {"answer": makers.ANSWER})
    channel = {"reason": makers.REASON, "channel": makers.COURT, "channel_phone": "12368"}
    desk.post(f"/desk/appeals/{other.id}/refusal", data=WORDS | channel | {"withheld": "1"})

    assert again(appeal).state is AppealState.ANSWERED
    assert again(other).state is AppealState.DECLINED
    assert not again(other).is_released
    Page(desk.get(f"/desk/appeals/{appeal.id}"))


def test_the_later_of_two_organizers_keeps_the_words(
    desk: Client, cast: Cast, appeal: Appeal, now: dt.datetime
) -> None:
    by = cast.actor(cast.second_organizer)
    services.release(appeal, makers.TITLE, makers.PUBLIC, by=by, now=now)
    services.answer(appeal, makers.ANSWER, by=by, now=now)
    db.session.commit()

    sent = WORDS | {"answer": "物业12月5日前换好两盏路灯。"}
    page = Page(desk.post(f"/desk/appeals/{appeal.id}/answer", data=sent), 409)
    assert "已答复" in page.text
    assert makers.ANSWER in page.text


def test_an_answer_written_on_an_older_page_waits_for_another_look(
    desk: Client, cast: Cast, appeal: Appeal
) -> None:
    old = {"revision": appeal.revision, "answer": makers.ANSWER}
    desk.post(f"/desk/appeals/{appeal.id}/referral", data=proposed(cast))

    page = Page(desk.post(f"/desk/appeals/{appeal.id}/answer", data=WORDS | old), 409)

    assert "有人处理过" in page.text
    assert makers.ANSWER in page.text
    assert again(appeal).state is AppealState.REFERRED


def test_saving_and_releasing_and_taking_back(desk: Client, appeal: Appeal) -> None:
    for what, released in [("text", False), ("release", True), ("release/removal", False)]:
        answer = desk.post(f"/desk/appeals/{appeal.id}/{what}", data=WORDS)
        assert answer.location.endswith(f"/desk/appeals/{appeal.id}")
        assert again(appeal).is_released is released
        assert again(appeal).public_text == makers.PUBLIC


def test_photographs_are_released_one_by_one(
    desk: Client, client: Client, cast: Cast, now: dt.datetime, appeal: Appeal
) -> None:
    from yishi.files import photos, queries

    services.add_photos(appeal, [photos.redraw(photo())] * 2, now=now)
    db.session.commit()
    first, second = queries.of(appeal.ref)

    desk.post(f"/desk/appeals/{appeal.id}/release", data=WORDS | {"photo": [first.id]})

    assert client.get(f"/appeals/{appeal.number}/photos/{first.id}").status_code == 200
    assert client.get(f"/appeals/{appeal.number}/photos/{second.id}").status_code == 404
    assert desk.get(f"/desk/appeals/{appeal.id}/photos/{second.id}").status_code == 200


def test_a_phone_is_shown_for_a_reason_that_is_kept(desk: Client, appeal: Appeal) -> None:
    url = f"/desk/appeals/{appeal.id}/phone"

    assert "请写明为什么" in Page(desk.post(url, data={"why": ""}), 422).text
    page = Page(desk.post(url, data={"why": "核实是哪两盏灯"}))

    assert "138 0000 0005" in page.text
    shown = sa.select(Audit.after).where(Audit.action == "appeal.phone_shown")
    assert db.session.scalars(shown).all() == [{"why": "核实是哪两盏灯"}]


def test_voiding_is_agreed_by_another(
    client: Client, cast: Cast, appeal: Appeal, at_now: Path
) -> None:
    client.sign_in(cast.organizer)
    client.post(f"/desk/appeals/{appeal.id}/void", data={"void_reason": "spam"})
    own = client.post(f"/desk/appeals/{appeal.id}/void/confirmation")
    assert own.status_code == 403
    client.sign_in(cast.deputy)
    assert "提出按“垃圾信息”作废" in Page(client.get(f"/desk/appeals/{appeal.id}")).text

    client.post(f"/desk/appeals/{appeal.id}/void/confirmation")

    assert again(appeal).state is AppealState.VOID
    assert again(appeal).void_reason is VoidReason.SPAM


def test_another_office_finds_nothing(client: Client, cast: Cast, appeal: Appeal) -> None:
    client.sign_in(cast.stranger)

    assert client.get(f"/desk/appeals/{appeal.id}").status_code == 404
    for what in ("referral", "answer", "void", "phone", "release"):
        assert client.post(f"/desk/appeals/{appeal.id}/{what}", data=WORDS).status_code == 404
    assert makers.TITLE not in client.get("/desk/appeals?state=all").text


@pytest.mark.parametrize("who", ["admin", "handler", "head"])
def test_neither_admin_nor_unit_reads_appeals(
    client: Client, cast: Cast, appeal: Appeal, who: str
) -> None:
    client.sign_in(getattr(cast, who))

    assert client.get("/desk/appeals").status_code == 403
    assert client.get(f"/desk/appeals/{appeal.id}").status_code == 403


def test_a_leader_reads_but_does_not_triage(client: Client, cast: Cast, appeal: Appeal) -> None:
    client.sign_in(cast.chief)

    page = Page(client.get(f"/desk/appeals/{appeal.id}"))
    assert "派给" not in page.text
    assert client.post(f"/desk/appeals/{appeal.id}/answer", data=WORDS).status_code == 403


def test_signed_out_leads_to_the_sign_in(client: Client, cast: Cast, appeal: Appeal) -> None:
    assert "/sign-in" in client.get(f"/desk/appeals/{appeal.id}").location


def test_what_is_owed_stands_on_the_workbench(desk: Client, cast: Cast, appeal: Appeal) -> None:
    from yishi.appeals.queries import owed

    rows = owed(cast.actor(cast.organizer), appeal.received_at)

    assert [(row.number, row.action, row.group) for row in rows] == [
        (appeal.number, "分办", "待答复")
    ]
    assert owed(cast.actor(cast.chief), appeal.received_at) == []
    late = owed(cast.actor(cast.organizer), appeal.received_at + dt.timedelta(days=2))
    assert late[0].group == "已超期"
