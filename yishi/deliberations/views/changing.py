"""改时间地点, 延期, 取消: one page; each button says what happens and who is told."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts.actors import current_actor
from yishi.accounts.rules import Role
from yishi.accounts.scoping import find
from yishi.database import db
from yishi.deliberations import forms, queries
from yishi.deliberations.models import Deliberation
from yishi.deliberations.services import announcing
from yishi.deliberations.views.blueprint import bp
from yishi.errors import Invalid
from yishi.web.htmx import go
from yishi.web.policies import permit


@bp.get("/desk/deliberations/<int:day_id>/change")
@permit(Role.ORGANIZER)
def change(day_id: int) -> ResponseReturnValue:
    """改时间地点、延期、取消: one page, each says who will be told."""
    day = queries.full_day(day_id, current_actor())
    form = forms.ChangeForm()
    form.show(day)
    return _change_page(day, form)


@bp.post("/desk/deliberations/<int:day_id>/change")
@permit(Role.ORGANIZER)
def change_create(day_id: int) -> ResponseReturnValue:
    """[改，并告诉…]"""
    actor, form = current_actor(), forms.ChangeForm()
    day = find(Deliberation, day_id, actor, lock=True)
    try:
        if not form.validate():
            raise Invalid(forms.first_error(form))
        with db.session.begin_nested():
            announcing.reschedule(
                day,
                form.starts_at,
                form.place.data or "",
                form.reason.data or "",
                by=actor,
                now=clock.now(),
            )
    except Invalid as refusal:
        forms.add_errors(form, refusal)
        return _change_page(day, form, refusal.message), 422
    words = "已改。通知过的都会收到新的时间地点，旧的划线留着。"
    return go(url_for("deliberations.show", day_id=day_id), words)


@bp.post("/desk/deliberations/<int:day_id>/postponement")
@permit(Role.ORGANIZER)
def postponement_create(day_id: int) -> ResponseReturnValue:
    """[延期，日期另定]"""
    return _halt(day_id, "postpone", "已延期。定了新日期再发公告，至少提前 1 天。")


@bp.post("/desk/deliberations/<int:day_id>/cancellation")
@permit(Role.ORGANIZER)
def cancellation_create(day_id: int) -> ResponseReturnValue:
    """[取消这一场]"""
    return _halt(day_id, "cancel", "已取消。列入的诉求回到已受理，等另作答复。")


def _halt(day_id: int, how: str, words: str) -> ResponseReturnValue:
    actor, reason = current_actor(), request.form.get("reason", "")
    day = find(Deliberation, day_id, actor, lock=True)
    act = announcing.postpone if how == "postpone" else announcing.cancel
    try:
        with db.session.begin_nested():
            act(day, reason, by=actor, now=clock.now())
    except Invalid as refusal:
        form = forms.ChangeForm(None)
        form.show(day)
        message = refusal.errors.get("reason", refusal.message)
        return _change_page(day, form, message, halting=how, reason=reason), 422
    return go(url_for("deliberations.show", day_id=day_id), words)


def _change_page(
    day: Deliberation,
    form: forms.ChangeForm,
    message: str = "",
    *,
    halting: str = "",
    reason: str = "",
) -> str:
    return render_template(
        "deliberations/change.html",
        day=day,
        form=form,
        message=message,
        halting=halting,
        reason=reason,
    )
