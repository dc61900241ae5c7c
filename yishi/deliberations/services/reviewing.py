"""承诺回看: earlier promises before the residents, one line a promise."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from yishi import live
from yishi.accounts.actors import Actor
from yishi.database import change, db
from yishi.deliberations.models import Deliberation, PromiseReview
from yishi.deliberations.rules import ItemKind
from yishi.deliberations.rules.session import ReviewResult
from yishi.deliberations.services import agenda
from yishi.errors import Conflict, Invalid
from yishi.issues import queries as issues
from yishi.issues.models import Issue
from yishi.records.services import audit

MOST_HANDS = 9999


def fill(day: Deliberation, *, now: dt.datetime) -> None:
    """Takes down which promises stand open as the session begins; without any, no item."""
    agenda.refresh_review(day)
    item = next((item for item in day.items if item.kind is ItemKind.REVIEW), None)
    if item is None:
        return
    for issue in issues.open_promises(**where(day)):
        db.session.add(
            PromiseReview(
                deliberation_id=day.id,
                agenda_item_id=item.id,
                issue_id=issue.id,
                result=_not_due(issue, now),
            )
        )
    db.session.flush()


def say(
    review: PromiseReview,
    result: ReviewResult,
    hands: tuple[int | None, int | None],
    version: int,
    *,
    by: Actor,
    now: dt.datetime,
) -> None:
    """How a promise stands, and the hands for 已解决 and 未解决; Conflict if late."""
    if any(count is not None and not 0 <= count <= MOST_HANDS for count in hands):
        raise Invalid("举手数不对", {"hands": f"请写 0 到 {MOST_HANDS} 之间的人数。"})
    values = {
        "result": result,
        "hands_solved": hands[0],
        "hands_unsolved": hands[1],
        "by_name": by.name,
        "at": now,
        "version": PromiseReview.version + 1,
    }
    mine = (PromiseReview.id == review.id, PromiseReview.version == version)
    if change(sa.update(PromiseReview).where(*mine).values(values)) == 0:
        db.session.refresh(review)
        theirs = review.result.label if review.result else "还没说"
        words = f"{review.by_name or '别人'}刚刚记为“{theirs}”。请看一眼再点。"
        raise Conflict(words, theirs, result.label)
    audit(by, "promise.review", f"issue:{review.issue_id}", after={"result": result})
    live.changed(f"deliberation:{review.deliberation_id}")


def where(day: Deliberation) -> dict[str, Any]:
    """Whose promises are looked back at: the estate's, or else the community's."""
    return {"estate_id": day.estate_id} if day.estate_id else {"area_code": day.area_code}


def _not_due(issue: Issue, now: dt.datetime) -> ReviewResult | None:
    """What is not due yet needs no hand; the rest is asked."""
    running = issue.due_at is not None and issue.due_at >= now and issue.resolved_at is None
    return ReviewResult.NOT_DUE if running else None
