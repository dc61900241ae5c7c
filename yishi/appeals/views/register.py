"""诉求: the register with its filters, paged by key."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts.actors import current_actor
from yishi.accounts.rules import Role
from yishi.appeals import queries
from yishi.appeals.queries import STATES, Filters
from yishi.appeals.rules import Source
from yishi.appeals.views.blueprint import READERS, bp
from yishi.web import fields
from yishi.web.policies import permit


@bp.get("/desk/appeals")
@permit(*READERS)
def index() -> ResponseReturnValue:
    """All appeals of one's area; by default those that still owe something."""
    actor, filters = current_actor(), _filters()
    page = queries.register(actor, filters, after=request.args.get("after"))
    now = clock.now()
    return render_template(
        "appeals/index.html",
        rows=[
            (appeal, queries.light_of(appeal, now), queries.due_of(appeal)) for appeal in page.rows
        ],
        next_url=url_for("appeals.index", **_args(), after=page.after) if page.after else "",
        paged="after" in request.args,
        first_url=url_for("appeals.index", **_args()),
        filters=filters,
        states=[(code, words) for code, (words, _) in STATES.items()],
        estates=[("", "不限"), *((e.id, e.name) for e in queries.estates_of_register(actor))],
        sources=[("", "不限"), *((source.value, source.label) for source in Source)],
        waiting=queries.count_to_triage(actor),
        first=queries.next_to_triage(actor) if actor.has(Role.ORGANIZER) else None,
        masked=not actor.has(Role.ORGANIZER, Role.LEADER),
    )


def _filters() -> Filters:
    args = request.args
    state = args.get("state", "")
    if not state:
        state = "all" if args.get("q") else "owing"
    return Filters(
        q=args.get("q", ""),
        state=state,
        estate_id=args.get("estate_id", type=fields.whole),
        source=args.get("source", ""),
    )


def _args() -> dict[str, Any]:
    names = ("q", "state", "estate_id", "source")
    return {name: request.args[name] for name in names if request.args.get(name)}
