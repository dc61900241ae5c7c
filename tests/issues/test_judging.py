"""Review, verdict and closing of an issue, step by step, on a real database."""

import datetime as dt

import pytest
import sqlalchemy as sa

from tests.cast import Cast
from tests.issues.makers import (
    REPLY,
    assigned_promise,
    at,
    manager,
    photo,
    resolved,
    under_review,
)
from yishi.accounts.actors import SYSTEM
from yishi.database import db
from yishi.errors import Conflict, NotAllowed
from yishi.files import queries as files
from yishi.issues import queries, services
from yishi.issues.models import Assignment, Issue
from yishi.issues.rules import (
    AcknowledgedHow,
    Answer,
    FollowedUp,
    IssueState,
    Outcome,
    VerdictSource,
)
from yishi.notices.models import Notice
from yishi.organizations.rules import IssueClass
from yishi.records.models import Audit
from yishi.records.queries import timeline

S = IssueState


def story(issue: Issue) -> list[str]:
    return [entry.kind for entry in reversed(timeline(issue.ref))]


def notices(issue: Issue) -> list[str]:
    rows = db.session.scalars(sa.select(Notice).where(Notice.subject_ref == issue.ref))
    return sorted(row.kind for row in rows)


def test_nobody_reviews_what_they_typed_for_the_unit(cast: Cast, now: dt.datetime) -> None:
    issue, by = assigned_promise(cast, now), cast.actor(cast.organizer)
    services.submit(issue, REPLY, by=by, now=now)

    with pytest.raises(NotAllowed):
        services.review_pass(issue, Outcome.SOLVED, by=by, now=now)
    assert "（王娟代填）" in services.submitted(issue).by_name


def test_the_head_of_the_unit_never_approves_its_closing(cast: Cast, now: dt.datetime) -> None:
    issue = under_review(cast, now)

    with pytest.raises(NotAllowed):
        services.review_pass(issue, Outcome.SOLVED, by=cast.actor(cast.head), now=now)


def test_passing_keeps_the_units_time_and_releases_chosen_photos(
    cast: Cast, now: dt.datetime
) -> None:
    issue = assigned_promise(cast, now)
    row = services.submit(issue, REPLY, by=manager(cast), now=now, photos=[photo(), photo()])
    first, second = files.of(row.ref)
    later = at("11-24 09:00")
    by = cast.actor(cast.organizer)
    services.review_pass(issue, Outcome.SOLVED, by=by, now=later, released=[first.id])

    assert (issue.state, issue.resolved_at, issue.finished_at) == (S.RESOLVED, later, now)
    assert (first.is_released, second.is_released) == (True, False)


def test_partly_solved_makes_the_rest_an_issue_of_its_own(cast: Cast, now: dt.datetime) -> None:
    issue, by = under_review(cast, now), cast.actor(cast.organizer)
    rest = {"text": "北门的车棚还没有装监控。", "rest_due_on": dt.date(2026, 12, 31)}
    services.review_pass(issue, Outcome.PARTLY, by=by, now=now, **rest)

    child = queries.rest_of(issue)
    assert child is not None
    assert (child.state, child.due_at) == (S.ASSIGNED, at("12-31 17:30"))
    assert issue.state is S.RESOLVED


def test_a_return_says_what_is_missing_and_the_clock_runs_on(cast: Cast, now: dt.datetime) -> None:
    issue, by = under_review(cast, now), cast.actor(cast.organizer)
    due = issue.due_at
    services.review_return(issue, "请补北门车棚的照片。", by=by, now=now)

    assert (issue.state, issue.due_at) == (S.IN_PROGRESS, due)
    assert "returned" in notices(issue)
    assert services.submitted(issue).passed is False


def test_solved_says_the_resident_and_ten_days_later_it_is_closed(
    cast: Cast, now: dt.datetime
) -> None:
    issue = resolved(cast, now)
    solved = {"source": VerdictSource.PHONE, "by_reporter": True, "by_name": "张*"}
    services.record_verdict(issue, Answer.SOLVED, by=cast.actor(cast.organizer), now=now, **solved)
    assert (issue.state, issue.followed_up) == (S.FOLLOWED_UP, FollowedUp.SOLVED)

    assert services.sweep(now + dt.timedelta(days=9)) == 0
    assert services.sweep(now + dt.timedelta(days=10)) == 1
    db.session.refresh(issue)
    assert issue.state is S.CLOSED
    assert queries.is_kept(issue, dt.date(2027, 1, 1)) is True


def test_not_solved_says_the_reporter_and_it_is_done_again(cast: Cast, now: dt.datetime) -> None:
    issue = resolved(cast, now)
    no = {"source": VerdictSource.PAGE, "by_reporter": True, "by": SYSTEM}
    services.record_verdict(issue, Answer.NOT_SOLVED, now=now, **no)

    assert (issue.state, issue.cycle, issue.reopened) == (S.IN_PROGRESS, 2, 1)
    assert (issue.issue_class, issue.due_at) == (IssueClass.B, at("11-30 17:30"))
    assert services.running(issue).due_at == issue.due_at
    assert "王经理" in timeline(issue.ref)[0].text
    assert "returned" in notices(issue)
    assert queries.is_kept(issue, dt.date(2026, 12, 1)) is False


def test_neighbours_reopen_only_when_they_are_three(cast: Cast, now: dt.datetime) -> None:
    issue = resolved(cast, now)
    no = {"source": VerdictSource.PAPER, "by_reporter": False, "by": cast.actor(cast.organizer)}
    for _ in range(2):
        services.record_verdict(issue, Answer.NOT_SOLVED, now=now, **no)
    assert issue.state is S.RESOLVED

    services.record_verdict(issue, Answer.NOT_SOLVED, now=now, **no)
    assert (issue.state, issue.cycle) == (S.IN_PROGRESS, 2)


def test_one_phone_has_one_voice_a_cycle(cast: Cast, now: dt.datetime) -> None:
    issue = resolved(cast, now)
    mine = {"source": VerdictSource.PAGE, "by_reporter": False, "by": SYSTEM}
    point = cast.handler_contact.contact_point_id
    services.record_verdict(issue, Answer.NOT_SOLVED, now=now, contact_point_id=point, **mine)

    with pytest.raises(Conflict, match="已经评过"):
        services.record_verdict(issue, Answer.SOLVED, now=now, contact_point_id=point, **mine)


def test_partly_waits_until_somebody_wrote_the_rest(cast: Cast, now: dt.datetime) -> None:
    issue, by = resolved(cast, now), cast.actor(cast.organizer)
    partly = {"source": VerdictSource.PHONE, "by_reporter": True, "by": by, "now": now}
    services.record_verdict(issue, Answer.PARTLY, **partly)
    assert issue.state is S.RESOLVED

    rest = services.Rest("还差北门的监控没有装。", dt.date(2026, 12, 31))
    services.record_verdict(issue, Answer.PARTLY, rest=rest, **partly)
    assert (issue.state, issue.followed_up) == (S.FOLLOWED_UP, FollowedUp.PARTLY)
    assert queries.rest_of(issue) is not None


def test_whoever_saw_an_older_state_is_told(cast: Cast, now: dt.datetime) -> None:
    issue = assigned_promise(cast, now)
    db.session.execute(
        sa.update(Issue).where(Issue.id == issue.id).values(revision=99),
        execution_options={"synchronize_session": False},
    )

    with pytest.raises(Conflict, match="刚刚改过"):
        services.acknowledge(issue, how=AcknowledgedHow.DESK, by=manager(cast), now=now)


def test_one_issue_is_in_one_units_hands(cast: Cast, now: dt.datetime) -> None:
    issue = assigned_promise(cast, now)
    twin = services.running(issue)
    db.session.add(
        Assignment(
            issue_id=issue.id,
            unit_id=twin.unit_id,
            assigned_at=now,
            assigned_by="x",
            due_at=twin.due_at,
        )
    )
    with pytest.raises(sa.exc.IntegrityError), db.session.begin_nested():
        db.session.flush()


def test_every_step_is_in_the_audit_trail(cast: Cast, now: dt.datetime) -> None:
    issue = resolved(cast, now)

    rows = db.session.scalars(sa.select(Audit.action).where(Audit.object_ref == issue.ref))
    assert {"issue.draft", "issue.confirm", "issue.assign", "issue.submit", "issue.approve"} <= set(
        rows
    )
