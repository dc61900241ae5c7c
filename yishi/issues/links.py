"""/k/<token>: one assignment for one person, without an account. GET shows, POST acts.

Before 签收 it asks for it; afterwards the same address is where the unit works.
The phone's last four digits are asked once a browser (`accounts.proof`).
"""

from typing import Any, NamedTuple

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts import links, proof
from yishi.accounts.actors import Actor, by_link
from yishi.accounts.models import AccessLink
from yishi.dates import moment_words
from yishi.errors import Invalid
from yishi.files.models import StoredFile
from yishi.files.views import send
from yishi.issues import forms, queries, services, showing
from yishi.issues.models import Assignment, Issue
from yishi.issues.rules import WORKING, AcknowledgedHow, IssueState
from yishi.organizations import queries as organizations
from yishi.organizations.models import Contact
from yishi.organizations.rules import Duty
from yishi.web.headers import keep_secret
from yishi.web.htmx import go
from yishi.web.policies import accepts_files, public

bp = Blueprint("issues_links", __name__)
bp.after_request(keep_secret)


class Found(NamedTuple):
    """What a link opens."""

    token: str
    link: AccessLink
    issue: Issue
    assignment: Assignment
    contact: Contact

    @property
    def actor(self) -> Actor:
        """The contact as somebody who acts."""
        head = self.contact.duty is Duty.HEAD
        point = self.contact.contact_point_id
        return by_link(point, self.contact.title, self.assignment.unit_id, head=head)

    @property
    def url(self) -> str:
        """The page's own address."""
        return url_for("issues_links.show", token=self.token)


@bp.get("/k/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """The assignment, or how to get a fresh link."""
    try:
        return _page(_open(token))
    except links.Lapsed as lapsed:
        return _lapsed(token, lapsed.link), 410


@bp.post("/k/<token>/acknowledgement")
@public
def acknowledgement_create(token: str) -> ResponseReturnValue:
    """签收."""
    found = _open(token)
    if wrong := _proof(found):
        return _page(found, wrong), 422
    services.acknowledge(found.issue, how=AcknowledgedHow.LINK, by=found.actor, now=clock.now())
    assert found.issue.due_at is not None
    return _done(found, f"已签收。{moment_words(found.issue.due_at)} 前办结。")


@bp.post("/k/<token>/notes")
@accepts_files
@public
def note_create(token: str) -> ResponseReturnValue:
    """写进展, or with the second button 提交办结."""
    found, resolve = _open(token), request.form.get("resolve") == "1"
    if wrong := _proof(found):
        return _page(found, wrong), 422
    act: Any = services.submit if resolve else services.note
    text, photos = request.form.get("text", ""), forms.photos(request.files.getlist("photos"))
    try:
        act(found.issue, text, by=found.actor, now=clock.now(), photos=photos)
    except Invalid as refusal:
        return _page(found, refusal), 422
    return _done(
        found, "已报办结。街道审核后，由居民回访。" if resolve else "已写进展，居民看得到。"
    )


@bp.post("/k/<token>/fresh-link")
@public
def fresh_link_create(token: str) -> ResponseReturnValue:
    """A new link goes to the old one's owner; the page says the same whatever happened."""
    try:
        link = links.resolve(token, services.PURPOSE, clock.now())
    except links.Lapsed as lapsed:
        link = lapsed.link
    found = queries.behind_link(link)
    if found and link.revoked_at is None and found.issue.state in WORKING:
        services.fresh_link(found.issue, found.assignment, found.contact, clock.now())
    return render_template("issues/link_sent.html", office=_office(found))


@bp.get("/k/<token>/photos/<int:photo_id>")
@public
def photo(token: str, photo_id: int) -> ResponseReturnValue:
    """A photo of this issue's story, for its unit."""
    return send(showing.photo_of(_open(token).issue, photo_id), small="small" in request.args)


def _open(token: str) -> Found:
    """What the link opens; Lapsed too if the person left the unit or the assignment moved."""
    link = links.resolve(token, services.PURPOSE, clock.now())
    behind = queries.behind_link(link)
    if behind is None:
        raise links.Lapsed(link)
    return Found(token, link, behind.issue, behind.assignment, behind.contact)


def _proof(found: Found) -> Invalid | None:
    """Asks for the phone's tail unless this browser has answered before."""
    if proof.is_proved(found.link, request.cookies.get(proof.COOKIE)):
        return None
    typed = request.form.get("tail", "")
    wrong = proof.problem(found.link, found.contact.contact_point, typed, clock.now())
    return Invalid("还差一点", {"tail": wrong}) if wrong else None


def _done(found: Found, text: str) -> Response:
    response = make_response(go(found.url, text))
    proof.remember(response, found.link, found.url, clock.now())
    return response


def _page(found: Found, refusal: Invalid | None = None) -> str:
    issue, now = found.issue, clock.now()

    def photo_url(file: StoredFile) -> str:
        return url_for("issues_links.photo", token=found.token, photo_id=file.id)

    return render_template(
        _template(issue.state),
        issue=issue,
        found=found,
        office=_office(found),
        light=queries.light_of(issue, now),
        story=showing.story(issue, photo_url, showing.Reader.UNIT),
        why=queries.why(issue),
        question=proof.question(found.contact.contact_point),
        proved=proof.is_proved(found.link, request.cookies.get(proof.COOKIE)),
        values=request.form,
        errors=refusal.errors if refusal else {},
    )


def _template(state: IssueState) -> str:
    if state is IssueState.ASSIGNED:
        return "issues/link.html"
    return "issues/link_working.html" if state in WORKING else "issues/link_done.html"


def _lapsed(token: str, link: AccessLink) -> str:
    found = queries.behind_link(link)
    return render_template(
        "issues/link_lapsed.html", token=token, office=_office(found), can_ask=found is not None
    )


def _office(found: Any) -> Any:
    if found is None:
        return organizations.default_office()
    return organizations.office(found.issue.area_code)
