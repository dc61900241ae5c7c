"""The agenda of a day: lines and appeals added, edited, put in order, taken off."""

import sqlalchemy as sa
from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import contains_eager

from yishi import clock
from yishi.accounts.actors import Actor, current_actor
from yishi.accounts.rules import Role
from yishi.accounts.scoping import find, within
from yishi.database import db
from yishi.dates import short_day
from yishi.deliberations import forms
from yishi.deliberations.models import AgendaItem, Deliberation
from yishi.deliberations.services import agenda
from yishi.deliberations.views.blueprint import bp
from yishi.errors import Conflict, Invalid, NotFound
from yishi.web import fields
from yishi.web.htmx import go, respond
from yishi.web.policies import permit
from yishi.web.urls import local_path


@bp.post("/desk/deliberations/<int:day_id>/items")
@permit(Role.ORGANIZER)
def item_create(day_id: int) -> ResponseReturnValue:
    """[列入] an appeal, or [加上] lines; `back` is where the person came from."""
    actor, now = current_actor(), clock.now()
    day = find(Deliberation, day_id, actor, lock=True)
    for item_id in request.form.getlist("put_off", fields.whole):
        agenda.carry_over(day, item_id, by=actor, now=now)
    for appeal_id in request.form.getlist("appeal_id", fields.whole):
        agenda.add_appeal(day, appeal_id, by=actor, now=now)
    for title in forms.lines(request.form.get("more")):
        agenda.add_line(day, title, by=actor, now=now)
    back = local_path(request.form.get("back"), "")
    if back:
        return go(back, f"已列入{short_day(day.starts_at)}{day.title}。")
    return _agenda(day)


@bp.get("/desk/deliberations/<int:day_id>/items/<int:item_id>")
@permit(Role.ORGANIZER)
def item(day_id: int, item_id: int) -> ResponseReturnValue:
    """One matter to be edited, as a page of its own."""
    row = _item(day_id, item_id, current_actor())
    form = forms.ItemForm(None, obj=row)
    return render_template("deliberations/item.html", day=row.deliberation, item=row, form=form)


@bp.post("/desk/deliberations/<int:day_id>/items/<int:item_id>")
@permit(Role.ORGANIZER)
def item_change(day_id: int, item_id: int) -> ResponseReturnValue:
    """[存下这一题]; 409 with both texts if somebody was faster."""
    actor, form = current_actor(), forms.ItemForm()
    row = _item(day_id, item_id, actor)
    title, situation = form.title.data or "", form.situation.data or ""
    try:
        if not form.validate():
            raise Invalid(forms.first_error(form))
        agenda.edit(row, title, situation, form.version.data or 0, by=actor, now=clock.now())
    except Conflict as conflict:
        form.version.data = row.version
        return _item_page(row, form, conflict.message, conflict), 409
    except Invalid as refusal:
        forms.add_errors(form, refusal)
        return _item_page(row, form, refusal.message), 422
    return go(url_for("deliberations.prepare", day_id=day_id), "这一题存下了。")


@bp.post("/desk/deliberations/<int:day_id>/items/<int:item_id>/position")
@permit(Role.ORGANIZER)
def item_position(day_id: int, item_id: int) -> ResponseReturnValue:
    """Puts a matter behind another one (`after`), or first."""
    actor = current_actor()
    day = find(Deliberation, day_id, actor, lock=True)
    row = _item_of(day, item_id)
    agenda.reorder(day, row, fields.number(request.form.get("after")), by=actor, now=clock.now())
    return _agenda(day, moved=row.id)


@bp.post("/desk/deliberations/<int:day_id>/items/<int:item_id>/removal")
@permit(Role.ORGANIZER)
def item_removal(day_id: int, item_id: int) -> ResponseReturnValue:
    """[撤下这一题]"""
    actor = current_actor()
    day = find(Deliberation, day_id, actor, lock=True)
    agenda.remove(_item_of(day, item_id), by=actor, now=clock.now())
    words = "已撤下。列入的诉求回到已受理，等另作答复。"
    return go(url_for("deliberations.prepare", day_id=day_id), words)


def _agenda(day: Deliberation, moved: int = 0) -> ResponseReturnValue:
    db.session.flush()
    fragment = render_template("deliberations/_agenda.html", day=day, moved=moved)
    page = url_for("deliberations.prepare", day_id=day.id)
    return respond(fragment, f"{page}#items", trigger="agenda-changed")


def _item(day_id: int, item_id: int, actor: Actor) -> AgendaItem:
    """The matter with its day in one statement: a day may have fifty."""
    query = (
        sa.select(AgendaItem)
        .join(AgendaItem.deliberation)
        .options(contains_eager(AgendaItem.deliberation))
        .where(within(Deliberation, actor), Deliberation.id == day_id, AgendaItem.id == item_id)
    )
    row = db.session.scalars(query).one_or_none()
    if row is None:
        raise NotFound
    return row


def _item_of(day: Deliberation, item_id: int) -> AgendaItem:
    row = next((item for item in day.items if item.id == item_id), None)
    if row is None:
        raise NotFound
    return row


def _item_page(
    row: AgendaItem, form: forms.ItemForm, message: str, conflict: Conflict | None = None
) -> str:
    return render_template(
        "deliberations/item.html",
        day=row.deliberation,
        item=row,
        form=form,
        message=message,
        conflict=conflict,
    )
