"""现场: one page on which one person runs a whole day, from 开始 to 散会."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts.actors import current_actor
from yishi.accounts.rules import Role
from yishi.database import db
from yishi.deliberations.models import Deliberation
from yishi.deliberations.queries.on_site import OnSite, find_day, on_site
from yishi.deliberations.rules import HELD, State
from yishi.deliberations.services import closing
from yishi.deliberations.services import on_site as recording
from yishi.deliberations.services.on_site import RECORDING
from yishi.deliberations.views.blueprint import bp
from yishi.deliberations.views.line import page_context
from yishi.errors import Invalid
from yishi.web import fields
from yishi.web.htmx import go
from yishi.web.policies import permit

BEFORE = frozenset({State.ANNOUNCED, State.CHECKING_IN})


@bp.get("/desk/deliberations/<int:day_id>/session")
@permit(Role.ORGANIZER)
def session(day_id: int) -> ResponseReturnValue:
    """The page of the session; before it begins what will be discussed and [开始]."""
    day = find_day(day_id, current_actor())
    if day.state in HELD:
        return redirect(url_for("deliberations.minutes", day_id=day.id), 303)
    if day.state in RECORDING:
        return session_page(on_site(day))
    if day.state in BEFORE:
        return render_template("deliberations/session/before.html", site=on_site(day))
    return redirect(url_for("deliberations.show", day_id=day.id), 303)


def session_page(site: OnSite, message: str = "") -> str:
    """The whole page; `message` says what still stands in the way."""
    open_id = fields.number(request.args.get("open"))
    context = page_context(site)
    return render_template(
        "deliberations/session/page.html", message=message, open_id=open_id, **context
    )


@bp.post("/desk/deliberations/<int:day_id>/session/opening")
@permit(Role.ORGANIZER)
def opening_create(day_id: int) -> ResponseReturnValue:
    """[开始]"""
    actor = current_actor()
    day = find_day(day_id, actor)
    recording.open_day(day, by=actor, now=clock.now())
    return go(url_for("deliberations.session", day_id=day_id))


@bp.get("/desk/deliberations/<int:day_id>/session/guard")
@permit(Role.ORGANIZER)
def guard(day_id: int) -> ResponseReturnValue:
    """What still stands between this page and 散会, alone."""
    day = find_day(day_id, current_actor())
    return render_template("deliberations/session/_guard.html", site=on_site(day), alone=True)


@bp.post("/desk/deliberations/<int:day_id>/session/rest-next-time")
@permit(Role.ORGANIZER)
def rest_next_time_create(day_id: int) -> ResponseReturnValue:
    """[其余议题转下次]"""
    actor = current_actor()
    site = on_site(find_day(day_id, actor, held_open=True))
    next_on = fields.day(request.form.get("next_on"))
    if next_on is None and site.next_day is None:
        return session_page(site, "还没有排好下一场。请写上转到哪天，再按一次。"), 422
    count = closing.move_rest_to_next_time(site, next_on, by=actor, now=clock.now())
    return go(_end(day_id), f"{count} 题转下次。")


@bp.post("/desk/deliberations/<int:day_id>/session/rest-later")
@permit(Role.ORGANIZER)
def rest_later_create(day_id: int) -> ResponseReturnValue:
    """[其余承诺会后确认]"""
    actor = current_actor()
    site = on_site(find_day(day_id, actor, held_open=True))
    count = closing.leave_rest_for_later(site, by=actor, now=clock.now())
    return go(_end(day_id), f"{count} 条承诺会后 1 个工作日内由单位确认。")


@bp.post("/desk/deliberations/<int:day_id>/session/closing")
@permit(Role.ORGANIZER)
def closing_create(day_id: int) -> ResponseReturnValue:
    """[散会] The next page is the minutes."""
    actor = current_actor()
    day = find_day(day_id, actor)
    try:
        with db.session.begin_nested():
            closed = closing.conclude(day, by=actor, now=clock.now())
    except Invalid as refusal:
        return session_page(on_site(_fresh(day)), refusal.message), 422
    words = "已散会，纪要起草好了，看一遍就行。" if closed else "这一场已经散会。"
    return go(url_for("deliberations.minutes", day_id=day_id), words)


def _end(day_id: int) -> str:
    return url_for("deliberations.session", day_id=day_id, _anchor="end")


def _fresh(day: Deliberation) -> Deliberation:
    db.session.expire_all()
    return day
