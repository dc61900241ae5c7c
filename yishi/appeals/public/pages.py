"""What everybody may read of an appeal, and the look-up by number and code."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts import links, proof
from yishi.appeals import queries, rules, services
from yishi.appeals.models import Appeal
from yishi.appeals.public.blueprint import public_bp
from yishi.database import db
from yishi.errors import Invalid, NotAllowed, NotFound
from yishi.files import queries as files_kept
from yishi.files.views import send
from yishi.issues.models import Issue
from yishi.issues.queries import light_of as light_of_issue
from yishi.organizations import queries as organizations
from yishi.records import queries as records
from yishi.web.headers import keep_secret
from yishi.web.limits import limiter
from yishi.web.policies import public

NO_RECEIPT = "这一条是从别的系统转来的，没有查询页。请打电话给街道议事办。"


@public_bp.get("/appeals/lookup")
@public
def lookup() -> ResponseReturnValue:
    """查我的诉求: number, code, and the phone tail if a phone was left."""
    return _lookup_page()


@public_bp.post("/appeals/lookup")
@limiter.limit("60 per minute")
@public
def lookup_create() -> ResponseReturnValue:
    """[查] leads to the receipt page; one answer for whatever was wrong."""
    form, now = request.form, clock.now()
    try:
        appeal = services.look_up(
            form.get("number", ""),
            form.get("code", ""),
            form.get("tail", ""),
            address=request.remote_addr or "",
            now=now,
        )
    except Invalid as refusal:
        return _lookup_page(refusal.message), 422
    except NotAllowed as refusal:
        return _lookup_page(refusal.message), 429
    link = services.receipt_link(appeal)
    if link is None:
        raise NotFound(NO_RECEIPT)
    address = url_for("appeals_public.receipt", token=links.token(link))
    response = make_response(redirect(address, 303))
    proof.remember(response, link, address, now, lasting=proof.AWHILE)
    return response


@public_bp.get("/appeals/<number>")
@public
def show(number: str) -> ResponseReturnValue:
    """The released words, what was answered, how far it is; a 404 until a person released it."""
    canonical = rules.read_number(number)
    appeal = queries.find_public(canonical or number)
    if appeal.number != number:
        return redirect(url_for("appeals_public.show", number=appeal.number), 302)
    issue = db.session.get(Issue, appeal.issue_id) if appeal.issue_id else None
    now = clock.now()
    return render_template(
        "appeals/public.html",
        appeal=appeal,
        light=light_of_issue(issue, now) if issue else queries.light_of(appeal, now),
        entries=records.timeline(appeal.ref, public_only=True),
        photos=_photos(appeal),
        office=organizations.office(appeal.area_code),
    )


@public_bp.get("/appeals/<number>/photos/<int:photo_id>")
@public
def photo(number: str, photo_id: int) -> Response:
    """A released photograph of a released appeal; `?small` is its thumbnail."""
    appeal = queries.find_public(number)
    file = files_kept.find(photo_id, appeal.ref)
    if not file.is_released:
        raise NotFound
    return send(file, small="small" in request.args)


def _photos(appeal: Appeal) -> list[dict[str, str]]:
    return [
        _photo(appeal, file.id, place)
        for place, file in enumerate(files_kept.of(appeal.ref, released_only=True), 1)
    ]


def _photo(appeal: Appeal, photo_id: int, place: int) -> dict[str, str]:
    url = url_for("appeals_public.photo", number=appeal.number, photo_id=photo_id)
    return {"url": url, "small": f"{url}?small", "alt": f"居民拍的照片 {place}"}


def _lookup_page(message: str = "") -> Response:
    page = render_template(
        "appeals/lookup.html",
        message=message,
        number=request.values.get("number", ""),
        office=organizations.default_office(),
    )
    return keep_secret(make_response(page))
