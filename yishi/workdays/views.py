"""/desk/calendar: what the calendar knows, and the days on which this office differs."""

import datetime as dt
from collections.abc import Mapping

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts.actors import current_actor
from yishi.accounts.rules import Role
from yishi.dates import short_day
from yishi.errors import Invalid
from yishi.web.htmx import go
from yishi.web.policies import permit, signed_in
from yishi.workdays import forms, queries, services
from yishi.workdays.rules import Calendar, DayKind, Panel, panel

bp = Blueprint("workdays", __name__)

SHOWN = dt.timedelta(days=60)  # overrides stay on the page so long after their day


@bp.get("/desk/calendar")
@signed_in
def index() -> ResponseReturnValue:
    """The calendar page."""
    return _page({}, {})


@bp.post("/desk/calendar/days")
@permit(Role.ADMIN)
def day_create() -> ResponseReturnValue:
    """Sets how one day counts."""
    actor = current_actor()
    try:
        day, kind, note = forms.override(request.form)
        row = services.set_override(actor.home_area, day, kind, note, by=actor, now=clock.now())
    except Invalid as refusal:
        return _page(request.form, refusal.errors, refusal.message), 422
    text = f"{short_day(day)}按{row.kind.label}算。已经定下的期限不变。"
    return go(url_for("workdays.index"), text)


def _page(values: Mapping[str, str], errors: Mapping[str, str], message: str = "") -> str:
    actor, today = current_actor(), clock.today()
    calendar = queries.calendar(actor.home_area)
    asked = forms.question(request.args)
    known = [day for day in calendar.explain(today, calendar.known_until()) if day.name]
    return render_template(
        "workdays/index.html",
        overrides=queries.overrides(actor.home_area, today - SHOWN),
        known=known,
        until=calendar.known_until(),
        days_ahead=(calendar.known_until() - today).days,
        kinds=[(kind.value, kind.label) for kind in DayKind],
        may_change=Role.ADMIN in actor.roles,
        values=values,
        asked=asked,
        why=_worked_out(calendar, asked),
        errors=errors,
        message=message,
    )


def _worked_out(calendar: Calendar, asked: forms.Question) -> Panel | None:
    """What `workdays why` prints, drawn."""
    if asked.start is None or asked.n is None:
        return None
    due = calendar.add_workdays(asked.start, asked.n)
    return panel(
        calendar,
        asked.start,
        due,
        start_word="起",
        marks={},
        due_words=f"第 {asked.n} 个工作日，{short_day(due)}",
        rule="起算当天和周末、法定假日都不算，调休上班的日子算。",
    )
