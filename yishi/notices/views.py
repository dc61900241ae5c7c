"""/desk/notices: the ledger, and the page from which people send by hand."""

from collections.abc import Collection

from flask import Blueprint, flash, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts.actors import current_actor
from yishi.accounts.rules import Role
from yishi.errors import Conflict
from yishi.notices import by_hand, queries, services
from yishi.notices.rules import KINDS, ByHand, State
from yishi.records.services import audit
from yishi.web.htmx import is_htmx, respond
from yishi.web.policies import permit

bp = Blueprint("notices", __name__)


@bp.get("/desk/notices/to-send")
@permit(Role.ORGANIZER)
def to_send() -> ResponseReturnValue:
    """What an organizer sends or says by telephone. No admin sees it."""
    return _to_send_page()


@bp.post("/desk/notices/<int:notice_id>/sent")
@permit(Role.ORGANIZER)
def sent_create(notice_id: int) -> ResponseReturnValue:
    """已发送"""
    return _pass_on(notice_id, ByHand.SENT)


@bp.post("/desk/notices/<int:notice_id>/call")
@permit(Role.ORGANIZER)
def call_create(notice_id: int) -> ResponseReturnValue:
    """已打电话"""
    return _pass_on(notice_id, ByHand.PHONED)


@bp.post("/desk/notices/<int:notice_id>/resend")
@permit(Role.ORGANIZER)
def resend_create(notice_id: int) -> ResponseReturnValue:
    """再发一次: a person decides it for a notice whose answer was lost."""
    row = queries.notice(notice_id, current_actor())
    try:
        services.send_again(row, by=current_actor(), now=clock.now())
    except Conflict as conflict:
        return _changed(conflict.message)
    return _changed(f"再发一次：{row.contact_point.name}的{row.label}已经排队。")


@bp.post("/desk/notices/<int:notice_id>/number")
@permit(Role.ORGANIZER)
def number_create(notice_id: int) -> ResponseReturnValue:
    """看号码: a resident's number, shown once and written down."""
    row = queries.notice(notice_id, current_actor())
    audit(current_actor(), "notices.reveal", f"notice:{row.id}", after={"reason": row.label})
    if is_htmx():
        return _region("", {row.id})
    g.redirect_to = url_for("notices.to_send")
    return _to_send_page({row.id})


@bp.get("/desk/notices")
@permit(Role.ORGANIZER, Role.LEADER)
def index() -> ResponseReturnValue:
    """The ledger."""
    args = request.args
    chosen = queries.Filter(args.get("state", ""), args.get("kind", ""), args.get("subject", ""))
    rows = queries.ledger(current_actor(), chosen, after=args.get("after"))
    kept = {name: value for name, value in vars(chosen).items() if value}
    return render_template(
        "notices/index.html",
        names=queries.recipients(rows.rows),
        rows=rows.rows,
        chosen=chosen,
        next_url=url_for("notices.index", **kept, after=rows.after) if rows.after else "",
        first_url=url_for("notices.index", **kept) if args.get("after") else "",
        states=[("", "全部"), *((state.value, state.label) for state in State)],
        kinds=[("", "全部"), *((name, kind.label) for name, kind in KINDS.items())],
    )


@bp.get("/desk/notices/<int:notice_id>")
@permit(Role.ORGANIZER, Role.LEADER)
def show(notice_id: int) -> ResponseReturnValue:
    """One notice: its words, and each step with the server's words."""
    row = queries.notice(notice_id, current_actor())
    may_read = current_actor().has(Role.ORGANIZER)
    return render_template(
        "notices/show.html",
        notice=row,
        name=queries.recipients([row])[row.id],
        text=by_hand.text_of(row, clock.now()) if may_read else "",
        story=queries.story(row),
    )


def _pass_on(id_: int, how: ByHand) -> ResponseReturnValue:
    actor, now = current_actor(), clock.now()
    row = queries.notice(id_, actor)
    try:
        services.pass_on(row, how, by=actor, now=now)
    except Conflict as conflict:
        return _changed(conflict.message)
    counts = "签收时间从现在算起。" if row.kind == "assignment" else ""
    return _changed(f"已记下：{row.contact_point.name}的{row.label}，{how.label}。{counts}")


def _changed(words: str) -> ResponseReturnValue:
    """The region again for htmx, the page for a plain form; both say what has changed."""
    here = url_for("notices.to_send")
    if not is_htmx():
        flash(words)
        return respond("", here)
    return respond(_region(words), here)


def _region(words: str, revealed: Collection[int] = ()) -> str:
    return render_template("notices/_to_send.html", words=words, **_shown(revealed))


def _to_send_page(revealed: Collection[int] = ()) -> str:
    return render_template("notices/to_send.html", words="", **_shown(revealed))


def _shown(revealed: Collection[int]) -> dict[str, object]:
    now = clock.now()
    return {"page": by_hand.page(current_actor(), now, revealed), "now": now}
