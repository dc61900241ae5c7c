"""The public home: the next day, the two doors, how promises stand, the latest answers."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.home import town
from yishi.organizations.queries import default_office
from yishi.organizations.rules import WHOLE
from yishi.web.policies import public

bp = Blueprint("home_public", __name__)


@bp.get("/")
@public
def index() -> ResponseReturnValue:
    """What a neighbour looks for, in the order of how often it is looked for."""
    now, office = clock.now(), default_office()
    area_code = office.area_code if office else WHOLE
    return render_template(
        "home/public.html",
        office=office,
        day=town.next_day(now, area_code),
        tally=town.tally(now, area_code),
        answers=town.latest_answers(now, area_code),
    )
