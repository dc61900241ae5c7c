"""What the public home shows, and what it must not."""

import datetime as dt
from typing import Any

from tests.cast import COMMUNITY, OURS, THEIRS, Cast
from yishi.appeals.models import Appeal, AppealDecision
from yishi.appeals.rules import Act, AppealState
from yishi.appeals.rules import Source as AppealSource
from yishi.database import db
from yishi.deliberations.models import AgendaItem, Deliberation, Invitation
from yishi.deliberations.rules import State
from yishi.home import town
from yishi.issues.models import Issue, Submission
from yishi.issues.rules import IssueState, Source
from yishi.organizations.rules import IssueClass

DAY = dt.timedelta(days=1)


def add(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row


def a_day(cast: Cast, now: dt.datetime, state: State, in_days: int = 5) -> Deliberation:
    starts = now + in_days * DAY
    day: Deliberation = add(
        Deliberation(
            area_code=COMMUNITY,
            estate_id=cast.estate.id,
            title="光明居二期公开议事日",
            place="社区广场",
            starts_at=starts,
            ends_at=starts + dt.timedelta(hours=2),
            state=state,
            created_at=now,
            created_by="王娟",
            changed_at=now,
            changed_by="王娟",
        )
    )
    for place, title in enumerate(("充电车棚选址", "北门照明")):
        add(AgendaItem(deliberation_id=day.id, position=place, title=title))
    return day


def a_promise(cast: Cast, now: dt.datetime, due_in: int, **values: Any) -> Issue:
    due = now + due_in * DAY
    issue: Issue = add(
        Issue(
            **{
                "number": f"SX2026-{db.session.query(Issue).count():04}",
                "area_code": COMMUNITY,
                "title": "建三个充电车棚",
                "measure": "三个标准车棚",
                "state": IssueState.IN_PROGRESS,
                "source": Source.PROMISE,
                "issue_class": IssueClass.B,
                "base_class": IssueClass.B,
                "lead_unit_id": cast.property_company.id,
                "due_at": due,
                "yellow_at": due - DAY,
                "clock_from": now,
                "created_at": now,
                **values,
            }
        )
    )
    return issue


def an_answer(now: dt.datetime, **values: Any) -> Appeal:
    appeal: Appeal = add(
        Appeal(
            **{
                "number": f"SQ2026-{db.session.query(Appeal).count():06}",
                "area_code": COMMUNITY,
                "state": AppealState.ANSWERED,
                "source": AppealSource.WEB,
                "title": "我是3号楼的马桂彦",
                "text": "原话",
                "received_at": now,
                "public_title": "路灯坏了四天",
                "released_at": now,
                **values,
            }
        )
    )
    add(
        AppealDecision(appeal_id=appeal.id, act=Act.ANSWER, text="已修好。", at=now, by_name="王娟")
    )
    return appeal


def test_the_next_announced_day_is_named_with_its_matters(cast: Cast, now: dt.datetime) -> None:
    day = a_day(cast, now, State.ANNOUNCED)
    add(Invitation(deliberation_id=day.id, unit_id=cast.property_company.id))
    db.session.expire_all()

    upcoming = town.next_day(now, OURS)

    assert upcoming is not None
    assert upcoming.in_days == 5
    assert upcoming.words == "议“充电车棚选址”等 2 个议题，鑫和物业到场当面答复。"


def test_a_draft_or_another_offices_day_is_not_shown(cast: Cast, now: dt.datetime) -> None:
    a_day(cast, now, State.DRAFT)
    a_day(cast, now, State.ANNOUNCED)

    assert town.next_day(now, THEIRS) is None
    assert town.next_day(now + 30 * DAY, OURS) is None


def test_promises_are_counted_by_light(cast: Cast, now: dt.datetime) -> None:
    for due_in in (-3, -2, 1, 9):
        a_promise(cast, now, due_in)
    a_promise(cast, now, 9, source=Source.REFERRAL)
    a_promise(cast, now, 9, state=IssueState.DRAFTED)

    assert town.tally(now, OURS) == town.Tally(red=2, yellow=1, green=1)
    assert town.tally(now, THEIRS) is None


def test_only_released_answers_are_shown_and_never_the_residents_own_words(
    cast: Cast, now: dt.datetime
) -> None:
    an_answer(now)
    an_answer(now, released_at=None)
    an_answer(now, withheld=True)

    answers = town.latest_answers(now, OURS)

    assert [(answer.title, answer.words) for answer in answers] == [("路灯坏了四天", "已修好。")]


def test_a_finished_promise_stands_among_the_answers(cast: Cast, now: dt.datetime) -> None:
    issue = a_promise(cast, now, 3, state=IssueState.RESOLVED, finished_at=now)
    for passed, text in ((False, "还差一个"), (True, "三个都建好了")):
        add(
            Submission(issue_id=issue.id, cycle=1, text=text, by_name="段立", at=now, passed=passed)
        )

    answers = town.latest_answers(now, OURS)

    assert [(answer.words, answer.by) for answer in answers] == [("三个都建好了", "鑫和物业")]


def test_an_appeal_that_became_an_issue_is_told_once(cast: Cast, now: dt.datetime) -> None:
    issue = a_promise(cast, now, 3, state=IssueState.CLOSED)
    add(Submission(issue_id=issue.id, cycle=1, text="修好了", by_name="段立", at=now, passed=True))
    an_answer(now, issue_id=issue.id)

    assert [answer.by for answer in town.latest_answers(now, OURS)] == ["鑫和物业"]


def test_only_the_latest_word_on_an_appeal_is_told(cast: Cast, now: dt.datetime) -> None:
    appeal = an_answer(now)
    later = now + DAY
    add(
        AppealDecision(
            appeal_id=appeal.id, act=Act.ANSWER, text="又修了一次。", at=later, by_name="王娟"
        )
    )

    assert [answer.words for answer in town.latest_answers(later, OURS)] == ["又修了一次。"]
