"""Which date an issue gets, whether a promise was kept, and why it is this day. Pure.

SPEC § 9: a promise earlier than the class wins; later than the class makes it
works (D). A promised date that is no working day stands. Due is 17:30 of the day.
"""

import datetime as dt
from dataclasses import dataclass

from yishi.dates import date_of, short_day
from yishi.organizations.rules import IssueClass
from yishi.workdays.rules import TERMS, Calendar, yellow_at


@dataclass(frozen=True)
class Due:
    """(期限) The class that applies, its due and yellow moments (UTC)."""

    issue_class: IssueClass
    due_at: dt.datetime
    yellow_at: dt.datetime

    @property
    def day(self) -> dt.date:
        """The due day in Liaocheng."""
        return date_of(self.due_at)


def decide_due(
    issue_class: IssueClass, promised_on: dt.date | None, start: dt.datetime, calendar: Calendar
) -> Due:
    """The due date of an issue dispatched at `start`; works without a date raise ValueError."""
    finish = TERMS[issue_class].finish
    by_class = finish.after(start, calendar) if finish else None
    promised = calendar.end_of(promised_on) if promised_on else None
    due_at = promised or by_class
    if due_at is None:
        raise ValueError("works need a promised date")
    if by_class is None or due_at > by_class:
        issue_class = IssueClass.D
    return Due(issue_class, due_at, yellow_at(due_at, issue_class, calendar, start))


def reopened_due(start: dt.datetime, calendar: Calendar) -> Due:
    """A reopened issue runs on the clock of class B, whatever it was before."""
    return decide_due(IssueClass.B, None, start, calendar)


def kept(
    original_due_on: dt.date | None,
    finished_at: dt.datetime | None,
    *,
    reopened: bool,
    judged: bool,
    today: dt.date,
) -> bool | None:
    """兑现: whether a promise was kept on its original date; None = not yet counted (SPEC § 12).

    `finished_at` is the submit that passed review. Neither extension nor anything
    else excuses; an issue still in review or follow-up is not yet counted.
    """
    if original_due_on is None:
        return None
    if reopened:
        return False
    if finished_at is None:
        return False if today > original_due_on else None
    in_time = date_of(finished_at) <= original_due_on
    if not in_time:
        return False
    return True if judged else None


@dataclass(frozen=True)
class Course:
    """(时限由来) What the explanation of a date needs to know."""

    issue_class: IssueClass
    base_class: IssueClass
    promised_by: str
    promised_on: dt.date | None
    reopened_on: dt.date | None
    works_that_day: bool


def rule_in_words(course: Course) -> str:
    """The rule behind a due date, in a neighbour's words."""
    finish = TERMS[course.issue_class].finish
    if course.reopened_on:
        day = short_day(course.reopened_on)
        return (
            f"居民说没有解决，{day}重办，按一般事项的 5 个工作日重新算。"
            "当天和周末、法定假日都不算。"
        )
    if course.promised_on is None:
        if course.issue_class is IssueClass.E:
            return "紧急事项 24 小时内办结，白天黑夜、节假日都算。"
        limit = finish.label.replace("个", " 个") if finish else ""
        return f"派单当天和周末、法定假日都不算。{course.issue_class.label}事项要在 {limit}内办结。"
    return "".join(_promise_in_words(course, course.promised_by or "承办单位"))


def _promise_in_words(course: Course, who: str) -> list[str]:
    words = ["答应当天和周末、法定假日都不算。"]
    base = TERMS[course.base_class].finish
    if course.base_class is IssueClass.D or base is None:
        words.append(f"工程类事项以{who}答应的那天为准。")
    elif course.issue_class is IssueClass.D:
        limit = f"{course.base_class.label}事项的 {base.label.replace('个', ' 个')}"
        words.append(f"{who}答应的日期比{limit}晚，所以按工程办，以答应的那天为准。")
    else:
        words.append(
            f"{who}答应的日期不晚于{course.base_class.label}事项的时限，以答应的那天为准。"
        )
    if not course.works_that_day:
        words.append("答应的那天是休息日，仍照答应的算。")
    return words
