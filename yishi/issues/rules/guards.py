"""What must hold before a step: each guard answers with errors by field, empty when it holds.

Pure (SPEC § 8). Lengths are characters without spaces.
"""

import datetime as dt
from collections.abc import Collection

from yishi.dates import short_day
from yishi.issues.rules.states import Answer, Outcome
from yishi.organizations.rules import IssueClass

Errors = dict[str, str]

SHORTEST_MEASURE = 6
SHORTEST_REPLY = 20
SHORTEST_REASON = 5
SHORTEST_NOTE = 2
LONGEST = 2000
TRIES, TRY_DAYS = 3, 2
HOUSEHOLDS_TO_REOPEN = 3
DAYS_TO_CLOSE = 10


def promise_complete(
    measure: str, due_on: dt.date | None, unit_id: int | None, today: dt.date
) -> Errors:
    """A unit, a measure that says something, and a day that is not over."""
    errors: Errors = {}
    if unit_id is None:
        errors["unit_id"] = "请选哪个单位答应的。"
    if length(measure) < SHORTEST_MEASURE:
        errors["measure"] = f"请写清答应做什么，至少 {SHORTEST_MEASURE} 个字。"
    if due_on is None:
        errors["due_on"] = "请写哪天以前办完。"
    elif due_on < today:
        errors["due_on"] = f"请把日期改到 {short_day(today)} 或之后（今天是 {short_day(today)}）。"
    return errors | too_long(measure=measure)


def class_set(issue_class: IssueClass | None, due_on: dt.date | None) -> Errors:
    """A class; works need the date that was promised."""
    if issue_class is None:
        return {"issue_class": "请选时限类。"}
    if issue_class is IssueClass.D and due_on is None:
        return {"due_on": "工程类要写办结日期。"}
    return {}


def note_complete(text: str) -> Errors:
    """A note says something."""
    if length(text) < SHORTEST_NOTE:
        return {"text": "请写一句办到哪一步。"}
    return too_long(text=text)


def reply_complete(text: str, promised_evidence: str, photos: int) -> Errors:
    """A reply of twenty characters, and the evidence that was promised."""
    errors = too_long(text=text)
    if length(text) < SHORTEST_REPLY:
        missing = SHORTEST_REPLY - length(text)
        errors["text"] = (
            f"请写清办了什么、结果怎样，至少 {SHORTEST_REPLY} 个字，还差 {missing} 个。"
        )
    if promised_evidence and not photos:
        errors["photos"] = f"承诺时说好要{promised_evidence}，请附上照片。"
    return errors


def reason_given(reason: str) -> Errors:
    """A reason that can be read by whoever it concerns."""
    if length(reason) < SHORTEST_REASON:
        return {"reason": f"请写明理由，至少 {SHORTEST_REASON} 个字。"}
    return too_long(reason=reason)


def review_complete(
    outcome: Outcome | None, text: str, rest_due_on: dt.date | None, today: dt.date
) -> Errors:
    """Solved; or the rest with its date; or the basis why it cannot be done."""
    if outcome is None:
        return {"outcome": "请选审核结果。"}
    if outcome is Outcome.PARTLY:
        return rest_complete(text, rest_due_on, today)
    if outcome is Outcome.EXPLAINED and length(text) < SHORTEST_REPLY:
        return {"text": f"请写明做不到的依据，至少 {SHORTEST_REPLY} 个字，居民看得到。"}
    return too_long(text=text)


def rest_complete(text: str, due_on: dt.date | None, today: dt.date) -> Errors:
    """What is left of a partly solved issue, and until when."""
    errors = too_long(text=text)
    if length(text) < SHORTEST_MEASURE:
        errors["text"] = f"请写清余下什么没办，至少 {SHORTEST_MEASURE} 个字。"
    if due_on is None or due_on < today:
        errors["rest_due_on"] = f"请写余下部分哪天办完，{short_day(today)} 或之后。"
    return errors


def may_review(
    reviewer_id: int | None,
    reviewer_units: Collection[int],
    *,
    lead_unit_id: int,
    submitted_by: int | None,
    typed_by: int | None,
) -> str:
    """Why this person may not review; empty if they may. A unit never approves its own closing."""
    if reviewer_id is None:
        return "审核要用街道的账号。"
    if lead_unit_id in reviewer_units:
        return "承办单位不能审核自己的办结，请街道的同事审核。"
    if reviewer_id in {submitted_by, typed_by}:
        return "这次办结是您交的或代填的，请另一位同事审核。"
    return ""


def nobody_reached(tries: Collection[dt.date]) -> bool:
    """Three tries on at least two days."""
    return len(tries) >= TRIES and len(set(tries)) >= TRY_DAYS


def may_reopen(answer: Answer, by_reporter: bool, households: int) -> bool:
    """Not solved, says whoever reported it, or three households."""
    enough = by_reporter or households >= HOUSEHOLDS_TO_REOPEN
    return answer is Answer.NOT_SOLVED and enough


def ten_days_passed(followed_up_at: dt.datetime, now: dt.datetime) -> bool:
    """Time to object is over."""
    return now >= followed_up_at + dt.timedelta(days=DAYS_TO_CLOSE)


def one_workday_passed(confirm_by: dt.datetime, now: dt.datetime) -> bool:
    """The unit had its working day to deny."""
    return now >= confirm_by


def too_long(**texts: str) -> Errors:
    """An error for each text beyond two thousand characters."""
    return {
        name: f"太长了，请缩到 {LONGEST} 个字以内。"
        for name, text in texts.items()
        if len(text) > LONGEST
    }


def length(text: str) -> int:
    """Characters without spaces."""
    return len("".join(text.split()))
