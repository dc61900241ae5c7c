"""Handing an issue to a unit: it gets its dates, its clock and its first notices here."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict, Unpack

from yishi.accounts.actors import SYSTEM, Actor
from yishi.database import db
from yishi.dates import moment_words
from yishi.issues.models import Assignment, Issue
from yishi.issues.rules import Action, IssueState, Source, decide_due, guards
from yishi.issues.rules.words import short_title
from yishi.issues.services import _notices
from yishi.issues.services._moves import move, next_number, require, tell
from yishi.issues.services._voices import Voice, of_office, unit_of
from yishi.organizations.rules import IssueClass
from yishi.records.services import audit
from yishi.workdays.queries import calendar
from yishi.workdays.rules import TERMS


def assign_confirmed(issue: Issue, *, by: Actor, now: dt.datetime) -> None:
    """The session closes: a confirmed promise becomes an issue with a running clock."""
    dispatch(issue, Action.ASSIGN, by=by, now=now)


class ReferralFacts(TypedDict):
    """(交办的来处) What a referral came from; ids of the rooms above stay ids."""

    area_code: str
    estate_id: int | None
    appeal_id: int | None
    judge: str
    reporter_contact_id: int | None
    origin: Mapping[str, Any]
    contact_id: NotRequired[int | None]
    source: NotRequired[Source]
    deliberation_id: NotRequired[int | None]
    agenda_item_id: NotRequired[int | None]
    parent_id: NotRequired[int | None]


def assign_referred(
    *,
    title: str,
    measure: str,
    unit_id: int | None,
    issue_class: IssueClass | None,
    by: Actor,
    now: dt.datetime,
    due_on: dt.date | None = None,
    **facts: Unpack[ReferralFacts],
) -> Issue:
    """The office itself gives something to a unit, by its class; works need `due_on`.

    Raises Invalid by field.
    """
    require(guards.class_set(issue_class, due_on) | _what_to_whom(measure, unit_id))
    assert issue_class is not None
    from_where: dict[str, Any] = {"source": Source.REFERRAL, **facts}
    issue = Issue(
        number=next_number(now),
        title=short_title(title, measure),
        measure=measure.strip(),
        state=IssueState.ASSIGNED,
        lead_unit_id=unit_id,
        promised_on=due_on,
        created_at=now,
        sweep_at=now,
        **from_where,
        **_dates(facts["area_code"], issue_class, due_on, now),
    )
    db.session.add(issue)
    db.session.flush()
    audit(by, "issue.assign", issue.ref, after={"number": issue.number, "unit": unit_id})
    _hand_over(issue, by, now)
    return issue


def assign_rest(parent: Issue, text: str, due_on: dt.date, *, by: Actor, now: dt.datetime) -> Issue:
    """What is left of a partly solved issue, as an issue of its own with its own clock."""
    return assign_referred(
        area_code=parent.area_code,
        estate_id=parent.estate_id,
        appeal_id=parent.appeal_id,
        title=f"{parent.title}（余下部分）",
        measure=text,
        unit_id=parent.lead_unit_id,
        issue_class=parent.base_class,
        judge=parent.judge,
        reporter_contact_id=parent.reporter_contact_id,
        origin={"text": f"{parent.number} 的余下部分", "url": f"/issues/{parent.number}"},
        contact_id=parent.contact_id,
        due_on=due_on,
        source=Source.REST,
        parent_id=parent.id,
        by=by,
        now=now,
    )


def let_stand(issue: Issue, *, now: dt.datetime) -> None:
    """One working day passed and nobody denied: assigned as 交办."""
    assert issue.confirm_by is not None
    assert guards.one_workday_passed(issue.confirm_by, now)
    said = f"{unit_of(issue).name} {issue.promised_by}".strip()
    tell(
        issue,
        "现场承诺",
        f"{issue.origin.get('text', '')}，单位一个工作日内没有提出异议，按交办办理。".lstrip("，"),
        by_name=said,
        public_name=unit_of(issue).name,
        now=issue.said_at or issue.created_at,
        facts={"url": issue.origin.get("url")},
    )
    dispatch(issue, Action.LET_STAND, by=SYSTEM, now=now)


def dispatch(issue: Issue, action: Action, *, by: Actor, now: dt.datetime, **changes: Any) -> None:
    """Moves a promise to `assigned` with its dates, and hands it over."""
    require(guards.class_set(issue.base_class, issue.promised_on))
    dates = _dates(issue.area_code, issue.base_class, issue.promised_on, now)
    if issue.original_due_on is not None:  # frozen at confirmation
        dates.pop("original_due_on")
    move(issue, action, by=by, now=now, **(dates | changes))
    _hand_over(issue, by, now)


def set_acknowledge_by(assignment: Assignment, left_at: dt.datetime) -> None:
    """The first notice left at this moment: from now on the unit has its time to acknowledge."""
    if assignment.acknowledge_by is not None:
        return
    issue = db.session.get_one(Issue, assignment.issue_id)
    terms = TERMS[issue.issue_class]
    days = calendar(issue.area_code)
    assignment.acknowledge_by = terms.acknowledge.after(left_at, days)
    db.session.flush()


def _what_to_whom(measure: str, unit_id: int | None) -> dict[str, str]:
    errors = guards.too_long(measure=measure)
    if guards.length(measure) < guards.SHORTEST_MEASURE:
        errors["measure"] = f"请写清要办什么，至少 {guards.SHORTEST_MEASURE} 个字。"
    if unit_id is None:
        errors["unit_id"] = "请选承办单位。"
    return errors


def _dates(
    area_code: str, base: IssueClass, promised_on: dt.date | None, now: dt.datetime
) -> dict[str, Any]:
    due = decide_due(base, promised_on, now, calendar(area_code))
    return {
        "base_class": base,
        "issue_class": due.issue_class,
        "due_at": due.due_at,
        "yellow_at": due.yellow_at,
        "original_due_on": promised_on or due.day,
        "clock_from": now,
    }


def _hand_over(issue: Issue, by: Actor, now: dt.datetime) -> Assignment:
    assert issue.due_at is not None
    unit = unit_of(issue)
    handler = _notices.handler_of(issue)
    contact_terms = TERMS[issue.issue_class].first_contact
    assignment = Assignment(
        issue_id=issue.id,
        unit_id=issue.lead_unit_id,
        contact_id=handler.id if handler else None,
        assigned_at=now,
        assigned_by=by.name,
        due_at=issue.due_at,
        first_contact_by=contact_terms.after(now, calendar(issue.area_code)),
    )
    db.session.add(assignment)
    db.session.flush()
    promise = issue.source is Source.PROMISE
    voice = Voice("系统", "系统") if promise else of_office(by)
    start = "议事日结束，转为事项，" if promise else ""
    tell(
        issue,
        "派单",
        f"{start}交{unit.name}承办，{moment_words(issue.due_at)} 前办结。",
        by_name=voice.by_name,
        public_name=voice.public_name,
        now=now,
    )
    _notices.assigned(issue, assignment, now)
    return assignment
