"""代填: what somebody said by phone, on site or in a letter; prints a receipt slip."""

from collections.abc import Mapping
from types import MappingProxyType

from flask import flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts.actors import Actor, current_actor
from yishi.accounts.rules import Role
from yishi.accounts.scoping import find
from yishi.appeals import queries, services
from yishi.appeals.forms import OnBehalfForm, read_photos
from yishi.appeals.public.receipts import fresh_code, public_address, sealed_code
from yishi.appeals.queries import Place
from yishi.appeals.views.blueprint import WRITERS, bp
from yishi.database import db
from yishi.documents.qr import qr_svg
from yishi.errors import Invalid, NotFound
from yishi.organizations import inline
from yishi.organizations import queries as organizations
from yishi.organizations.forms import places as inline_places
from yishi.organizations.models import Estate
from yishi.web import fields
from yishi.web.headers import keep_secret
from yishi.web.htmx import go
from yishi.web.policies import accepts_files, permit
from yishi.web.urls import public_url_for

NOTHING: Mapping[str, str] = MappingProxyType({})


@bp.get("/desk/appeals/new")
@permit(*WRITERS)
def new() -> ResponseReturnValue:
    """The form for whoever writes it down."""
    return _page(OnBehalfForm(None), current_actor())


@bp.post("/desk/appeals/new")
@accepts_files
@permit(*WRITERS)
def create() -> ResponseReturnValue:
    """[记下这条诉求] leads to the slip with number and code."""
    form, actor, now = OnBehalfForm(), current_actor(), clock.now()
    photos, trouble = read_photos(request.files.getlist("photos"))
    try:
        with db.session.begin_nested():
            place = _made(actor) or _place(form.place.data or "", actor)
            said = form.said(place, organizations.categories(place.area_code if place else ""))
            received = services.submit_on_behalf(said, photos, by=actor, now=now)
    except Invalid as refusal:
        return _page(form, actor, form.blame(refusal), refusal.errors), 422
    for words in trouble:
        flash(words)
    slip = url_for("appeals.slip", appeal_id=received.appeal.id, new=sealed_code(received))
    return go(slip, f"记下了，编号 {received.appeal.number}。")


@bp.get("/desk/appeals/<int:appeal_id>/slip")
@permit(*WRITERS)
def slip(appeal_id: int) -> ResponseReturnValue:
    """The receipt slip to hand over: number, code, whom to call."""
    actor = current_actor()
    appeal = queries.find(appeal_id, actor)
    link = services.receipt_link(appeal)
    mine = appeal.entered_by_id == actor.person_id or actor.has(Role.ORGANIZER)
    if link is None or not mine:
        raise NotFound
    address = public_address(link)
    page = render_template(
        "appeals/slip.html",
        appeal=appeal,
        code=fresh_code(appeal, clock.now()),
        address=address,
        qr=qr_svg(address, "查办到哪里了的二维码") if address else "",
        here=organizations.office(appeal.area_code),
    )
    return keep_secret(make_response(page))


@bp.get("/desk/appeals/poster")
@permit(Role.ORGANIZER)
def poster() -> ResponseReturnValue:
    """A sheet for a stairwell: the QR code that opens the form with this estate chosen."""
    if "estate" not in request.args:
        groups = queries.places_of(current_actor()).groups
        return render_template("appeals/posters.html", groups=groups)
    estate = find(Estate, fields.number(request.args["estate"]), current_actor())
    address = public_url_for("appeals_public.new", estate=estate.id)
    return render_template(
        "appeals/poster.html",
        estate=estate,
        address=address,
        qr=qr_svg(address, "我要反映的二维码") if address else "",
        here=organizations.office(estate.area_code),
    )


def _place(value: str, actor: Actor) -> Place | None:
    place = queries.place_of(value)
    return place if place and actor.covers(place.area_code) else None


def _made(actor: Actor) -> Place | None:
    """The estate that an organizer just typed because no list had it."""
    if not actor.has(Role.ORGANIZER):
        return None
    estate = inline.estate(request.form, "estate", actor.home_area, by=actor)
    return queries.place_of(f"e{estate.id}") if estate else None


def _page(
    form: OnBehalfForm, actor: Actor, message: str = "", errors: Mapping[str, str] = NOTHING
) -> str:
    places = queries.places_of(actor)
    form.offer(places, organizations.categories(actor.home_area))
    form.place.data = form.place.data or (places.first.value if places.first else "")
    return render_template(
        "appeals/enter.html",
        form=form,
        message=message,
        typed=request.form,
        errors=errors,
        home_area=actor.home_area,
        where=inline_places(actor.home_area),
    )
