"""打印现场用纸: poster, chair's card, sign-in sheets and promise slips, by print CSS."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts.actors import current_actor
from yishi.accounts.rules import OFFICE, Role
from yishi.deliberations import papers, queries
from yishi.deliberations.views.blueprint import bp
from yishi.documents.qr import qr_svg
from yishi.organizations import queries as organizations
from yishi.web.policies import permit
from yishi.web.urls import public_url_for

KINDS = ("poster", "card", "sign_in", "slips")


@bp.get("/desk/deliberations/<int:day_id>/papers")
@permit(*OFFICE, Role.SUPERVISOR)
def day_papers(day_id: int) -> ResponseReturnValue:
    """All papers of the room, or one kind (`only`); `size=a3` makes the poster large."""
    day = queries.full_day(day_id, current_actor())
    only = request.args.get("only", "")
    url = public_url_for("deliberations_public.show", day_id=day.id)
    return render_template(
        "deliberations/papers.html",
        day=day,
        sheets=papers.sheets(day),
        kinds=[only] if only in KINDS else KINDS,
        large=request.args.get("size") == "a3",
        qr=qr_svg(url, "看议程和结果的二维码") if url else None,
        office=organizations.office(day.area_code),
        printed_at=clock.now(),
        sign_in_rows=papers.sign_in_rows(day),
        card_size=papers.MATTERS_ON_A_CARD,
    )
