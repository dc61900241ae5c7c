"""The public home: the next day, the two doors, how promises stand, the latest answers."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.home import town
from yishi.web.policies import public

bp = Blueprint("home_public", __name__)


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """What a neighbour looks for, in the order of how often it is looked for."""
    now = clock.now()
    return render_template(
        "home/public.html",
        day=town.next_day(now),
        now=now,
        tally=town.tally(now),
        answers=town.latest_answers(now),
    )
