"""The light of an issue, whether a promise was kept, and why it is due on its day."""

import datetime as dt
from typing import Protocol

from yishi import clock
from yishi.dates import day_words
from yishi.issues.models import Issue
from yishi.issues.rules import GREY, Course, IssueState, Source, kept, rule_in_words
from yishi.organizations.rules import IssueClass
from yishi.workdays.queries import calendar
from yishi.workdays.rules import Light, Panel, grey, light, panel

S = IssueState

_GREY_WORDS = {
    S.UNDER_REVIEW: ("待审核", "说办完了 街道在看"),
    S.RESOLVED: ("办结 待回访", "已办完"),
    S.FOLLOWED_UP: ("办结 已回访", "已办完"),
    S.CLOSED: ("办结 已归档", "已办完"),
    S.SUSPENDED: ("挂起", "暂停"),
}


class Clocked(Protocol):
    """An issue, or a line of the register: what a light needs."""

    @property
    def state(self) -> IssueState: ...
    @property
    def issue_class(self) -> IssueClass: ...
    @property
    def area_code(self) -> str: ...
    @property
    def due_at(self) -> dt.datetime | None: ...
    @property
    def clock_from(self) -> dt.datetime | None: ...


def light_of(issue: Clocked, now: dt.datetime) -> Light:
    """The light of an issue: grey with its word while the clock does not run."""
    if issue.state in GREY:
        return grey(*_GREY_WORDS.get(issue.state, (issue.state.label, issue.state.label)))
    return light(
        issue.due_at, now, calendar(issue.area_code), issue.issue_class, start=issue.clock_from
    )


def is_kept(issue: Issue, today: dt.date) -> bool | None:
    """兑现 of a confirmed promise: kept, not kept, or not yet counted (None)."""
    if issue.source is not Source.PROMISE or issue.confirmed_at is None:
        return None
    return kept(
        issue.original_due_on,
        issue.finished_at,
        reopened=issue.reopened > 0,
        judged=issue.followed_up is not None,
        today=today,
    )


def why(issue: Issue) -> Panel | None:
    """为什么是这一天; None before the issue has a date."""
    if issue.due_at is None or issue.clock_from is None:
        return None
    due = clock.local(issue.due_at)
    began = issue.clock_from if issue.reopened else issue.said_at or issue.clock_from
    rule = rule_in_words(_course(issue, due.date()))
    if issue.issue_class is IssueClass.E:
        return Panel((), (), rule)
    return panel(
        calendar(issue.area_code),
        clock.local(began).date(),
        due.date(),
        start_word=_start_word(issue),
        marks=_marks(issue, clock.local(began).date(), due.date()),
        due_words=f"{_due_word(issue)} {day_words(due.date())}，{due:%H:%M} 截止",
        rule=rule,
    )


def _marks(issue: Issue, start: dt.date, due: dt.date) -> dict[dt.date, str]:
    """The promised day, where another one is due now."""
    original = issue.original_due_on
    if original is None or original == due or original <= start:
        return {}
    return {original: f"当场承诺的 {day_words(original)}"}


def _start_word(issue: Issue) -> str:
    if issue.reopened:
        return "重办"
    return "承诺" if issue.said_at else "派单"


def _due_word(issue: Issue) -> str:
    if issue.reopened:
        return "重办期限"
    if issue.extended:
        return "延期后的"
    return "当场承诺的" if issue.said_at else "期限"


def _course(issue: Issue, due_day: dt.date) -> Course:
    assert issue.clock_from is not None
    return Course(
        issue_class=issue.issue_class,
        base_class=issue.base_class,
        promised_by=issue.promised_by,
        promised_on=issue.promised_on,
        reopened_on=clock.local(issue.clock_from).date() if issue.reopened else None,
        works_that_day=calendar(issue.area_code).is_workday(due_day),
    )
