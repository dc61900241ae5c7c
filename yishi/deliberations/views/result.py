"""公开栏 A3 and the result as a file."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts.actors import current_actor
from yishi.accounts.rules import OFFICE
from yishi.accounts.scoping import find
from yishi.deliberations.models import Deliberation
from yishi.deliberations.queries.result import board, result_of
from yishi.deliberations.views.blueprint import bp
from yishi.documents.download import download
from yishi.documents.qr import qr_svg
from yishi.errors import NotFound
from yishi.organizations import queries as organizations
from yishi.web.policies import permit
from yishi.web.urls import public_url_for


@bp.get("/desk/deliberations/<int:day_id>/board")
@permit(*OFFICE)
def notice_board(day_id: int) -> ResponseReturnValue:
    """[打印公开栏 A3] Who promised what by when, and now."""
    day, now = find(Deliberation, day_id, current_actor()), clock.now()
    url = public_url_for("deliberations_public.show", day_id=day.id)
    return render_template(
        "deliberations/minutes/board.html",
        day=day,
        board=board(day, now),
        area_name=organizations.area_name(day.area_code),
        office=organizations.office(day.area_code),
        qr=qr_svg(url, "看每一件的经过") if url else None,
        printed_at=now,
    )


@bp.get("/desk/deliberations/<int:day_id>/result/export")
@permit(*OFFICE)
def result_export(day_id: int) -> Response:
    """The published result as one HTML file for the county's site."""
    day, now = find(Deliberation, day_id, current_actor()), clock.now()
    result = result_of(day, now)
    if result is None:
        raise NotFound
    office = organizations.office(day.area_code)
    page = render_template(
        "deliberations/minutes/export.html", result=result, day=day, office=office
    )
    return download(page.encode(), f"{day.title}结果.html")
