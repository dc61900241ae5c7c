"""/desk/estates: where residents live."""

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi.accounts.actors import current_actor
from yishi.accounts.rules import Role
from yishi.errors import Invalid
from yishi.organizations import forms, queries, services
from yishi.organizations.models import Estate
from yishi.organizations.queries.reach import find
from yishi.organizations.views import bp
from yishi.organizations.views.setup import desk_area
from yishi.web.htmx import go
from yishi.web.policies import permit


@bp.get("/desk/estates")
@permit(Role.ORGANIZER, Role.ADMIN)
def estates() -> ResponseReturnValue:
    """The estates of the office."""
    return _page()


@bp.post("/desk/estates")
@permit(Role.ORGANIZER, Role.ADMIN)
def estate_create() -> ResponseReturnValue:
    """A new estate."""
    actor = current_actor()
    try:
        area_code, name, count = forms.estate(request.form, actor)
        estate = services.create_estate(area_code, name, count, by=actor)
    except Invalid as refusal:
        return _page(refusal.errors, request.form), 422
    return go(url_for("organizations.estates"), f"已加上{estate.name}。")


@bp.get("/desk/estates/<int:estate_id>")
@permit(Role.ORGANIZER, Role.ADMIN)
def estate_show(estate_id: int) -> ResponseReturnValue:
    """The form of one estate."""
    return _estate_page(find(Estate, estate_id, current_actor()))


@bp.post("/desk/estates/<int:estate_id>")
@permit(Role.ORGANIZER, Role.ADMIN)
def estate_change(estate_id: int) -> ResponseReturnValue:
    """Corrects an estate."""
    actor = current_actor()
    estate = find(Estate, estate_id, actor)
    try:
        area_code, name, count = forms.estate(request.form, actor)
        services.change_estate(
            estate, area_code=area_code, name=name, household_count=count, by=actor
        )
    except Invalid as refusal:
        return _estate_page(estate, refusal.errors, request.form), 422
    return go(url_for("organizations.estates"), f"{estate.name}的资料已改。")


def _page(errors: Mapping[str, str] | None = None, values: Mapping[str, str] | None = None) -> str:
    home = desk_area(current_actor()) or ""
    return render_template(
        "organizations/estates.html",
        estates=queries.estates(home) if home else [],
        places=forms.places(home),
        values=values or {"area_code": home},
        errors=errors or {},
    )


def _estate_page(
    estate: Estate, errors: Mapping[str, str] | None = None, values: Mapping[str, str] | None = None
) -> str:
    kept = {
        "name": estate.name,
        "area_code": estate.area_code,
        "household_count": str(estate.household_count or ""),
    }
    return render_template(
        "organizations/estate.html",
        estate=estate,
        places=forms.places(desk_area(current_actor()) or estate.area_code),
        values=values or kept,
        errors=errors or {},
    )
