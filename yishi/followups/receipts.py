"""/receipts/<token>/verdict: who has only a phone says it here, with the receipt code."""

from typing import NamedTuple

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts import links, proof
from yishi.accounts.models import AccessLink
from yishi.appeals import queries as appeals
from yishi.appeals import services as appeal_services
from yishi.appeals.models import Appeal
from yishi.appeals.queries import Question
from yishi.appeals.rules import Stage
from yishi.appeals.services.receiving import PURPOSE
from yishi.database import db
from yishi.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from yishi.followups import forms, services, showing
from yishi.web.headers import keep_secret
from yishi.web.htmx import go
from yishi.web.policies import public

bp = Blueprint("followups_receipts", __name__)
bp.after_request(keep_secret)

NO_CODE = "请填 8 位查询码，证明是您本人。"


class Found(NamedTuple):
    """What a receipt's address opens, and what is asked there."""

    token: str
    link: AccessLink
    appeal: Appeal
    questions: list[Question]

    @property
    def receipt(self) -> str:
        """The receipt page."""
        return url_for("appeals_public.receipt", token=self.token)

    @property
    def proved(self) -> bool:
        """Whether this browser has just given the receipt code."""
        return proof.is_proved(self.link, request.cookies.get(proof.COOKIE))


@bp.get("/receipts/<token>/verdict")
@public
def show(token: str) -> ResponseReturnValue:
    """The question; what was answered stands on the receipt page."""
    found = _open(token)
    for stage in (Stage.OPEN, Stage.LAPSED):
        for question in found.questions:
            if question.stage is stage:
                return _page(found, question)
    return redirect(found.receipt)


@bp.post("/receipts/<token>/verdict")
@public
def create(token: str) -> ResponseReturnValue:
    """就这样评; a second press says what was said."""
    found = _open(token)
    question = _asked(found, request.form.get("issue", ""))
    if question.stage is Stage.LAPSED:
        return _page(found, question)
    if question.stage is not Stage.OPEN:
        return go(found.receipt, "已经记下过，不用再评。")
    try:
        _judge(found, question)
    except (Invalid, NotAllowed) as refusal:
        return _page(found, question, refusal)
    except Conflict as too_late:
        return go(found.receipt, too_late.message)
    response = make_response(go(found.receipt, "谢谢，已经记下。"))
    proof.remember(response, found.link, found.receipt, clock.now(), lasting=proof.AWHILE)
    return response


def _open(token: str) -> Found:
    now = clock.now()
    link = links.resolve(token, PURPOSE, now)
    appeal = appeals.of_receipt(link)
    return Found(token, link, appeal, appeals.questions(appeal, now))


def _asked(found: Found, number: str) -> Question:
    for question in found.questions:
        if question.issue.number == number:
            return question
    raise NotFound


def _judge(found: Found, question: Question) -> None:
    now, said = clock.now(), forms.verdict(request.form)
    forms.require_answer(said)
    _require_code(found)
    with db.session.begin_nested():
        services.verdict_by_page(
            question.issue,
            found.appeal.contact_point_id,
            appeal=found.appeal,
            now=now,
            **said,
        )


def _require_code(found: Found) -> None:
    code = request.form.get("code", "")
    if found.proved:
        return
    if not code.strip():
        raise Invalid(NO_CODE, {"code": NO_CODE})
    appeal_services.require_code(found.appeal, code, now=clock.now())


def _page(found: Found, question: Question, refusal: DomainError | None = None) -> Response:
    """The form, after a refusal with what is wrong; or that it is too late."""
    facts = showing.facts(question.issue, refusal)
    if question.stage is Stage.LAPSED:
        return make_response(
            render_template("followups/receipt_lapsed.html", found=found, **facts), 410
        )
    page = render_template(
        "followups/receipt_verdict.html",
        action=url_for("followups_receipts.create", token=found.token),
        found=found,
        locked=refusal.message if isinstance(refusal, NotAllowed) else "",
        **facts,
    )
    return make_response(page, refusal.status if refusal else 200)
