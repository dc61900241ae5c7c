"""纪要: read through, corrected, objected to, and pressed once; after that the published result."""

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts.actors import current_actor
from yishi.accounts.rules import Role
from yishi.deliberations import papers_result as papers
from yishi.deliberations.models import MinutesParagraph
from yishi.deliberations.queries.minutes import (
    Draft,
    draft_of,
    find_paragraph,
    possible_signers,
    remembered_signers,
)
from yishi.deliberations.queries.result import result_of
from yishi.deliberations.rules import WITH_RESULT
from yishi.deliberations.rules.minutes import ObjectedHow
from yishi.deliberations.services import publishing, signing
from yishi.deliberations.views.blueprint import bp
from yishi.errors import Conflict, Invalid, NotFound
from yishi.organizations import queries as organizations
from yishi.passages.clash import Clash
from yishi.passages.models import Passage
from yishi.web import fields
from yishi.web.htmx import go, is_htmx, respond
from yishi.web.policies import permit
from yishi.web.urls import public_url_for

DAY = "/desk/deliberations/<int:day_id>/minutes"


@bp.get(DAY)
@permit(Role.ORGANIZER)
def minutes(day_id: int) -> ResponseReturnValue:
    """Left what can be changed, right exactly what residents will see; later the result."""
    return minutes_page(draft_of(day_id, current_actor()))


def minutes_page(draft: Draft, message: str = "", **more: object) -> str:
    """The page of this state: in review, or published."""
    now = clock.now()
    if draft.day.state in WITH_RESULT:
        return _published_page(draft, message, more)
    return render_template(
        "deliberations/minutes/review.html",
        draft=draft,
        day=draft.day,
        now=now,
        message=message,
        over=now >= draft.minutes.review_due_at,
        **({"signers": remembered_signers(draft.day), "names": possible_signers(draft.day)} | more),
    )


@bp.post(f"{DAY}/paragraphs/<int:paragraph_id>")
@permit(Role.ORGANIZER)
def paragraph_update(day_id: int, paragraph_id: int) -> ResponseReturnValue:
    """A paragraph, saved as soon as the field is left; 409 shows both texts."""
    actor, now = current_actor(), clock.now()
    paragraph, passage = find_paragraph(day_id, paragraph_id, actor)
    revision, text = fields.number(request.form.get("revision")) or 0, request.form.get("text", "")
    try:
        signing.edit(paragraph, passage, text, revision, by=actor, now=now)
    except Conflict as conflict:
        if not conflict.yours:
            raise
        return _clash(day_id, paragraph, passage, conflict)
    part = next(p for p in draft_of(day_id, actor).parts if p.paragraph.id == paragraph_id)
    fragment = render_template(
        "deliberations/minutes/_part.html", part=part, day_id=day_id, oob=True
    )
    return respond(fragment, _page(day_id, f"part-{paragraph_id}"))


@bp.post(f"{DAY}/publication")
@permit(Role.ORGANIZER)
def publication_create(day_id: int) -> ResponseReturnValue:
    """[无异议即公布 12月1日17:30], pressed once; after the review it publishes at once."""
    actor, now = current_actor(), clock.now()
    draft, form = draft_of(day_id, actor), request.form
    names = form.get("reviewer", ""), form.get("signer", "")
    try:
        at = signing.publish_unless_objected(draft, *names, by=actor, now=now)
    except Invalid as refusal:
        signers = {"reviewer": names[0], "signer": names[1]}
        more = {"signers": signers, "errors": refusal.errors}
        return minutes_page(draft, refusal.message, **more), 422
    if at <= now:
        publishing.publish(draft, by=actor, now=now)
        return go(_page(day_id), "已签发，已公布。")
    return go(url_for("notices.to_send"), "没有异议，到时自动签发、公布。下面的通知等您来发。")


@bp.post(f"{DAY}/publication/withdrawal")
@permit(Role.ORGANIZER)
def publication_withdrawal_create(day_id: int) -> ResponseReturnValue:
    """[先不公布，继续改]"""
    actor = current_actor()
    draft = draft_of(day_id, actor)
    signing.keep_editing(draft.day, draft.minutes, by=actor)
    return go(_page(day_id), "先不公布。改好后再点一次。")


@bp.post(f"{DAY}/objections")
@permit(Role.ORGANIZER)
def objection_create(day_id: int) -> ResponseReturnValue:
    """An objection by paper or telephone, entered by the office."""
    actor, form = current_actor(), request.form
    draft = draft_of(day_id, actor)
    how = fields.one_of(ObjectedHow, form.get("how")) or ObjectedHow.PHONE
    paragraph_id = fields.number(form.get("paragraph_id"))
    text, who = form.get("text", ""), form.get("who", "")
    try:
        signing.object_to(draft, text, who, how, paragraph_id, by=actor, now=clock.now())
    except Invalid as refusal:
        more = {"objection": form, "objection_errors": refusal.errors}
        return minutes_page(draft, refusal.message, **more), 422
    return go(_page(day_id, "objections"), "异议记下了，答复之前不公布。")


@bp.post(f"{DAY}/objections/<int:objection_id>/answer")
@permit(Role.ORGANIZER)
def objection_answer_create(day_id: int, objection_id: int) -> ResponseReturnValue:
    """Every objection gets an answer."""
    actor, text = current_actor(), request.form.get("answer", "")
    draft = draft_of(day_id, actor)
    objection = next((o for o in draft.minutes.objections if o.id == objection_id), None)
    if objection is None:
        raise NotFound
    try:
        signing.answer(objection, text, by=actor, now=clock.now())
    except Invalid as refusal:
        more = {"answered_id": objection_id, "answer": text, "answer_errors": refusal.errors}
        return minutes_page(draft, refusal.message, **more), 422
    return go(_page(day_id, "objections"), "已答复。再点一次“无异议即公布”。")


@bp.post(f"{DAY}/corrections")
@permit(Role.ORGANIZER)
def correction_create(day_id: int) -> ResponseReturnValue:
    """更正: numbered, beside the signed words."""
    actor, form = current_actor(), request.form
    draft = draft_of(day_id, actor)
    paragraph_id, text = fields.number(form.get("paragraph_id")), form.get("text", "")
    try:
        signing.correct(draft, text, paragraph_id, by=actor, now=clock.now())
    except Invalid as refusal:
        more = {"correction": form, "correction_errors": refusal.errors}
        return minutes_page(draft, refusal.message, **more), 422
    return go(_page(day_id), "更正已公布，原来的字还在。")


def _published_page(draft: Draft, message: str, more: dict[str, object]) -> str:
    day = draft.day
    result = result_of(day, clock.now())
    assert result is not None
    office = organizations.office(day.area_code)
    url = public_url_for("deliberations_public.show", day_id=day.id)
    return render_template(
        "deliberations/minutes/published.html",
        draft=draft,
        day=day,
        result=result,
        message=message,
        public_url=url,
        group_text=papers.group_text(result, office.telephone if office else "", url),
        site_text=papers.site_text(result, office.signature if office else ""),
        **more,
    )


def _clash(
    day_id: int, paragraph: MinutesParagraph, passage: Passage, conflict: Conflict
) -> ResponseReturnValue:
    clash = Clash(
        passage=passage,
        conflict=conflict,
        url=url_for("deliberations.paragraph_update", day_id=day_id, paragraph_id=paragraph.id),
        back=_page(day_id, f"part-{paragraph.id}"),
        title=paragraph.heading or "开头",
        target=f"#part-{paragraph.id}",
    )
    if not is_htmx():
        return render_template("passages/conflict.html", clash=clash), 409
    part_id = f"part-{paragraph.id}"
    fragment = render_template("deliberations/minutes/_clash.html", clash=clash, part_id=part_id)
    return make_response(fragment, 409)


def _page(day_id: int, anchor: str | None = None) -> str:
    return url_for("deliberations.minutes", day_id=day_id, _anchor=anchor)
