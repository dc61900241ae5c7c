"""/desk/deliberations: the days of the office, and one of them."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts.actors import current_actor
from yishi.accounts.rules import OFFICE, Role
from yishi.deliberations import queries
from yishi.deliberations.rules import IN_PREPARATION, PUBLIC, WITH_RESULT, State
from yishi.deliberations.views.announced import announced_page
from yishi.deliberations.views.blueprint import bp
from yishi.deliberations.views.next_steps import step_of
from yishi.records.queries import timeline
from yishi.web.policies import permit

READERS = (*OFFICE, Role.SUPERVISOR)


@bp.get("/desk/deliberations")
@permit(*READERS)
def index() -> ResponseReturnValue:
    """What is coming, then what was held."""
    actor, now = current_actor(), clock.now()
    after = request.args.get("after")
    coming = queries.unstarted(actor) if after is None else []
    return render_template(
        "deliberations/index.html",
        coming=[(day, step_of(day, now)) for day in coming],
        held=queries.held(actor, after),
        after=after,
        may_plan=actor.has(Role.ORGANIZER),
    )


@bp.get("/desk/deliberations/<int:day_id>")
@permit(*READERS)
def show(day_id: int) -> ResponseReturnValue:
    """One day: before it the three things to do, after it what became of it."""
    actor, now = current_actor(), clock.now()
    day = queries.full_day(day_id, actor)
    if actor.has(Role.ORGANIZER) and day.state in IN_PREPARATION:
        return redirect(url_for("deliberations.prepare", day_id=day_id))
    if actor.has(Role.ORGANIZER) and day.state is State.ANNOUNCED:
        return announced_page(day, now)
    return render_template(
        "deliberations/show.html",
        day=day,
        step=step_of(day, now) if actor.has(Role.ORGANIZER) else None,
        entries=timeline(day.ref),
        is_public=day.state in PUBLIC,
        is_published=day.state in WITH_RESULT,
    )
