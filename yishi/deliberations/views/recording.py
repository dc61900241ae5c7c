"""Writing down the items: the sentence, the outcome, one more item, earlier promises."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts.actors import current_actor
from yishi.accounts.rules import Role
from yishi.database import db
from yishi.deliberations.models import PromiseReview
from yishi.deliberations.queries.on_site import find_day, find_note, on_site
from yishi.deliberations.rules import Outcome
from yishi.deliberations.rules.session import ReviewResult
from yishi.deliberations.services import on_site as recording
from yishi.deliberations.services import reviewing
from yishi.deliberations.views.blueprint import bp
from yishi.deliberations.views.line import (
    CHANGED,
    answer_clash,
    answer_line,
    fresh_line,
    page_url,
)
from yishi.errors import Conflict, Invalid, NotFound
from yishi.web import fields
from yishi.web.htmx import go, respond
from yishi.web.policies import permit

ITEM = "/desk/deliberations/<int:day_id>/session/items/<int:item_id>"


@bp.post(f"{ITEM}/note")
@permit(Role.ORGANIZER)
def note_create(day_id: int, item_id: int) -> ResponseReturnValue:
    """The sentence of an item, saved as soon as the field is left."""
    actor, now = current_actor(), clock.now()
    item, note = find_note(day_id, item_id, actor)
    revision = fields.number(request.form.get("note_revision")) or 0
    try:
        recording.write_note(item, note, request.form.get("note", ""), revision, by=actor, now=now)
    except Conflict as conflict:
        if not conflict.yours:
            raise
        return answer_clash(item, note, conflict)
    if request.form.get("whole"):
        return fresh_line(day_id, item_id, is_open=True)
    fragment = render_template(
        "deliberations/session/_note_state.html", note=note, item=item, now=now
    )
    return respond(fragment, page_url(item_id, day_id), trigger=CHANGED)


@bp.post(f"{ITEM}/outcome")
@permit(Role.ORGANIZER)
def outcome_create(day_id: int, item_id: int) -> ResponseReturnValue:
    """How an item ended; the sentence in the same form is saved with it."""
    actor, now, form = current_actor(), clock.now(), request.form
    item, note = find_note(day_id, item_id, actor)
    revision = fields.number(form.get("note_revision")) or 0
    try:
        recording.write_note(item, note, form.get("note", note.text), revision, by=actor, now=now)
    except Conflict as conflict:
        if not conflict.yours:
            raise
        return answer_clash(item, note, conflict)
    if outcome := fields.one_of(Outcome, form.get("outcome")):
        return _decide(day_id, item_id, outcome)
    return fresh_line(day_id, item_id)


def _decide(day_id: int, item_id: int, outcome: Outcome) -> ResponseReturnValue:
    actor, form = current_actor(), request.form
    site = on_site(find_day(day_id, actor))
    line = site.line(item_id)
    version, next_on = fields.number(form.get("version")) or 0, fields.day(form.get("next_on"))
    try:
        recording.decide(line, outcome, next_on, version, by=actor, now=clock.now())
    except (Conflict, Invalid) as refusal:
        return answer_line(site, line, status=refusal.status, is_open=True, refusal=refusal.message)
    return answer_line(site, line)


@bp.post("/desk/deliberations/<int:day_id>/session/items")
@permit(Role.ORGANIZER)
def session_item_create(day_id: int) -> ResponseReturnValue:
    """[现场加一题]"""
    actor = current_actor()
    day = find_day(day_id, actor, held_open=True)
    item = recording.add_item(day, request.form.get("title", ""), by=actor)
    return go(page_url(item.id, day_id))


@bp.post("/desk/deliberations/<int:day_id>/session/reviews/<int:review_id>")
@permit(Role.ORGANIZER)
def review_create(day_id: int, review_id: int) -> ResponseReturnValue:
    """承诺回看: 兑现, 未兑现 or 未到期, and the hands."""
    actor, form = current_actor(), request.form
    day = find_day(day_id, actor, held_open=True)
    recording.require_recording(day)
    review = db.session.get(PromiseReview, review_id)
    if review is None or review.deliberation_id != day.id:
        raise NotFound
    result = fields.one_of(ReviewResult, form.get("result"))
    if result is None:
        raise Invalid("请点一个：兑现、未兑现、未到期。")
    hands = fields.number(form.get("hands_solved")), fields.number(form.get("hands_unsolved"))
    version = fields.number(form.get("version")) or 0
    reviewing.say(review, result, hands, version, by=actor, now=clock.now())
    return fresh_line(day_id, review.agenda_item_id, is_open=True)
