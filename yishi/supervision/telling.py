"""What a rung says, and to whom: notices, and a line in the issue's story."""

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from yishi.accounts.models import AccessLink, ContactPoint
from yishi.database import db
from yishi.dates import short_day
from yishi.issues import services as issues
from yishi.issues.models import Assignment, Issue
from yishi.notices import services as notices
from yishi.notices.rules import ChannelName, Fact
from yishi.organizations.models import Unit
from yishi.organizations.rules import IssueClass
from yishi.records.services import entry
from yishi.supervision import queries
from yishi.supervision.rules import Due, Level, Reader
from yishi.workdays.queries import calendar
from yishi.workdays.rules import light

WORDS = {Reader.HEAD: "负责人", Reader.LEADER: "街道领导", Reader.OFFICE: "街道议事办"}


class To(NamedTuple):
    """(给谁) A person, as what, and the link that person may use."""

    reader: Reader
    point: ContactPoint
    link: AccessLink | None


def tell(issue: Issue, assignment: Assignment, step: Due, now: dt.datetime) -> None:
    """Queues the notices of a rung and writes the line."""
    facts = _facts(issue, assignment, step, now)
    called = False
    for to in _recipients(issue, assignment, step.rung.readers, now):
        by_hand = _queue(issue, step, to, facts, now)
        called |= by_hand and to.reader is Reader.HANDLER
    if step.rung.level is Level.STILL_UNACKNOWLEDGED and not called:
        _queue_call(issue, assignment, facts, now)
    _line(issue, step, facts, now)


def _recipients(
    issue: Issue, assignment: Assignment, readers: tuple[Reader, ...], now: dt.datetime
) -> Iterator[To]:
    """Each person once, as the first of what they are."""
    seen: set[int] = set()
    for to in _everybody(issue, assignment, readers, now):
        if to.point.id not in seen:
            seen.add(to.point.id)
            yield to


def _everybody(
    issue: Issue, assignment: Assignment, readers: tuple[Reader, ...], now: dt.datetime
) -> Iterator[To]:
    for place, contact in enumerate(issues.recipients(issue)):  # the handler stands first
        reader = Reader.HEAD if place else Reader.HANDLER
        if reader in readers:
            yield To(reader, contact.contact_point, issues.link_for(assignment, contact, now))
    for reader, people in ((Reader.LEADER, queries.leaders), (Reader.OFFICE, queries.organizers)):
        if reader in readers:
            for person in people(issue):
                if person.contact_point is not None:
                    yield To(reader, person.contact_point, None)


def _queue(issue: Issue, step: Due, to: To, facts: dict[str, Fact], now: dt.datetime) -> bool:
    """Whether a person of the office must pass it on."""
    # A leader gets single SMS only from level 4 on; without mail it is the only way.
    only = (ChannelName.MAIL,) if to.reader is Reader.LEADER else ()
    if to.reader is Reader.OFFICE and not notices.reachable(step.rung.kind, to.point):
        return False  # the office reads it on its own desk
    copied = to.reader in {Reader.LEADER, Reader.OFFICE}
    rows = notices.queue(
        step.rung.kind,
        to.point,
        subject_ref=issue.ref,
        area_code=issue.area_code,
        facts=facts | {"copy": 1} if copied else facts,
        key=f"esc:{issue.id}:{issue.cycle}:L{step.rung.level}",
        now=now,
        link=to.link,
        urgent=issue.issue_class is IssueClass.E,
        only=only,
    )
    return any(row.channel is ChannelName.MANUAL for row in rows)


def _queue_call(
    issue: Issue, assignment: Assignment, facts: dict[str, Fact], now: dt.datetime
) -> None:
    """0b: mail and SMS have gone out twice; now somebody calls."""
    handler = issues.handler_of(issue)
    if handler is None:
        return
    notices.queue(
        "unacknowledged_again",
        handler.contact_point,
        subject_ref=issue.ref,
        area_code=issue.area_code,
        facts=facts,
        key=f"esc:{issue.id}:{issue.cycle}:L0b:call",
        now=now,
        link=issues.link_for(assignment, handler, now),
        urgent=issue.issue_class is IssueClass.E,
        only=(ChannelName.MANUAL,),
    )


def _facts(issue: Issue, assignment: Assignment, step: Due, now: dt.datetime) -> dict[str, Fact]:
    facts: dict[str, Fact] = issues.facts_of(issue) | {"due_at": assignment.due_at}
    if step.late:
        facts["late"] = 1
    level = step.rung.level
    if level in {Level.UNACKNOWLEDGED, Level.STILL_UNACKNOWLEDGED}:
        assert assignment.acknowledge_by is not None
        return facts | {"acknowledge_by_at": assignment.acknowledge_by}
    count = _count(issue, assignment, now)
    if level is Level.YELLOW:
        return facts | {"left": f"已超期{count}" if now > assignment.due_at else count}
    note = queries.last_progress(issue)
    if note:
        facts["last_progress"] = f"{short_day(note[0])}：{note[1]}"
    names = [WORDS[reader] for reader in step.rung.readers if reader in WORDS]
    return facts | {"overdue": count, "also_to": "，".join(names)}


def _count(issue: Issue, assignment: Assignment, now: dt.datetime) -> str:
    """剩1个工作日, 今天到期; 1个工作日 when it is over."""
    days = calendar(issue.area_code)
    return light(assignment.due_at, now, days, issue.issue_class).count


def _line(issue: Issue, step: Due, facts: dict[str, Fact], now: dt.datetime) -> None:
    unit = db.session.get_one(Unit, issue.lead_unit_id).name
    words = {
        Level.UNACKNOWLEDGED: f"过了时间还没有签收，已提醒{unit}。",
        Level.STILL_UNACKNOWLEDGED: f"仍没有签收，已再次提醒{unit}，街道打电话催。",
        Level.YELLOW: f"{facts.get('left')}，已提醒{unit}。",
        Level.RED: f"已超期{facts.get('overdue')}，已通知{unit}负责人和街道领导。",
    }[step.rung.level]
    late = "（系统停过机，停机补发）" if step.late else ""
    entry(
        issue.ref,
        "催办" if step.rung.level is not Level.RED else "红灯",
        words + late,
        by_name="系统",
        at=now,
        facts={"public_name": "系统", "level": step.rung.level.value, "late": step.late},
    )
