"""The workbench: what waits for the person who signed in."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts.actors import current_actor
from yishi.home import queries
from yishi.web.owed import Group
from yishi.web.policies import signed_in

bp = Blueprint("home", __name__)

SHOWN_OF_EACH = 8


@bp.get("/desk")
@signed_in
def desk() -> ResponseReturnValue:
    """What is owed, by urgency; on the first day one thing to do."""
    actor, now = current_actor(), clock.now()
    rows = queries.owed(actor, now)
    days = queries.my_days(actor, now)
    if not rows and queries.is_first_day(actor):
        return render_template("home/first_day.html", now=now)
    return render_template(
        "home/desk.html",
        now=now,
        total=len(rows),
        groups=queries.grouped(rows, SHOWN_OF_EACH),
        days=days,
        troubles=queries.troubles(actor, now),
    )


@bp.get("/desk/owed")
@signed_in
def owed() -> ResponseReturnValue:
    """[件件有回应清单] Everything that still waits, oldest first; it can reach zero."""
    group = request.args.get("group", "")
    rows = queries.oldest_first(queries.owed(current_actor(), clock.now()))
    counts = [(name, sum(row.group == name for row in rows)) for name in Group]
    shown = [row for row in rows if group in {"", row.group}]
    return render_template(
        "home/owed.html", rows=shown, total=len(rows), counts=counts, group=group
    )
