"""我要反映: one page, phone width, works without scripts; 303 to the receipt."""

from collections.abc import Sequence

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.appeals import queries, services
from yishi.appeals.forms import AppealForm, read_photos
from yishi.appeals.public.blueprint import public_bp
from yishi.appeals.public.receipts import address_of
from yishi.appeals.queries import Place, Places
from yishi.database import db
from yishi.errors import Invalid
from yishi.organizations import queries as organizations
from yishi.organizations.models import Category
from yishi.web.htmx import go
from yishi.web.limits import limiter
from yishi.web.policies import accepts_files, public

MORE_LATER = "您写的已经收下，可以在这一页再传。"


@public_bp.get("/appeals/new")
@public
def new() -> ResponseReturnValue:
    """The form; `?estate=` of a poster's QR code chooses the place, `?q=` searches for it."""
    place = queries.place_of(_asked())
    choice = queries.places(request.args.get("q", ""))
    if (place is None and not choice.whole) or "q" in request.args:
        return render_template("appeals/choose.html", places=choice, q=request.args.get("q", ""))
    form = AppealForm(None, place=place.value if place else "")
    return _page(form, choice, place)


@public_bp.post("/appeals/new")
@accepts_files
@limiter.limit("60 per hour")
@public
def create() -> ResponseReturnValue:
    """[交给街道议事办]: words first; a photograph that cannot be read never costs them."""
    form, now = AppealForm(), clock.now()
    place = queries.place_of(form.place.data or "")
    photos, trouble = read_photos(request.files.getlist("photos"))
    try:
        with db.session.begin_nested():
            said = form.said(place, _categories(place))
            received = services.submit(said, photos, now=now)
    except Invalid as refusal:
        message = form.blame(refusal)
        return _page(form, queries.places(), place, message, again=bool(photos)), 422
    for words in trouble:
        flash(f"{words}{MORE_LATER}")
    return go(address_of(received))


def _asked() -> str:
    estate = request.args.get("estate", "")
    return f"e{estate}" if estate else request.args.get("place", "")


def _categories(place: Place | None) -> Sequence[Category]:
    return organizations.categories(place.area_code if place else organizations.home_area() or "")


def _page(
    form: AppealForm,
    places: Places,
    place: Place | None,
    message: str = "",
    again: bool = False,
) -> str:
    place = place or places.first
    form.offer(places, _categories(place))
    form.place.data = form.place.data or (place.value if place else "")
    return render_template(
        "appeals/new.html",
        form=form,
        place=place,
        chosen=place if not places.whole else None,
        message=message,
        again=again,
        office=organizations.office(place.area_code) if place else organizations.default_office(),
    )
