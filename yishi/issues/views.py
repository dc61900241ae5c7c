"""The desk's pages of issues: the register, one issue, and what can be done with it."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts.actors import Actor, current_actor
from yishi.accounts.rules import OFFICE, UNIT_ROLES, Role
from yishi.database import db
from yishi.dates import moment_words
from yishi.errors import Invalid
from yishi.files.models import StoredFile
from yishi.files.views import send
from yishi.issues import forms, queries, services, showing
from yishi.issues.models import Issue
from yishi.issues.pages import next_step
from yishi.issues.rules import WORKING, AcknowledgedHow, ConfirmedHow, IssueState, Outcome, Source
from yishi.notices import queries as outbox
from yishi.organizations import inline
from yishi.organizations import queries as organizations
from yishi.organizations.forms import places as inline_places
from yishi.organizations.rules import IssueClass
from yishi.web import fields
from yishi.web.htmx import go
from yishi.web.policies import accepts_files, permit

bp = Blueprint("issues", __name__)

READERS = (*OFFICE, Role.SUPERVISOR, *UNIT_ROLES)
WORKERS = (Role.ORGANIZER, *UNIT_ROLES)


@bp.get("/desk/issues")
@permit(*READERS)
def index() -> ResponseReturnValue:
    """The register."""
    actor, now = current_actor(), clock.now()
    filters = forms.filters(request.args)
    page = queries.register(actor, filters, now, after=request.args.get("after"))
    return render_template(
        "issues/index.html",
        issues=page.rows,
        after=page.after,
        first=not request.args.get("after"),
        filters=filters,
        args={k: v for k, v in request.args.items() if k != "after" and v},
        states=[(key, label) for key, (label, _) in queries.STATES.items()],
        units=queries.units_of_register(actor),
        areas=_options(_communities(actor), "code"),
        light_of=lambda issue: queries.light_of(issue, now),
        may_assign=Role.ORGANIZER in actor.roles,
    )


@bp.get("/desk/issues/<int:id>")
@permit(*READERS)
def show(id: int) -> ResponseReturnValue:  # noqa: A002  the route's name
    """One issue."""
    return _page(queries.find(id, current_actor()))


@bp.get("/desk/issues/new")
@permit(Role.ORGANIZER)
def new() -> ResponseReturnValue:
    """The form that hands something to a unit."""
    return _assign_form({}, {})


@bp.post("/desk/issues")
@permit(Role.ORGANIZER)
def create() -> ResponseReturnValue:
    """Hands something to a unit: decided at a meeting, by a leader, or referred up."""
    actor, now = current_actor(), clock.now()
    values = forms.assignment(request.form, actor)
    try:
        with db.session.begin_nested():
            _chosen_or_made(values, actor)
            issue = services.assign_referred(
                **values, appeal_id=None, reporter_contact_id=None, by=actor, now=now
            )
    except Invalid as refusal:
        return _assign_form(request.form.to_dict(), refusal.errors, refusal.message), 422
    assert issue.due_at is not None
    text = f"已派给{services.unit_of(issue).name}。{moment_words(issue.due_at)} 前办结。"
    return go(url_for("issues.show", id=issue.id), text)


@bp.post("/desk/issues/<int:id>/acknowledgement")
@permit(*WORKERS)
def acknowledgement_create(id: int) -> ResponseReturnValue:  # noqa: A002
    """签收: the unit itself, or 电话签收 entered by the office."""
    issue, actor, now = queries.find(id, current_actor()), current_actor(), clock.now()
    own = issue.lead_unit_id in actor.unit_ids
    how = AcknowledgedHow.DESK if own else AcknowledgedHow.PHONE
    call = {} if own else forms.phone_call(request.form, now)
    try:
        services.acknowledge(issue, how=how, by=actor, now=now, **call)
    except Invalid as refusal:
        return _refused(issue, refusal)
    assert issue.due_at is not None
    return _done(issue, f"已签收。{moment_words(issue.due_at)} 前办结。")


@bp.post("/desk/issues/<int:id>/notes")
@accepts_files
@permit(*WORKERS)
def note_create(id: int) -> ResponseReturnValue:  # noqa: A002
    """进展, or with the second button 报办结."""
    issue, actor, now = queries.find(id, current_actor()), current_actor(), clock.now()
    text, photos = request.form.get("text", ""), forms.photos(request.files.getlist("photos"))
    resolve = request.form.get("resolve") == "1"
    act: Any = services.submit if resolve else services.note
    try:
        act(issue, text, by=actor, now=now, photos=photos)
    except Invalid as refusal:
        return _refused(issue, refusal)
    return _done(issue, "已报办结，等街道审核。" if resolve else "已写进展，居民看得到。")


@bp.post("/desk/issues/<int:id>/review")
@permit(*OFFICE)
def review_create(id: int) -> ResponseReturnValue:  # noqa: A002
    """通过，转居民回访 or 退回."""
    issue, actor, now = queries.find(id, current_actor()), current_actor(), clock.now()
    form = request.form
    try:
        if form.get("decision") == "return":
            services.review_return(issue, form.get("reason", ""), by=actor, now=now)
            return _done(issue, "已退回，写明的理由发给了承办单位。")
        services.review_pass(
            issue,
            forms.outcome(form),
            by=actor,
            now=now,
            text=form.get("text", ""),
            rest_due_on=fields.day(form.get("rest_due_on")),
            released=form.getlist("released", fields.whole),
        )
    except Invalid as refusal:
        return _refused(issue, refusal)
    return _done(issue, "已通过，请居民评。")


@bp.post("/desk/issues/<int:id>/confirmation")
@permit(Role.ORGANIZER)
def confirmation_create(id: int) -> ResponseReturnValue:  # noqa: A002
    """The unit stands by a promise after the session."""
    issue, actor, now = queries.find(id, current_actor()), current_actor(), clock.now()
    how = fields.one_of(ConfirmedHow, request.form.get("how")) or ConfirmedHow.PHONE
    services.confirm(issue, how, by=actor, now=now)
    return _done(issue, f"{services.unit_of(issue).name}已确认，承诺已转为事项派出。")


@bp.post("/desk/issues/<int:id>/released-photos")
@permit(*OFFICE)
def released_photo_create(id: int) -> ResponseReturnValue:  # noqa: A002
    """Somebody of the office has looked at a photo: residents may see it."""
    issue, actor = queries.find(id, current_actor()), current_actor()
    file = showing.photo_of(issue, fields.number(request.form.get("photo")))
    services.release_photos(file.owner_ref, [file.id], by=actor, now=clock.now())
    return _done(issue, "照片已公开。")


@bp.get("/desk/issues/<int:id>/photos/<int:photo_id>")
@permit(*READERS)
def photo(id: int, photo_id: int) -> ResponseReturnValue:  # noqa: A002
    """A photo of a note or submission."""
    issue = queries.find(id, current_actor())
    return send(showing.photo_of(issue, photo_id), small="small" in request.args)


def _page(issue: Issue, refusal: Invalid | None = None) -> str:
    actor, now = current_actor(), clock.now()

    def photo_url(file: StoredFile) -> str:
        return url_for("issues.photo", id=issue.id, photo_id=file.id)

    # Whoever also works for the unit that leads reads as that unit; supervisors read masked.
    is_office = actor.has(*OFFICE) and issue.lead_unit_id not in actor.unit_ids
    reader = showing.Reader.OFFICE if is_office else showing.Reader.UNIT
    reviewing = issue.state is IssueState.UNDER_REVIEW
    submission = services.submitted(issue) if reviewing else None
    return render_template(
        "issues/show.html",
        issue=issue,
        light=queries.light_of(issue, now),
        step=next_step(issue, actor),
        assignment=queries.assignment_of(issue),
        story=showing.story(issue, photo_url, reader),
        submission=submission,
        photos=showing.photos_of(submission.ref, photo_url) if submission else [],
        rest=queries.rest_of(issue),
        why=queries.why(issue),
        kept=queries.is_kept(issue, clock.local(now).date()),
        contacts=services.contacts_of(issue.lead_unit_id),
        unreachable=outbox.unreachable(issue.ref),
        outcomes=[(one.value, one.label) for one in Outcome],
        confirmations=[
            (one.value, one.label) for one in ConfirmedHow if one is not ConfirmedHow.SAID
        ],
        is_office=is_office,
        may_type=Role.ORGANIZER in actor.roles and issue.state in WORKING,
        values=request.form,
        errors=refusal.errors if refusal else {},
        message=refusal.message if refusal else "",
    )


def _refused(issue: Issue, refusal: Invalid) -> ResponseReturnValue:
    return _page(queries.find(issue.id, current_actor()), refusal), 422


def _done(issue: Issue, text: str) -> ResponseReturnValue:
    return go(url_for("issues.show", id=issue.id), text)


def _chosen_or_made(values: dict[str, Any], actor: Actor) -> None:
    """The unit and the estate, from the list or made here; the estate says the area."""
    unit = inline.unit(request.form, "unit_id", actor.home_area, by=actor)
    estate = inline.estate(request.form, "estate_id", actor.home_area, by=actor)
    values["unit_id"] = unit.id if unit else None
    values["estate_id"] = estate.id if estate else None
    if estate:
        values["area_code"] = estate.area_code


def _assign_form(values: dict[str, str], errors: Any, message: str = "") -> str:
    actor = current_actor()
    return render_template(
        "issues/new.html",
        units=organizations.usable_units(actor.home_area),
        estates=organizations.estates(actor.home_area),
        places=inline_places(actor.home_area),
        areas=_options(organizations.offices_below(actor.home_area), "code"),
        classes=[(c.value, f"{c.value} {c.label}") for c in IssueClass],
        sources=[(s.value, s.label) for s in (Source.MEETING, Source.REFERRED_UP)],
        home_area=actor.home_area,
        values=values,
        errors=errors,
        message=message,
    )


def _communities(actor: Actor) -> Sequence[Any]:
    """The areas directly below the office, for the filter bar."""
    return organizations.children(actor.home_area) if actor.area_codes else ()


def _options(rows: Iterable[Any], key: str) -> list[tuple[Any, str]]:
    return [(getattr(row, key), row.name) for row in rows]
