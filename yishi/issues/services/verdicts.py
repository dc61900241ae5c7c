"""The residents judge: solved, partly, not. Silence never counts as satisfied."""

import datetime as dt
from typing import NamedTuple

import sqlalchemy as sa

from yishi.accounts.actors import SYSTEM, Actor
from yishi.database import db
from yishi.dates import date_of, moment_words
from yishi.errors import Conflict
from yishi.issues.models import Issue, Verdict
from yishi.issues.queries import verdicts_by
from yishi.issues.rules import (
    Action,
    Answer,
    FollowedUp,
    IssueState,
    VerdictSource,
    guards,
    reopened_due,
)
from yishi.issues.services import _notices
from yishi.issues.services._moves import move, require, tell
from yishi.issues.services._voices import unit_of
from yishi.issues.services.assigning import assign_rest
from yishi.issues.services.working import running
from yishi.organizations.rules import Duty
from yishi.records.services import audit
from yishi.workdays.queries import calendar

JUDGED = frozenset({IssueState.RESOLVED, IssueState.FOLLOWED_UP})
KIND = "评价"


class Rest(NamedTuple):
    """(余下部分) What is left of a partly solved issue, and until when."""

    text: str
    due_on: dt.date | None


def record_verdict(
    issue: Issue,
    answer: Answer | None,
    *,
    source: VerdictSource,
    by_reporter: bool,
    by: Actor,
    now: dt.datetime,
    by_name: str = "居民",
    contact_point_id: int | None = None,
    appeal_id: int | None = None,
    satisfied: bool | None = None,
    text: str = "",
    rest: Rest | None = None,
) -> Verdict:
    """One resident's word, and what follows: followed up, a rest of its own, or done again.

    Raises Invalid by field; Conflict when it is too late or this person has answered already.
    """
    _require_open(issue, contact_point_id, appeal_id)
    require(_complete(answer, text, rest, now))
    assert answer is not None
    verdict = Verdict(
        issue_id=issue.id,
        cycle=issue.cycle,
        answer=answer,
        source=source,
        by_reporter=by_reporter,
        contact_point_id=contact_point_id,
        appeal_id=appeal_id,
        by_name=by_name.strip() or "居民",
        satisfied=satisfied,
        text=text.strip(),
        entered_by="" if source is VerdictSource.PAGE else by.name,
        at=now,
    )
    _keep(issue, verdict, by, now)
    _follow(issue, verdict, rest, by, now)
    return verdict


def nobody_reached(issue: Issue, *, by: Actor, now: dt.datetime) -> None:
    """Three tries on two days and nobody answered: out of satisfaction, kept in coverage."""
    _followed(issue, Action.FIND_NOBODY, FollowedUp.UNREACHED, by, now)
    tell(
        issue,
        "回访",
        "打了三次没有接通。没有接通不算满意，也不算不满意。",
        by_name=by.name,
        public_name="议事办",
        now=now,
    )


def tries_used_up(issue: Issue, *, by: Actor, now: dt.datetime) -> None:
    """Some say not solved, too few to reopen: followed up as 有异议, counts as not solved."""
    _followed(issue, Action.FIND_DISPUTED, FollowedUp.DISPUTED, by, now)


def close(issue: Issue, *, now: dt.datetime) -> None:
    """Ten days passed after the follow-up and nobody objected."""
    assert issue.followed_up_at is not None
    assert guards.ten_days_passed(issue.followed_up_at, now)
    move(issue, Action.CLOSE, by=SYSTEM, now=now, closed_at=now)
    tell(issue, "归档", "", by_name="系统", public_name="系统", now=now)


def _require_open(issue: Issue, contact_point_id: int | None, appeal_id: int | None) -> None:
    """Waits for whoever judges it now, so that one person's two presses are told apart."""
    db.session.flush()
    db.session.refresh(issue, ["state", "cycle", "revision"], with_for_update=True)
    if issue.state not in JUDGED:
        raise Conflict(f"{issue.number} 现在是“{issue.state.label}”，还不能评价。")
    said = verdicts_by([issue.id], contact_point_id, appeal_id)
    if said and said[0].cycle == issue.cycle:
        raise Conflict(f"您已经评过：{said[0].answer.label}。想改请打电话给议事办。")


def _complete(
    answer: Answer | None, text: str, rest: Rest | None, now: dt.datetime
) -> dict[str, str]:
    if answer is None:
        return {"answer": "请选一个：解决了、解决了一部分、没解决。"}
    if answer is Answer.PARTLY and rest is not None:
        return guards.rest_complete(rest.text, rest.due_on, date_of(now))
    return guards.too_long(text=text)


def _keep(issue: Issue, verdict: Verdict, by: Actor, now: dt.datetime) -> None:
    """Residents read the answer; the resident's own words wait until a person released them."""
    db.session.add(verdict)
    db.session.flush()
    said = {"answer": verdict.answer, "source": verdict.source}
    audit(by, "issue.verdict", issue.ref, after=said)
    tell(
        issue,
        KIND,
        f"{verdict.answer.label}（{verdict.source.label}）。",
        by_name=verdict.by_name,
        public_name="居民",
        now=now,
        facts={"resident": "1", "text": verdict.text},
    )


def _follow(
    issue: Issue,
    verdict: Verdict,
    rest: Rest | None,
    by: Actor,
    now: dt.datetime,
) -> None:
    households = _not_solved(issue)
    if guards.may_reopen(verdict.answer, verdict.by_reporter, households):
        _reopen(issue, by, now)
    elif issue.state is not IssueState.RESOLVED or verdict.answer is Answer.NOT_SOLVED:
        return
    elif verdict.answer is Answer.SOLVED:
        _followed(issue, Action.FIND_SOLVED, FollowedUp.SOLVED, by, now)
    else:
        _partly(issue, rest, by, now)


def _partly(issue: Issue, rest: Rest | None, by: Actor, now: dt.datetime) -> None:
    """The rest becomes a child issue if none exists; after a page, the office still writes it."""
    has_rest = db.session.scalar(sa.select(sa.exists().where(Issue.parent_id == issue.id)))
    if not has_rest and rest is None:
        return
    _followed(issue, Action.FIND_PARTLY, FollowedUp.PARTLY, by, now)
    if not has_rest and rest is not None and rest.due_on is not None:
        assign_rest(issue, rest.text, rest.due_on, by=by, now=now)


def _followed(issue: Issue, action: Action, how: FollowedUp, by: Actor, now: dt.datetime) -> None:
    move(issue, action, by=by, now=now, followed_up=how, followed_up_at=now)


def _not_solved(issue: Issue) -> int:
    return (
        db.session.scalar(
            sa.select(sa.func.count()).where(
                Verdict.issue_id == issue.id,
                Verdict.cycle == issue.cycle,
                Verdict.answer == Answer.NOT_SOLVED,
            )
        )
        or 0
    )


def _reopen(issue: Issue, by: Actor, now: dt.datetime) -> None:
    """Done again: a new cycle on the clock of class B, and the unit's head is named."""
    due = reopened_due(now, calendar(issue.area_code))
    action = Action.REOPEN_AGAIN if issue.reopened else Action.REOPEN
    move(
        issue,
        action,
        by=by,
        now=now,
        cycle=issue.cycle + 1,
        reopened=issue.reopened + 1,
        issue_class=due.issue_class,
        due_at=due.due_at,
        yellow_at=due.yellow_at,
        clock_from=now,
        resolved_at=None,
        finished_at=None,
        outcome=None,
        followed_up=None,
        followed_up_at=None,
    )
    assignment = running(issue)
    assignment.due_at = due.due_at
    head = next((p for p in _notices.recipients(issue) if p.duty is Duty.HEAD), None)
    unit = unit_of(issue).name
    who = f"{unit}负责人 {head.title}" if head else unit
    tell(
        issue,
        "重办",
        f"居民说没有解决，由{who}负责，{moment_words(due.due_at)} 前重新办结。",
        by_name="系统",
        public_name="系统",
        now=now,
    )
    _notices.returned(issue, assignment, "居民说没有解决，请重新办理。", now)
