"""The receipt page: its address shows state and answers, the code opens the rest."""

import datetime as dt
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

from cryptography.exceptions import InvalidTag
from flask import Response, flash, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts import links, proof
from yishi.accounts.actors import Actor
from yishi.accounts.models import AccessLink, ContactPoint
from yishi.accounts.sealing import seal, unseal
from yishi.appeals import queries, rules, services
from yishi.appeals.forms import read_photos
from yishi.appeals.models import Appeal
from yishi.appeals.public.blueprint import public_bp
from yishi.appeals.services import Received
from yishi.appeals.services.receiving import PURPOSE
from yishi.database import db
from yishi.documents.qr import qr_svg
from yishi.errors import DomainError, Invalid, NotAllowed
from yishi.files import queries as files_kept
from yishi.organizations import queries as organizations
from yishi.records import queries as records
from yishi.web.headers import keep_secret
from yishi.web.htmx import go
from yishi.web.policies import accepts_files, public
from yishi.web.urls import path_for, public_url_for

SHOWN_FOR = dt.timedelta(minutes=15)  # the code stands on the page so long, then never again
RESIDENT = Actor("居民")


@public_bp.get("/receipts/<token>")
@public
def receipt(token: str) -> ResponseReturnValue:
    """State, answers, what comes next; just after sending also the receipt code."""
    return _page(token)


@public_bp.post("/receipts/<token>/photos")
@accepts_files
@public
def photos_create(token: str) -> ResponseReturnValue:
    """[补上照片], with the code."""
    appeal, now = _appeal(token), clock.now()
    try:
        services.require_code(appeal, request.form.get("code", ""), now=now)
        photos, trouble = read_photos(request.files.getlist("photos"))
        if not photos and not trouble:
            raise Invalid("请先选照片。", {"photos": "请先选照片。"})
        with db.session.begin_nested():
            count = services.add_photos(appeal, photos, now=now)
    except (Invalid, NotAllowed) as refusal:
        return _page(token, "photos", refusal)
    for words in trouble:
        flash(words)
    return _done(token, f"收到 {count} 张照片。" if count else None)


@public_bp.post("/receipts/<token>/objection")
@public
def objection_create(token: str) -> ResponseReturnValue:
    """[对答复不满意], once, with the code."""
    appeal, now = _appeal(token), clock.now()
    try:
        services.require_code(appeal, request.form.get("code", ""), now=now)
        with db.session.begin_nested():
            services.object_to_answer(
                appeal, request.form.get("words", "")[:500], by=RESIDENT, now=now
            )
    except (Invalid, NotAllowed) as refusal:
        return _page(token, "objection", refusal)
    return _done(token, "收到。由另一位工作人员在 5 个工作日内再答复。")


@public_bp.post("/receipts/<token>/phone")
@public
def phone_change(token: str) -> ResponseReturnValue:
    """[改手机号], or none to delete it; with the code."""
    appeal, now = _appeal(token), clock.now()
    phone = request.form.get("phone", "")
    try:
        services.require_code(appeal, request.form.get("code", ""), now=now)
        with db.session.begin_nested():
            services.change_phone(appeal, phone, "may_contact" in request.form, by=RESIDENT)
    except (Invalid, NotAllowed) as refusal:
        return _page(token, "phone", refusal)
    return _done(token, "手机号改好了。" if phone.strip() else "手机号删掉了。")


def address_of(received: Received) -> str:
    """The receipt's address just after sending: for a quarter of an hour it shows the code."""
    return f"{_path(links.token(received.link))}?new={sealed_code(received)}"


def sealed_code(received: Received) -> str:
    """The code on its way to the next page: encrypted, and worthless after a quarter of an hour."""
    return urlsafe_b64encode(seal(f"{received.appeal.id}:{received.code}")).decode()


def fresh_code(appeal: Appeal, now: dt.datetime) -> str:
    """The code in a just-made address; empty when it is over, or was made for another appeal."""
    if now - appeal.received_at > SHOWN_FOR:
        return ""
    try:
        id_, _, code = unseal(urlsafe_b64decode(request.args.get("new", ""))).partition(":")
    except (ValueError, InvalidTag):
        return ""
    return rules.spaced(code) if id_ == str(appeal.id) else ""


def public_address(link: AccessLink) -> str | None:
    """What a QR code or a slip leads to; None without a public door."""
    return public_url_for("appeals_public.receipt", token=links.token(link))


def _path(token: str) -> str:
    return path_for("appeals_public.receipt", token=token)


def _appeal(token: str) -> Appeal:
    return queries.of_receipt(links.resolve(token, PURPOSE, clock.now()))


def _done(token: str, text: str | None) -> Response:
    """Back to the page; the browser has just proved the code."""
    now = clock.now()
    response = make_response(go(_path(token), text))
    link = links.resolve(token, PURPOSE, now)
    proof.remember(response, link, _path(token), now, lasting=proof.AWHILE)
    return response


def _page(token: str, fold: str = "", refusal: DomainError | None = None) -> Response:
    """The page; after a refusal with the fold open and what is wrong in it."""
    link, now = links.resolve(token, PURPOSE, clock.now()), clock.now()
    appeal = queries.of_receipt(link)
    address = public_address(link)
    page = render_template(
        "appeals/receipt.html",
        appeal=appeal,
        token=token,
        code=fresh_code(appeal, now),
        address=address,
        qr=qr_svg(address, "回到这一页的二维码") if address else "",
        fold=fold,
        message=refusal.message if refusal else "",
        errors=refusal.errors if isinstance(refusal, Invalid) else {},
        **_facts(appeal, now),
    )
    response = make_response(page, refusal.status if refusal else 200)
    return keep_secret(response)


def _facts(appeal: Appeal, now: dt.datetime) -> dict[str, Any]:
    point = (
        db.session.get(ContactPoint, appeal.contact_point_id) if appeal.contact_point_id else None
    )
    return {
        "light": queries.light_of(appeal, now),
        "questions": queries.questions(appeal, now),
        "entries": records.timeline(appeal.ref, public_only=True),
        "photos": len(files_kept.of(appeal.ref)),
        "most_photos": rules.MOST_PHOTOS,
        "may_object": services.may_object(appeal, now),
        "has_phone": bool(point and point.phone_index),
        "office": organizations.office(appeal.area_code),
        "public_page": url_for("appeals_public.show", number=appeal.number)
        if appeal.is_released
        else "",
    }
