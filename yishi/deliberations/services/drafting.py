"""The program drafts the minutes from what was recorded: an opening, one paragraph an item."""

import datetime as dt
from collections.abc import Iterator

from yishi.accounts.actors import SYSTEM
from yishi.database import db
from yishi.deliberations.models import Minutes, MinutesParagraph
from yishi.deliberations.queries.on_site import Line, Looked, OnSite
from yishi.deliberations.rules.minutes import (
    Opening,
    heading,
    item_words,
    opening_words,
    review_due_at,
    review_words,
)
from yishi.deliberations.rules.session import ReviewResult, looked_words
from yishi.passages import services as passages
from yishi.records.services import audit
from yishi.workdays.queries import calendar


def draft(site: OnSite, *, now: dt.datetime) -> Minutes:
    """Minutes of a session that has just closed, ready to be read through once."""
    day = site.day
    assert day.closed_at is not None
    minutes = Minutes(
        deliberation_id=day.id,
        drafted_at=now,
        drafted_by=SYSTEM.name,
        review_due_at=review_due_at(day.closed_at, calendar(day.area_code)),
    )
    db.session.add(minutes)
    db.session.flush()
    for position, (title, text, item_id) in enumerate(_parts(site)):
        paragraph = MinutesParagraph(
            minutes_id=minutes.id, agenda_item_id=item_id, position=position, heading=title
        )
        db.session.add(paragraph)
        passages.write(minutes.ref, paragraph.passage_name, text, by=SYSTEM, now=now)
    audit(SYSTEM, "minutes.draft", minutes.ref, after={"day": day.id})
    return minutes


def _parts(site: OnSite) -> Iterator[tuple[str, str, int | None]]:
    yield "", opening_words(_opening(site)), None
    for line in site.lines:
        text = _review_text(line) if line.is_review else _item_text(line)
        yield heading(line.number, line.item.title), text, line.item.id


def _opening(site: OnSite) -> Opening:
    day = site.day
    assert day.opened_at is not None
    assert day.closed_at is not None
    return Opening(
        opened_at=day.opened_at,
        closed_at=day.closed_at,
        place=day.place,
        heads=day.heads,
        present=[i.unit.name for i in site.invitations if i.came],
        absent=[i.unit.name for i in site.invitations if not i.came],
        chair=day.chair_name,
    )


def _item_text(line: Line) -> str:
    item = line.item
    absent = [promise.issue.unit.name for promise in line.promises if not promise.confirmed]
    return item_words(item.outcome_text, item.outcome, item.next_on, list(dict.fromkeys(absent)))


def _review_text(line: Line) -> str:
    results = {
        result.label: sum(row.review.result is result for row in line.looked)
        for result in ReviewResult
    }
    return review_words(results, [_looked_words(row) for row in line.looked])


def _looked_words(row: Looked) -> str:
    review = row.review
    said = looked_words(review.result, review.hands_solved, review.hands_unsolved)
    return f"{row.issue.unit.name}“{row.issue.measure}”：{said}。"
