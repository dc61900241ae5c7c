"""Moving an issue: one step of the table, compare-and-set on state and revision."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from yishi import clock
from yishi.accounts.actors import Actor
from yishi.database import change, db
from yishi.errors import Conflict, Invalid
from yishi.issues.models import Issue, IssueNumber
from yishi.issues.rules import Action, step
from yishi.records.services import audit, entry


def move(issue: Issue, action: Action, *, by: Actor, now: dt.datetime, **changes: Any) -> None:
    """Takes one step and writes `changes` with it; supervision looks again at once.

    Raises Conflict if the step is not possible in this state, or if somebody else
    was first; both say what to do.
    """
    row = step(issue.state, action)
    if row is None:
        raise Conflict(
            f"{issue.number} 现在是“{issue.state.label}”，这一步已经不能做了。"
            "请刷新页面看最新情况。"
        )
    before = issue.state
    db.session.flush()
    moved = change(
        sa.update(Issue)
        .where(Issue.id == issue.id, Issue.state == before, Issue.revision == issue.revision)
        .values(state=row.to or before, revision=Issue.revision + 1, sweep_at=now, **changes)
        .execution_options(synchronize_session=False)
    )
    if moved != 1:
        raise Conflict(f"别人刚刚改过 {issue.number}。请刷新页面看最新情况，再决定怎么做。")
    db.session.refresh(issue)
    audit(
        by,
        f"issue.{action}",
        issue.ref,
        before={"state": before},
        after={"state": issue.state, "revision": issue.revision},
    )


def tell(
    issue: Issue,
    kind: str,
    text: str,
    *,
    by_name: str,
    public_name: str,
    now: dt.datetime,
    public: bool = True,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """A line in the issue's story; residents see `public_name`, the desk `by_name`."""
    shown = {"public_name": public_name, **(facts or {})}
    entry(issue.ref, kind, text, by_name=by_name, at=now, public=public, facts=shown)


def next_number(now: dt.datetime) -> str:
    """SX2026-0123; four digits, more when they are needed."""
    year = clock.local(now).year
    last = db.session.scalars(
        insert(IssueNumber)
        .values(year=year, last=1)
        .on_conflict_do_update(index_elements=["year"], set_={"last": IssueNumber.last + 1})
        .returning(IssueNumber.last)
    ).one()
    return f"SX{year}-{last:04}"


def require(errors: Mapping[str, str]) -> None:
    """Raises Invalid if a guard found something."""
    if errors:
        raise Invalid("还差一点：" + "".join(dict.fromkeys(errors.values())), errors)
