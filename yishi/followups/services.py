"""Asking the residents, and writing down what they said or that nobody answered."""

import datetime as dt
from typing import Any

from yishi.accounts import links
from yishi.accounts.actors import Actor
from yishi.accounts.models import AccessLink, ContactPoint
from yishi.appeals import services as appeals
from yishi.appeals.models import Appeal
from yishi.database import db
from yishi.dates import date_of, moment_words
from yishi.errors import Conflict, Invalid, NotAllowed, NotFound
from yishi.followups import queries, rules
from yishi.followups.models import CallTry, FollowUp
from yishi.issues import services as issues
from yishi.issues.models import Issue, Verdict
from yishi.issues.queries import verdicts_of
from yishi.issues.rules import Answer, IssueState, VerdictSource, guards
from yishi.notices import services as notices
from yishi.notices.rules import Fact
from yishi.records.services import audit
from yishi.workdays.queries import calendar

AT_ONCE = 200
LONGEST_NOTE = 200


def sweep(now: dt.datetime) -> int:
    """Opens a follow-up for each newly resolved issue and queues its questions."""
    found = queries.unopened(AT_ONCE)
    for issue in found:
        _open(issue, now)
    return len(found)


def verdict_by_page(
    issue: Issue,
    contact_point_id: int | None,
    *,
    now: dt.datetime,
    appeal: Appeal | None = None,
    **said: Any,
) -> Verdict:
    """What a reporter says on the page of their own link, or on the receipt page of an appeal."""
    return issues.record_verdict(
        issue,
        source=VerdictSource.PAGE,
        by_reporter=True,
        by=Actor("居民"),
        by_name="反映人",
        contact_point_id=contact_point_id,
        appeal_id=appeal.id if appeal else None,
        now=now,
        **said,
    )


def verdict_by_desk(
    issue: Issue, *, source: VerdictSource, by: Actor, now: dt.datetime, **said: Any
) -> Verdict:
    """What a resident said by phone or on paper; never entered by the unit that leads.

    NotFound for the voice of somebody who has nothing to do with this issue.
    """
    _require_outsider(issue, by)
    voice = said.get("contact_point_id")
    if voice is not None and voice not in {point.id for point in queries.people_to_ask(issue)}:
        raise NotFound
    return issues.record_verdict(issue, source=source, by=by, now=now, **said)


def note_try(issue: Issue, note: str, *, by: Actor, now: dt.datetime) -> CallTry:
    """Nobody answered. The third try on the second day ends it: 未接通, or 有异议."""
    _require_outsider(issue, by)
    if issue.state is not IssueState.RESOLVED:
        raise Conflict(f"{issue.number} 现在是“{issue.state.label}”，不用再打了。")
    if len(note) > LONGEST_NOTE:
        raise Invalid("太长了", {"note": f"请缩到 {LONGEST_NOTE} 个字以内。"})
    row = CallTry(issue_id=issue.id, cycle=issue.cycle, at=now, by_name=by.name, note=note.strip())
    db.session.add(row)
    db.session.flush()
    audit(by, "followup.try", issue.ref, after={"at": moment_words(now)})
    days = [date_of(one.at) for one in queries.tries_of(issue)]
    if guards.nobody_reached(days):
        _give_up(issue, by, now)
    return row


def reveal(issue: Issue, *, by: Actor) -> list[ContactPoint]:
    """The people to call with their numbers; each look is in the audit trail."""
    people = queries.people_to_ask(issue)
    audit(by, "followup.reveal", issue.ref, after={"people": len(people)})
    return people


def link_for(issue: Issue, contact_point_id: int, now: dt.datetime) -> AccessLink:
    """A link by which one person judges one issue."""
    return links.issue_link(
        rules.PURPOSE,
        issue.ref,
        contact_point_id=contact_point_id,
        expires_at=now + rules.LINK_LIFE,
        now=now,
    )


def _open(issue: Issue, now: dt.datetime) -> None:
    people, reported = queries.people_to_ask(issue), queries.appeals_of(issue)
    first_try_by = calendar(issue.area_code).due_at(now, rules.FIRST_TRY_WORKDAYS)
    db.session.add(
        FollowUp(
            issue_id=issue.id,
            cycle=issue.cycle,
            opened_at=now,
            first_try_by=first_try_by,
            asked=len(people),
        )
    )
    for appeal in reported:
        appeals.ask_verdict(appeal, issue, until=now + rules.LINK_LIFE, now=now)
    receipts = {appeal.contact_point_id: appeal for appeal in reported if appeal.receipt_hash}
    for person in people:
        notices.queue(
            "question",
            person,
            subject_ref=issue.ref,
            area_code=issue.area_code,
            facts=_facts(issue, receipts.get(person.id)),
            key=f"verdict:{issue.id}:{issue.cycle}",
            now=now,
            link=link_for(issue, person.id, now),
        )


def _facts(issue: Issue, appeal: Appeal | None) -> dict[str, Fact]:
    """What the question says; whoever has a receipt page reads the number that is on it."""
    reply = queries.reply_of(issue)
    return {
        "number": appeal.number if appeal else issue.number,
        "title": issue.title,
        "unit": issues.unit_of(issue).name,
        "said": rules.short(reply.text) if reply else "",
        **({"receipt": 1} if appeal else {}),
    }


def _give_up(issue: Issue, by: Actor, now: dt.datetime) -> None:
    answers = {verdict.answer for verdict in verdicts_of(issue)}
    if Answer.NOT_SOLVED in answers:
        issues.tries_used_up(issue, by=by, now=now)
    elif not answers:
        issues.nobody_reached(issue, by=by, now=now)


def _require_outsider(issue: Issue, by: Actor) -> None:
    """A unit never follows up its own issue."""
    if any(grant.unit_id == issue.lead_unit_id for grant in by.grants):
        raise NotAllowed("承办单位不能回访自己办的事，请街道的同事来问。")
