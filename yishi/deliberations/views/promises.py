"""Promises in the room: taken down, confirmed aloud, left for later, dropped again."""

import datetime as dt

from flask import render_template, request
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts.actors import current_actor
from yishi.accounts.rules import Role
from yishi.appeals.models import Appeal
from yishi.database import db
from yishi.deliberations import forms_session as forms
from yishi.deliberations.models import Deliberation
from yishi.deliberations.queries.on_site import Line, OnSite, find_day, on_site
from yishi.deliberations.rules.session import vague_words
from yishi.deliberations.services import promising
from yishi.deliberations.views.blueprint import bp
from yishi.deliberations.views.line import answer_line, fresh_line
from yishi.errors import Invalid, NotFound
from yishi.issues.models import Issue
from yishi.web import fields
from yishi.web.policies import permit
from yishi.workdays.queries import calendar
from yishi.workdays.rules import TERMS, Clock

ROOM = "/desk/deliberations/<int:day_id>/session"


@bp.post(f"{ROOM}/items/<int:item_id>/promises")
@permit(Role.ORGANIZER)
def promise_create(day_id: int, item_id: int) -> ResponseReturnValue:
    """[段经理当场口头确认] or [会后再确认]: one press drafts and confirms."""
    actor = current_actor()
    form = forms.VowForm()
    day = find_day(day_id, actor, held_open=True)
    site = on_site(day)
    line = site.line(item_id)
    vague = [] if form.asked.data else vague_words(form.vow.measure)
    if vague:
        return _refuse(site, line, form, {}, ask="、".join(f"“{word}”" for word in vague))
    try:
        if not form.validate():
            raise Invalid("", {name: str(errors[0]) for name, errors in form.errors.items()})
        with db.session.begin_nested():
            promising.take_down(line, form.vow, form.confirming, by=actor, now=clock.now())
    except Invalid as refusal:
        return _refuse(site, line, form, refusal.errors or {"measure": refusal.message})
    return fresh_line(day_id, item_id)


@bp.get(f"{ROOM}/items/<int:item_id>/usual")
@permit(Role.ORGANIZER)
def usual(day_id: int, item_id: int) -> ResponseReturnValue:
    """一般 5 个工作日，这次承诺 9 个: the class's time beside the promised day, alone."""
    day = find_day(day_id, current_actor())
    line = on_site(day).line(item_id)
    words = usual_words(line, fields.day(request.args.get("due_on")))
    return render_template("deliberations/session/_usual.html", item=line.item, words=words)


@bp.post(f"{ROOM}/promises/<int:issue_id>/confirmation")
@permit(Role.ORGANIZER)
def promise_confirmation_create(day_id: int, issue_id: int) -> ResponseReturnValue:
    """[段经理当场口头确认] for a promise that was only drafted."""
    actor = current_actor()
    day, issue = _find(day_id, issue_id)
    promising.confirm(day, issue, by=actor, now=clock.now())
    return fresh_line(day_id, issue.agenda_item_id or 0)


@bp.post(f"{ROOM}/promises/<int:issue_id>/deferral")
@permit(Role.ORGANIZER)
def promise_deferral_create(day_id: int, issue_id: int) -> ResponseReturnValue:
    """[会后再确认] for a promise that was only drafted."""
    actor = current_actor()
    day, issue = _find(day_id, issue_id)
    promising.leave_for_later(day, issue, by=actor, now=clock.now())
    return fresh_line(day_id, issue.agenda_item_id or 0)


@bp.post(f"{ROOM}/promises/<int:issue_id>/withdrawal")
@permit(Role.ORGANIZER)
def promise_withdrawal_create(day_id: int, issue_id: int) -> ResponseReturnValue:
    """[撤下]"""
    actor = current_actor()
    day, issue = _find(day_id, issue_id)
    promising.drop(day, issue, by=actor, now=clock.now())
    return fresh_line(day_id, issue.agenda_item_id or 0, is_open=True)


def usual_words(line: Line, due_on: dt.date | None) -> str:
    """The class's usual time in working days, and how many were promised."""
    appeal = db.session.get(Appeal, line.item.appeal_id) if line.item.appeal_id else None
    finish = TERMS[promising.usual_class(appeal)].finish
    usual = f"一般 {finish.n} 个工作日" if finish and finish.clock is Clock.WORKDAYS else ""
    days = calendar(line.item.deliberation.area_code)
    promised = max(days.workdays_between(clock.today(), due_on), 0) if due_on else None
    said = "" if promised is None else f"这次承诺 {promised} 个"
    return "，".join(filter(None, [usual, said]))


def _find(day_id: int, issue_id: int) -> tuple[Deliberation, Issue]:
    day = find_day(day_id, current_actor(), held_open=True)
    issue = db.session.get(Issue, issue_id)
    if issue is None or issue.deliberation_id != day.id:
        raise NotFound
    return day, issue


def _refuse(
    site: OnSite, line: Line, form: forms.VowForm, errors: dict[str, str], ask: str = ""
) -> ResponseReturnValue:
    """422: the same form with what to do about it; nothing typed is lost."""
    values = {name: form[name].data for name in form.data if name != "csrf_token"}
    more = {"vow": values, "errors": errors, "ask": ask}
    usual_time = usual_words(line, form.due_on.data)
    return answer_line(site, line, status=422, is_open=True, usual=usual_time, **more)
