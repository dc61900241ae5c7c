"""/desk/deliberations/<id>/prepare: a day that is not announced, section by section."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts.actors import current_actor
from yishi.accounts.rules import Role
from yishi.accounts.scoping import find
from yishi.appeals import queries as appeals
from yishi.database import db
from yishi.deliberations import forms, queries
from yishi.deliberations.models import Deliberation
from yishi.deliberations.queries.carried import put_off
from yishi.deliberations.rules import UNSTARTED, State
from yishi.deliberations.services import announcing, planning
from yishi.deliberations.views.blueprint import bp
from yishi.errors import Conflict, Invalid
from yishi.organizations import queries as organizations
from yishi.web import fields
from yishi.web.htmx import go
from yishi.web.policies import permit


@bp.get("/desk/deliberations/<int:day_id>/prepare")
@permit(Role.ORGANIZER)
def prepare(day_id: int) -> ResponseReturnValue:
    """Time and place, agenda, units; at the side what is still missing."""
    day = queries.full_day(day_id, current_actor())
    form = forms.FrameForm(None)
    form.show(day)
    return _page(day, form)


@bp.post("/desk/deliberations/<int:day_id>/frame")
@permit(Role.ORGANIZER)
def frame_create(day_id: int) -> ResponseReturnValue:
    """[存下时间地点]; 409 with both if somebody was faster."""
    actor, form = current_actor(), forms.FrameForm()
    day = find(Deliberation, day_id, actor, lock=True)
    try:
        if not form.validate():
            raise Invalid(forms.first_error(form))
        with db.session.begin_nested():
            planning.reframe(
                day, form.frame(), fields.number(form.version.data) or 0, by=actor, now=clock.now()
            )
    except Conflict as conflict:
        form.version.data = str(day.version)
        return _page(day, form, conflict.message, conflict=conflict), 409
    except Invalid as refusal:
        forms.add_errors(form, refusal)
        return _page(day, form, refusal.message), 422
    then = request.form.get("then")
    if then == "notice":
        return go(url_for("deliberations.notice", day_id=day_id))
    return go(url_for("deliberations.prepare", day_id=day_id), "时间地点存下了。")


@bp.get("/desk/deliberations/agenda-offer")
@permit(Role.ORGANIZER)
def agenda_offer() -> ResponseReturnValue:
    """For triage: the coming days on which an appeal may be placed, one tap each."""
    actor = current_actor()
    appeal = appeals.find(fields.number(request.args.get("appeal")) or 0, actor)
    days = queries.days_to_place_on(actor, appeal.area_code, appeal.estate_id, clock.now())
    return render_template(
        "deliberations/_agenda_offer.html",
        appeal=appeal,
        days=[day for day in days if all(item.appeal_id != appeal.id for item in day.items)],
        placed=[day for day in days if any(item.appeal_id == appeal.id for item in day.items)],
    )


def _page(
    day: Deliberation,
    form: forms.FrameForm,
    message: str = "",
    conflict: Conflict | None = None,
) -> str:
    taken = {item.appeal_id for item in day.items}
    ready = appeals.ready_for_agenda(day.estate_id, day.area_code)
    invited = {invitation.unit_id for invitation in day.invitations}
    units = organizations.usable_units(day.area_code)
    return render_template(
        "deliberations/prepare.html",
        day=day,
        form=form,
        message=message,
        conflict=conflict,
        checks=announcing.checks(day, clock.now()),
        put_off=put_off(day.area_code, day.estate_id),
        ready=[appeal for appeal in ready if appeal.id not in taken],
        units=[unit for unit in units if unit.id not in invited],
        may_edit=day.state in UNSTARTED,
        announced=day.state is State.ANNOUNCED,
    )
