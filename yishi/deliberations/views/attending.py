"""Who is there: residents counted, units ticked, a unit that came by itself."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts.actors import current_actor
from yishi.accounts.rules import Role
from yishi.database import db
from yishi.deliberations.models import Invitation
from yishi.deliberations.queries.on_site import find_day, on_site
from yishi.deliberations.services import arriving
from yishi.deliberations.views.blueprint import bp
from yishi.deliberations.views.line import CHANGED, page_context, page_url
from yishi.errors import Conflict, Invalid, NotFound
from yishi.web import fields
from yishi.web.htmx import respond
from yishi.web.policies import permit

ROOM = "/desk/deliberations/<int:day_id>/session"


@bp.post(f"{ROOM}/heads")
@permit(Role.ORGANIZER)
def heads_create(day_id: int) -> ResponseReturnValue:
    """How many residents are there."""
    actor, form = current_actor(), request.form
    day = find_day(day_id, actor, held_open=True)
    typed = form.get("heads", "").strip()
    heads = fields.number(form.get("heads"))
    try:
        if typed and heads is None:
            raise Invalid("人数请写数字，如 27。")
        arriving.count_heads(day, heads, fields.number(form.get("heads_before")), by=actor)
    except (Invalid, Conflict) as refusal:
        return _here(day_id, status=refusal.status, refusal=refusal.message, typed=typed)
    return _here(day_id)


@bp.post(f"{ROOM}/attendance")
@permit(Role.ORGANIZER)
def attendance_create(day_id: int) -> ResponseReturnValue:
    """One unit ticked or unticked; `came` is there while it is ticked."""
    actor = current_actor()
    day = find_day(day_id, actor, held_open=True)
    invitation = db.session.get(Invitation, fields.number(request.form.get("invitation_id")) or 0)
    if invitation is None or invitation.deliberation_id != day.id:
        raise NotFound
    arriving.note_presence(invitation, "came" in request.form, by=actor)
    return _here(day_id)


@bp.post(f"{ROOM}/walk-ins")
@permit(Role.ORGANIZER)
def walk_in_create(day_id: int) -> ResponseReturnValue:
    """[记下] A unit that was not invited; made here if the office does not know it."""
    actor, form = current_actor(), request.form
    day = find_day(day_id, actor, held_open=True)
    name, person, phone = (form.get(key, "") for key in ("new_unit", "said_by", "new_phone"))
    try:
        with db.session.begin_nested():
            arriving.walk_in(day, name, person, phone, by=actor, now=clock.now())
    except Invalid as refusal:
        values = {"new_unit": name, "said_by": person, "new_phone": phone}
        return _here(day_id, status=422, walk_in=values, walk_in_errors=refusal.errors)
    return _here(day_id)


def _here(day_id: int, status: int = 200, **more: object) -> ResponseReturnValue:
    site = on_site(find_day(day_id, current_actor()))
    context = page_context(site) | more
    if status != 200 and "HX-Request" not in request.headers:
        return render_template(
            "deliberations/session/page.html", message="", open_id=None, **context
        ), status
    fragment = render_template("deliberations/session/_here.html", saved=status == 200, **context)
    if status != 200:
        return fragment, status
    return respond(fragment, page_url(None, day_id), trigger=CHANGED)
