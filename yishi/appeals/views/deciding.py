"""The decisions of triage: each releases the text it stands on, then leads to the next appeal."""

import datetime as dt
from collections.abc import Callable

from flask import request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts.actors import Actor, current_actor
from yishi.accounts.rules import Role
from yishi.appeals import queries, services
from yishi.appeals.models import Appeal
from yishi.appeals.views.blueprint import bp
from yishi.appeals.views.triage import page_of
from yishi.database import db
from yishi.errors import Conflict, Invalid, NotAllowed
from yishi.organizations import inline
from yishi.organizations import queries as organizations
from yishi.organizations.rules import IssueClass
from yishi.web import fields
from yishi.web.htmx import go
from yishi.web.policies import permit

Act = Callable[[Appeal, Actor, dt.datetime], str]


@bp.post("/desk/appeals/<int:appeal_id>/text")
@permit(Role.ORGANIZER)
def text_change(appeal_id: int) -> ResponseReturnValue:
    """[存下，先不公开]"""

    def save(appeal: Appeal, actor: Actor, now: dt.datetime) -> str:
        if appeal.is_released:
            release_as_typed(appeal, actor, now)
            return "公开的文字改好了。"
        title, text = _public_words()
        services.save_public_text(appeal, title, text, by=actor)
        return "存下了，还没有公开。"

    return attempt(appeal_id, save, stay=True)


@bp.post("/desk/appeals/<int:appeal_id>/release")
@permit(Role.ORGANIZER)
def release_create(appeal_id: int) -> ResponseReturnValue:
    """[公开这段文字], before it is decided what becomes of it."""

    def release(appeal: Appeal, actor: Actor, now: dt.datetime) -> str:
        release_as_typed(appeal, actor, now)
        return "公开了。居民在网上看到的就是这段文字。"

    return attempt(appeal_id, release, stay=True)


@bp.post("/desk/appeals/<int:appeal_id>/release/removal")
@permit(Role.ORGANIZER)
def release_removal(appeal_id: int) -> ResponseReturnValue:
    """[收回公开]"""

    def take_back(appeal: Appeal, actor: Actor, now: dt.datetime) -> str:
        services.take_back(appeal, by=actor, now=now)
        return "收回了，网上已经看不到。"

    return attempt(appeal_id, take_back, stay=True)


@bp.post("/desk/appeals/<int:appeal_id>/acceptance")
@permit(Role.ORGANIZER)
def acceptance_create(appeal_id: int) -> ResponseReturnValue:
    """[受理，公开这段文字]: the answer follows."""

    def accept(appeal: Appeal, actor: Actor, now: dt.datetime) -> str:
        release_as_typed(appeal, actor, now)
        services.accept(appeal, by=actor, now=now)
        return "受理了，5 个工作日内公开答复。"

    return attempt(appeal_id, accept)


@bp.post("/desk/appeals/<int:appeal_id>/referral")
@permit(Role.ORGANIZER)
def referral_create(appeal_id: int) -> ResponseReturnValue:
    """[派给××，公开这段文字]: the proposed row, or what was chosen instead."""
    return attempt(appeal_id, _refer, fold="other" if request.form.get("way") == "chosen" else "")


@bp.post("/desk/appeals/<int:appeal_id>/answer")
@permit(Role.ORGANIZER)
def answer_create(appeal_id: int) -> ResponseReturnValue:
    """[公开答复]"""

    def answer(appeal: Appeal, actor: Actor, now: dt.datetime) -> str:
        withheld = _released_or_withheld(appeal, actor, now)
        text = request.form.get("answer", "")
        services.answer(appeal, text, by=actor, now=now, withheld=withheld)
        return "答复了。"

    return attempt(appeal_id, answer, fold="answer")


@bp.post("/desk/appeals/<int:appeal_id>/refusal")
@permit(Role.ORGANIZER)
def refusal_create(appeal_id: int) -> ResponseReturnValue:
    """[告诉他找谁]: reason, a named lawful channel, its phone."""

    def decline(appeal: Appeal, actor: Actor, now: dt.datetime) -> str:
        withheld = _released_or_withheld(appeal, actor, now)
        form = request.form
        services.decline(
            appeal,
            form.get("reason", ""),
            form.get("channel", ""),
            form.get("channel_phone", ""),
            by=actor,
            now=now,
            withheld=withheld,
        )
        return "告诉他找谁了。"

    return attempt(appeal_id, decline, fold="refusal")


@bp.post("/desk/appeals/<int:appeal_id>/objection")
@permit(Role.ORGANIZER)
def objection_create(appeal_id: int) -> ResponseReturnValue:
    """[来电说不满意]: entered for the resident."""

    def object_to(appeal: Appeal, actor: Actor, now: dt.datetime) -> str:
        services.object_to_answer(appeal, request.form.get("words", ""), by=actor, now=now)
        return "记下了。请另一位同事在 5 个工作日内再答复。"

    return attempt(appeal_id, object_to, stay=True, fold="objection")


def attempt(appeal_id: int, act: Act, *, stay: bool = False, fold: str = "") -> ResponseReturnValue:
    """Does it and goes on; a refusal leaves nothing half done and shows what was typed."""
    actor, now = current_actor(), clock.now()
    appeal = queries.find_locked(appeal_id, actor)
    try:
        _require_fresh(appeal)
        with db.session.begin_nested():
            words = act(appeal, actor, now)
    except (Invalid, Conflict, NotAllowed) as refusal:
        again = queries.find(appeal_id, actor)
        return page_of(again, actor, refusal, fold=fold), refusal.status
    if stay:
        return go(url_for("appeals.show", appeal_id=appeal_id), words)
    return _next(appeal, actor, words)


def _require_fresh(appeal: Appeal) -> None:
    """Two people never answer one resident: whoever decided on an older page looks again."""
    seen = request.form.get("revision", type=fields.whole)
    if seen is not None and seen != appeal.revision:
        raise Conflict(
            f"您打开这一页以后，{appeal.number} 有人处理过，现在是“{appeal.state.label}”。"
            "您写的字还在，请看过最新情况再定。"
        )


def release_as_typed(appeal: Appeal, actor: Actor, now: dt.datetime) -> None:
    """Makes the text on the page public, if it is not already what everybody reads."""
    title, text = _public_words()
    photo_ids = set(request.form.getlist("photo", fields.whole))
    services.release(appeal, title, text, photo_ids, by=actor, now=now)


def _next(appeal: Appeal, actor: Actor, words: str) -> ResponseReturnValue:
    following = queries.next_to_triage(actor, but=appeal.id)
    if following is None:
        return go(url_for("appeals.index"), f"{appeal.number} {words}都分办完了。")
    return go(
        url_for("appeals.show", appeal_id=following.id), f"{appeal.number} {words}这是下一条。"
    )


def _refer(appeal: Appeal, actor: Actor, now: dt.datetime) -> str:
    release_as_typed(appeal, actor, now)
    form, chosen = request.form, request.form.get("way") == "chosen"
    unit = inline.unit(
        form if chosen else {"unit_id": form.get("proposed_unit_id", "")},
        "unit_id",
        appeal.area_code,
        by=actor,
    )
    if unit is None:
        raise Invalid("请选派给哪个单位。", {"unit_id": "请选派给哪个单位。"})
    class_ = form.get("issue_class" if chosen else "proposed_class", "")
    category_id = form.get(
        "new_category_id" if chosen else "proposed_category_id", type=fields.whole
    )
    if category_id in {row.id for row in organizations.categories(appeal.area_code)}:
        appeal.category_id = category_id
    services.refer(
        appeal,
        unit.id,
        fields.one_of(IssueClass, class_),
        by=actor,
        now=now,
        due_on=fields.day(form.get("due_on")),
    )
    return f"已派给{unit.name}。"


def _public_words() -> tuple[str, str]:
    return request.form.get("public_title", ""), request.form.get("public_text", "")


def _released_or_withheld(appeal: Appeal, actor: Actor, now: dt.datetime) -> bool:
    withheld = "withheld" in request.form or appeal.withheld
    if not withheld:
        release_as_typed(appeal, actor, now)
    return withheld
