"""Units invited to a day: asked, called, who comes, taken off the list."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts.actors import Actor, current_actor
from yishi.accounts.rules import Role
from yishi.accounts.scoping import find
from yishi.database import db
from yishi.deliberations import forms, queries
from yishi.deliberations.models import Deliberation, Invitation
from yishi.deliberations.rules import State
from yishi.deliberations.services import inviting
from yishi.deliberations.views.announced import phones_of
from yishi.deliberations.views.blueprint import bp
from yishi.errors import Invalid, NotFound
from yishi.web import fields
from yishi.web.htmx import go, respond
from yishi.web.policies import permit


@bp.post("/desk/deliberations/<int:day_id>/invitations")
@permit(Role.ORGANIZER)
def invitation_create(day_id: int) -> ResponseReturnValue:
    """[请来]: ticked units and new ones, one a line."""
    actor, now = current_actor(), clock.now()
    day = find(Deliberation, day_id, actor, lock=True)
    new = [inviting.register(line, by=actor) for line in _lines()]
    for unit_id in [*request.form.getlist("unit", fields.whole), *new]:
        inviting.invite(day, unit_id, by=actor, now=now)
    words = "已请，邀请也发出去了。" if day.state is State.ANNOUNCED else "已加进名单。"
    return go(_page_of(day), words)


@bp.post("/desk/deliberations/<int:day_id>/invitations/<int:invitation_id>/call")
@permit(Role.ORGANIZER)
def call_create(day_id: int, invitation_id: int) -> ResponseReturnValue:
    """[已打电话] in one tap."""
    actor = current_actor()
    invitation = _invitation(day_id, invitation_id, actor)
    inviting.called(invitation, by=actor, now=clock.now())
    return _calls(invitation, open_=True)


@bp.post("/desk/deliberations/<int:day_id>/invitations/<int:invitation_id>/answer")
@permit(Role.ORGANIZER)
def answer_create(day_id: int, invitation_id: int) -> ResponseReturnValue:
    """[记下谁来]"""
    actor, form = current_actor(), forms.AnswerForm()
    invitation = _invitation(day_id, invitation_id, actor)
    inviting.answer(
        invitation,
        attendee_name=form.attendee_name.data or "",
        attendee_post=form.attendee_post.data or "",
        may_promise=form.answer,
        item_ids=form.item.data or [],
        by=actor,
        now=clock.now(),
    )
    return _calls(invitation)


@bp.post("/desk/deliberations/<int:day_id>/invitations/<int:invitation_id>/contact")
@permit(Role.ORGANIZER)
def contact_create(day_id: int, invitation_id: int) -> ResponseReturnValue:
    """[记下电话] of a unit that has nobody to ask yet."""
    actor = current_actor()
    invitation = _invitation(day_id, invitation_id, actor)
    inviting.name_contact(
        invitation,
        request.form.get("name", ""),
        request.form.get("phone", ""),
        by=actor,
        now=clock.now(),
    )
    return _calls(invitation)


@bp.post("/desk/deliberations/<int:day_id>/invitations/<int:invitation_id>/removal")
@permit(Role.ORGANIZER)
def invitation_removal(day_id: int, invitation_id: int) -> ResponseReturnValue:
    """[不请了]"""
    actor = current_actor()
    invitation = _invitation(day_id, invitation_id, actor)
    day, name = invitation.deliberation, invitation.unit.name
    inviting.withdraw(invitation, by=actor, now=clock.now())
    return go(_page_of(day), f"不再请{name}。")


def _calls(invitation: Invitation, *, open_: bool = False) -> ResponseReturnValue:
    db.session.flush()
    day = queries.full_day(invitation.deliberation_id, current_actor())
    fragment = render_template(
        "deliberations/_calls.html",
        day=day,
        phones=phones_of(day),
        opened=invitation.id if open_ else 0,
    )
    return respond(fragment, f"{_page_of(day)}#invitation-{invitation.id}")


def _page_of(day: Deliberation) -> str:
    return url_for("deliberations.show", day_id=day.id)


def _invitation(day_id: int, invitation_id: int, actor: Actor) -> Invitation:
    day = find(Deliberation, day_id, actor, lock=True)
    row = next((i for i in day.invitations if i.id == invitation_id), None)
    if row is None:
        raise NotFound
    return row


def _lines() -> list[inviting.NewUnit]:
    try:
        return [forms.read_unit(line) for line in forms.lines(request.form.get("more_units"))]
    except Invalid as refusal:
        raise Invalid(next(iter(refusal.errors.values()), refusal.message)) from refusal
