"""In the room: a promise is written down, changed, confirmed, or dropped again."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict, Unpack

from yishi import clock
from yishi.accounts.actors import Actor
from yishi.database import db
from yishi.dates import moment_words
from yishi.errors import Conflict
from yishi.issues.models import Issue
from yishi.issues.rules import Action, ConfirmedHow, IssueState, Source, guards
from yishi.issues.rules.words import short_title
from yishi.issues.services._moves import move, next_number, require, tell
from yishi.issues.services._voices import of_office, unit_of
from yishi.issues.services.assigning import dispatch
from yishi.organizations.rules import IssueClass
from yishi.records.services import audit
from yishi.workdays.queries import calendar

SAID = "现场承诺"


class PromiseFacts(TypedDict):
    """(承诺的来处) Where a promise was made and by whom; ids of the rooms above stay ids."""

    area_code: str
    estate_id: int | None
    deliberation_id: int
    agenda_item_id: int
    contact_id: int | None
    judge: str
    origin: Mapping[str, Any]
    appeal_id: NotRequired[int | None]
    reporter_contact_id: NotRequired[int | None]


def draft_promise(
    *,
    title: str,
    measure: str,
    unit_id: int | None,
    promised_by: str,
    due_on: dt.date | None,
    by: Actor,
    now: dt.datetime,
    issue_class: IssueClass = IssueClass.B,
    evidence: str = "",
    said_at: dt.datetime | None = None,
    **facts: Unpack[PromiseFacts],
) -> Issue:
    """Writes down what a unit says it will do, in its own words; raises Invalid by field.

    `said_at` is the moment in the room where it is entered later (补录).
    """
    today = clock.local(said_at or now).date()
    require(guards.promise_complete(measure, due_on, unit_id, today))
    issue = Issue(
        number=next_number(now),
        title=short_title(title, measure),
        measure=measure.strip(),
        state=IssueState.DRAFTED,
        source=Source.PROMISE,
        issue_class=issue_class,
        base_class=issue_class,
        lead_unit_id=unit_id,
        promised_by=promised_by.strip(),
        promised_on=due_on,
        promised_evidence=evidence.strip(),
        said_at=said_at or now,
        created_at=now,
        **facts,
    )
    return _written_down(issue, by)


def amend_draft(
    issue: Issue,
    *,
    measure: str,
    unit_id: int | None,
    contact_id: int | None,
    promised_by: str,
    due_on: dt.date | None,
    by: Actor,
    now: dt.datetime,
    title: str = "",
    evidence: str = "",
    revision: int | None = None,
) -> None:
    """Changes a promise that nobody confirmed yet.

    `revision` is what the editor saw: Conflict shows both texts if it moved on.
    """
    if revision is not None and revision != issue.revision:
        raise Conflict("别人刚刚改过这条承诺。", theirs=issue.measure, yours=measure)
    said = clock.local(issue.said_at or now).date()
    require(guards.promise_complete(measure, due_on, unit_id, said))
    move(
        issue,
        Action.AMEND,
        by=by,
        now=now,
        measure=measure.strip(),
        title=short_title(title, "") or issue.title,
        lead_unit_id=unit_id,
        contact_id=contact_id,
        promised_by=promised_by.strip(),
        promised_on=due_on,
        promised_evidence=evidence.strip() or issue.promised_evidence,
    )


def confirm(issue: Issue, how: ConfirmedHow | str, *, by: Actor, now: dt.datetime) -> None:
    """The unit stands by it: the date is frozen; after the session it is dispatched too."""
    how = ConfirmedHow(how)
    later = issue.state is IssueState.AWAITING_CONFIRMATION
    facts = {"confirmed_at": now, "confirmed_how": how, "original_due_on": issue.promised_on}
    if later:
        _tell_promise(issue)
        dispatch(issue, Action.CONFIRM_LATER, by=by, now=now, **facts)
    else:
        move(issue, Action.CONFIRM, by=by, now=now, **facts)
        _tell_promise(issue)


def discard(issue: Issue, *, by: Actor, now: dt.datetime) -> None:
    """Drops an unconfirmed promise; it stays in the history."""
    move(issue, Action.DISCARD, by=by, now=now)
    voice = of_office(by)
    tell(
        issue,
        "撤下",
        "现场没有确认，不作承诺。",
        by_name=voice.by_name,
        public_name=voice.public_name,
        now=now,
        public=False,
    )


def await_confirmation(issue: Issue, *, by: Actor, now: dt.datetime) -> None:
    """The session closed without the unit: the office asks, it has one working day to deny."""
    confirm_by = calendar(issue.area_code).due_at(now, 1)
    move(issue, Action.AWAIT, by=by, now=now, confirm_by=confirm_by)
    voice = of_office(by)
    tell(
        issue,
        "等单位确认",
        f"散会时单位没有当场确认，{moment_words(confirm_by)} 前没有异议就按交办派出。",
        by_name=voice.by_name,
        public_name=voice.public_name,
        now=now,
        public=False,
    )


def _written_down(issue: Issue, by: Actor) -> Issue:
    db.session.add(issue)
    db.session.flush()
    facts = {"number": issue.number, "due_on": str(issue.promised_on)}
    audit(by, "issue.draft", issue.ref, after=facts)
    return issue


def _tell_promise(issue: Issue) -> None:
    how = issue.confirmed_how.label if issue.confirmed_how else ""
    said = f"{unit_of(issue).name} {issue.promised_by}".strip()
    where = str(issue.origin.get("text", ""))
    tell(
        issue,
        SAID,
        "，".join(filter(None, [where, how])) + "。",
        by_name=said,
        public_name=unit_of(issue).name,
        now=issue.said_at or issue.created_at,
        facts={"url": issue.origin.get("url")},
    )
