"""/v/<token>: whoever reported it says whether it is solved. GET shows, POST acts."""

from typing import NamedTuple

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts import links, proof
from yishi.accounts.models import AccessLink, ContactPoint
from yishi.database import db
from yishi.errors import Invalid, NotFound
from yishi.followups import forms, queries, rules, services, showing
from yishi.issues.models import Issue
from yishi.issues.rules import IssueState
from yishi.organizations import queries as organizations
from yishi.web.headers import keep_secret
from yishi.web.htmx import go
from yishi.web.policies import public

bp = Blueprint("followups_links", __name__)
bp.after_request(keep_secret)

JUDGED = frozenset({IssueState.RESOLVED, IssueState.FOLLOWED_UP})


class Found(NamedTuple):
    """What a verdict link opens."""

    token: str
    link: AccessLink
    issue: Issue
    point: ContactPoint

    @property
    def url(self) -> str:
        """The page's own address."""
        return url_for("followups_links.show", token=self.token)


@bp.get("/v/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """The question, or what was answered."""
    try:
        return _page(_open(token))
    except links.Lapsed as lapsed:
        issue = queries.issue_of_link(lapsed.link)
        office = organizations.office(issue.area_code)
        return render_template("followups/lapsed.html", issue=issue, office=office), 410


@bp.post("/v/<token>/verdict")
@public
def verdict_create(token: str) -> ResponseReturnValue:
    """就这样评."""
    found, now = _open(token), clock.now()
    said = forms.verdict(request.form)
    try:
        forms.require_answer(said)
        _require_proof(found)
        services.verdict_by_page(found.issue, found.point.id, now=now, **said)
    except Invalid as refusal:
        return _page(found, refusal), 422
    response = make_response(go(found.url, "谢谢，已经记下。"))
    proof.remember(response, found.link, found.url, now)
    return response


def _open(token: str) -> Found:
    link = links.resolve(token, rules.PURPOSE, clock.now())
    point = db.session.get(ContactPoint, link.contact_point_id)
    if point is None:
        raise NotFound
    return Found(token, link, queries.issue_of_link(link), point)


def _require_proof(found: Found) -> None:
    if proof.is_proved(found.link, request.cookies.get(proof.COOKIE)):
        return
    typed = request.form.get("tail", "")
    if wrong := proof.problem(found.link, found.point, typed, clock.now()):
        raise Invalid("还差一点", {"tail": wrong})


def _page(found: Found, refusal: Invalid | None = None) -> str:
    issue = found.issue
    given = queries.last_verdict_by(issue, found.point.id)
    open_ = issue.state in JUDGED and (given is None or given.cycle != issue.cycle)
    return render_template(
        "followups/verdict.html" if open_ else "followups/verdict_given.html",
        action=url_for("followups_links.verdict_create", token=found.token),
        given=given,
        question=proof.question(found.point),
        proved=proof.is_proved(found.link, request.cookies.get(proof.COOKIE)),
        **showing.facts(issue, refusal),
    )
