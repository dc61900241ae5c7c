import datetime as dt

import pytest

from tests.appeals import makers
from tests.appeals.test_services import decisions
from tests.cast import Cast
from yishi.appeals import services, tasks
from yishi.appeals.models import Appeal
from yishi.appeals.rules import AppealState
from yishi.appeals.services import following, importing
from yishi.database import db
from yishi.documents.tables import write_csv
from yishi.issues import services as issues
from yishi.issues.models import Issue
from yishi.issues.rules import AcknowledgedHow, IssueState, Outcome
from yishi.organizations.rules import IssueClass

DONE = "两盏路灯的灯头都换了新的，晚上试过，亮了。"


@pytest.fixture
def appeal(cast: Cast, now: dt.datetime) -> Appeal:
    appeal = makers.released(cast, now)
    by = cast.actor(cast.organizer)
    services.refer(appeal, cast.property_company.id, IssueClass.B, by=by, now=now)
    return appeal


def issue_of(appeal: Appeal) -> Issue:
    return db.session.get_one(Issue, appeal.issue_id)


def finish(appeal: Appeal, cast: Cast, now: dt.datetime) -> None:
    issue, unit = issue_of(appeal), cast.actor(cast.handler)
    issues.acknowledge(issue, how=AcknowledgedHow.DESK, by=unit, now=now)
    issues.submit(issue, DONE, by=unit, now=now)
    issues.review_pass(issue, Outcome.SOLVED, by=cast.actor(cast.organizer), now=now)


def test_nothing_follows_while_the_unit_works(appeal: Appeal) -> None:
    assert following.to_follow() == []


def test_the_final_answer_says_what_the_unit_did(
    appeal: Appeal, cast: Cast, now: dt.datetime
) -> None:
    later = now + dt.timedelta(days=2)
    finish(appeal, cast, later)

    tasks.sweep()
    tasks.sweep()

    assert appeal.state is AppealState.ANSWERED
    [_, last] = decisions(appeal)
    assert last.text == f"鑫和物业11月25日（周三）办结，已解决：{DONE}"
    assert last.by_name == "系统"


def test_a_person_who_answered_first_is_left_alone(
    appeal: Appeal, cast: Cast, now: dt.datetime
) -> None:
    finish(appeal, cast, now)
    services.answer(appeal, makers.ANSWER, by=cast.actor(cast.organizer), now=now)

    assert not following.follow(appeal.id, now=now)
    assert [d.text for d in decisions(appeal)][1:] == [makers.ANSWER]


def test_a_withdrawn_issue_is_told_too(appeal: Appeal, now: dt.datetime) -> None:
    issue_of(appeal).state = IssueState.WITHDRAWN
    db.session.flush()

    assert following.follow(appeal.id, now=now)
    assert decisions(appeal)[-1].text.startswith("交鑫和物业办的这件事已撤回。")


def test_tables_nobody_imported_go_after_two_days(cast: Cast, now: dt.datetime) -> None:
    batch = importing.begin(
        write_csv(["编号", "标题"], [["1", "路灯坏了"]]),
        "a.csv",
        area_code="371524001",
        source_name="",
        brings=importing.Brings.LEAD,
        by=cast.actor(cast.organizer),
        now=now,
    )

    assert following.forget_old_tables(now + dt.timedelta(hours=47)) == 0
    assert following.forget_old_tables(now + dt.timedelta(hours=49)) == 1
    db.session.refresh(batch)
    assert batch.content is None
