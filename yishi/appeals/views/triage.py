"""分办: the resident's own words at the left, what may be done at the right."""

from typing import Any

from flask import Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts import contacts
from yishi.accounts.actors import Actor, current_actor
from yishi.accounts.models import ContactPoint
from yishi.accounts.rules import Role
from yishi.appeals import queries, rules, services
from yishi.appeals.models import Appeal
from yishi.appeals.rules import Act, VoidReason
from yishi.appeals.views.blueprint import OFFICE, READERS, bp
from yishi.database import db
from yishi.errors import DomainError, Invalid
from yishi.files import queries as files_kept
from yishi.files.views import send
from yishi.issues import queries as issues
from yishi.issues.models import Issue
from yishi.organizations import queries as organizations
from yishi.organizations.rules import IssueClass
from yishi.records import queries as records
from yishi.records.services import audit
from yishi.web import fields
from yishi.web.policies import permit

SHORTEST_WHY = 4

# Whom the office most often has to name; the list only saves typing.
CHANNELS = (
    "县人民法院诉讼服务中心 12368",
    "县纪委监委举报电话 12388",
    "公安报警 110",
    "法律援助 12348",
    "劳动保障监察 12333",
    "市场监管投诉 12315",
    "妇女维权 12338",
    "青少年服务 12355",
)


@bp.get("/desk/appeals/<int:appeal_id>")
@permit(*READERS)
def show(appeal_id: int) -> ResponseReturnValue:
    """One appeal: to be triaged, or what became of it."""
    actor = current_actor()
    return page_of(queries.find(appeal_id, actor), actor)


@bp.get("/desk/appeals/<int:appeal_id>/photos/<int:photo_id>")
@permit(*OFFICE)
def photo(appeal_id: int, photo_id: int) -> Response:
    """A photograph for whoever decides whether it may be public."""
    appeal = queries.find(appeal_id, current_actor())
    return send(files_kept.find(photo_id, appeal.ref), small="small" in request.args)


@bp.post("/desk/appeals/<int:appeal_id>/phone")
@permit(Role.ORGANIZER)
def phone(appeal_id: int) -> ResponseReturnValue:
    """[看电话]: with a reason, audited; the number stands on this one page."""
    actor = current_actor()
    appeal = queries.find(appeal_id, actor)
    why = request.form.get("why", "").strip()
    try:
        if len(why) < SHORTEST_WHY:
            words = "请写明为什么要看，如：核实路灯位置。"
            raise Invalid(words, {"why": words})
    except Invalid as refusal:
        return page_of(appeal, actor, refusal, fold="phone"), 422
    audit(actor, "appeal.phone_shown", appeal.ref, after={"why": why})
    point = db.session.get(ContactPoint, appeal.contact_point_id or 0)
    return page_of(appeal, actor, phone=contacts.phone(point) or "没有留电话", fold="phone")


def page_of(
    appeal: Appeal,
    actor: Actor,
    refusal: DomainError | None = None,
    *,
    fold: str = "",
    phone: str = "",
) -> str:
    """The page; after a refusal with what was typed and what is wrong with it."""
    now = clock.now()
    category_id = request.values.get("category_id", type=fields.whole)
    point = db.session.get(ContactPoint, appeal.contact_point_id or 0)
    may_decide = actor.has(Role.ORGANIZER)
    return render_template(
        "appeals/show.html",
        appeal=appeal,
        light=queries.light_of(appeal, now),
        due_words=queries.due_words(appeal, now),
        waiting=queries.count_to_triage(actor),
        proposal=queries.proposal(appeal, category_id, now),
        message=refusal.message if refusal else "",
        errors=refusal.errors if isinstance(refusal, Invalid) else {},
        typed=request.form,
        fold=fold,
        phone=phone,
        point=point,
        has_phone=bool(point and point.phone_index),
        may_decide=may_decide,
        may_agree=actor.has(Role.ORGANIZER, Role.LEADER),
        may_read=actor.has(Role.ORGANIZER, Role.LEADER),
        me=actor.person_id,
        may_object=services.may_object(appeal, now),
        decisions=list(reversed(appeal.decisions)),
        undecided=appeal.state in rules.UNDECIDED,
        underway=appeal.state in rules.UNDERWAY,
        **_around(appeal, actor),
    )


def _around(appeal: Appeal, actor: Actor) -> dict[str, Any]:
    """What the page needs of other rooms."""
    issue = db.session.get(Issue, appeal.issue_id) if appeal.issue_id else None
    area = appeal.area_code
    return {
        "entries": records.timeline(
            appeal.ref, public_only=not actor.has(Role.ORGANIZER, Role.LEADER)
        ),
        "photos": _photos(appeal),
        "issue": issue,
        "issue_light": issues.light_of(issue, clock.now()) if issue else None,
        "categories": [(row.id, row.name) for row in organizations.categories(area)],
        "units": organizations.usable_units(area),
        "classes": [(c.value, f"{c.value} {c.label}") for c in IssueClass],
        "void_reasons": [(r.value, r.label) for r in VoidReason],
        "channels": CHANNELS,
        "shown_above": (Act.ANSWER.label, Act.DECLINE.label),
    }


def _photos(appeal: Appeal) -> list[dict[str, Any]]:
    return [
        {
            "id": file.id,
            "url": url_for("appeals.photo", appeal_id=appeal.id, photo_id=file.id),
            "released": file.is_released,
        }
        for file in files_kept.of(appeal.ref)
    ]
