"""/desk/followups: who still waits to be asked, and the verdict of a call or a paper."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts import contacts
from yishi.accounts.actors import current_actor
from yishi.accounts.models import ContactPoint
from yishi.accounts.rules import Role
from yishi.errors import Invalid
from yishi.followups import forms, queries, rules, services
from yishi.issues import queries as issue_queries
from yishi.issues.models import Issue
from yishi.issues.rules import Answer, IssueState
from yishi.organizations import queries as organizations
from yishi.web.htmx import go
from yishi.web.policies import permit

bp = Blueprint("followups", __name__)

OPEN = frozenset({IssueState.RESOLVED, IssueState.FOLLOWED_UP})
CALLERS = (Role.ORGANIZER, Role.GRID_WORKER)


@bp.get("/desk/followups")
@permit(*CALLERS)
def index() -> ResponseReturnValue:
    """The resolved issues whose residents have not been heard."""
    now = clock.now()
    rows = queries.waiting(current_actor())
    lights = {row.issue.id: queries.light_of(row, now) for row in rows}
    return render_template("followups/index.html", rows=rows, lights=lights)


@bp.get("/desk/followups/<int:id>")
@permit(*CALLERS)
def show(id: int) -> ResponseReturnValue:  # noqa: A002  the route's name
    """One call: the script, and what was said."""
    return _page(queries.find(id, current_actor(), OPEN))


@bp.post("/desk/followups/<int:id>/phones")
@permit(*CALLERS)
def phone_create(id: int) -> ResponseReturnValue:  # noqa: A002
    """Shows the numbers once, and writes down who looked."""
    issue = queries.find(id, current_actor(), OPEN)
    return _page(issue, people=services.reveal(issue, by=current_actor()))


@bp.post("/desk/followups/<int:id>/verdicts")
@permit(*CALLERS)
def verdict_create(id: int) -> ResponseReturnValue:  # noqa: A002
    """记下这次回访."""
    issue, actor = queries.find(id, current_actor(), OPEN), current_actor()
    said = forms.desk_verdict(request.form)
    try:
        services.verdict_by_desk(issue, by=actor, now=clock.now(), **said)
    except Invalid as refusal:
        return _page(issue, refusal), 422
    return go(_next(issue), _said(issue))


@bp.post("/desk/followups/<int:id>/tries")
@permit(*CALLERS)
def try_create(id: int) -> ResponseReturnValue:  # noqa: A002
    """没打通."""
    issue, actor = queries.find(id, current_actor(), OPEN), current_actor()
    try:
        services.note_try(issue, request.form.get("note", ""), by=actor, now=clock.now())
    except Invalid as refusal:
        return _page(issue, refusal), 422
    return go(_next(issue), _tried(issue))


def _page(
    issue: Issue, refusal: Invalid | None = None, people: list[ContactPoint] | None = None
) -> str:
    reply = queries.reply_of(issue)
    office = organizations.office(issue.area_code)
    name = office.name if office else ""
    said = reply.text if reply else ""
    asked = queries.people_to_ask(issue)
    return render_template(
        "followups/show.html",
        issue=issue,
        light=issue_queries.light_of(issue, clock.now()),
        reply=reply,
        script=rules.script(name, issue.title, issue.unit.name, said),
        tries=queries.tries_of(issue),
        verdicts=issue_queries.verdicts_of(issue),
        has_rest=issue_queries.rest_of(issue) is not None,
        asked=asked,
        who=[(point.id, point.name or "反映人") for point in asked] + [("neighbour", "别的住户")],
        phones=[(point.name or "反映人", contacts.phone(point)) for point in people or ()],
        answers=[(one.value, one.label) for one in Answer],
        sources=[(one.value, one.label) for one in forms.BY_HAND],
        values=request.form,
        errors=refusal.errors if refusal else {},
        message=refusal.message if refusal else "",
    )


def _next(issue: Issue) -> str:
    if issue.state is IssueState.RESOLVED:
        return url_for("followups.show", id=issue.id)
    return url_for("followups.index")


def _said(issue: Issue) -> str:
    if issue.state is IssueState.IN_PROGRESS:
        return f"已记下。{issue.number} 没解决，已退给承办单位重办。"
    if issue.state is IssueState.RESOLVED:
        return "已记下，还等别的回音。"
    return f"已记下。{issue.number} 回访完了。"


def _tried(issue: Issue) -> str:
    if issue.state is IssueState.RESOLVED:
        return "已记下没打通。三次、隔开两天都没打通，就记为未接通。"
    result = issue.followed_up.label if issue.followed_up else "未接通"
    return f"{issue.number} 打了三次没接通，记为{result}。"
