"""/desk/categories: the 派单目录 as it holds in the office."""

from collections.abc import Mapping

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi.accounts.actors import Actor, current_actor
from yishi.accounts.rules import Role
from yishi.errors import Invalid
from yishi.organizations import forms, inline, queries, services
from yishi.organizations.models import Category
from yishi.organizations.rules import LEVELS, IssueClass
from yishi.organizations.views import bp
from yishi.organizations.views.setup import desk_area
from yishi.web.htmx import go
from yishi.web.policies import permit

CLASSES = [(kind.value, f"{kind.value} {kind.label}") for kind in IssueClass]


@bp.get("/desk/categories")
@permit(Role.ORGANIZER, Role.LEADER)
def categories() -> ResponseReturnValue:
    """Every kind of matter: class, unit, duty number, level."""
    home = _home()
    return render_template(
        "organizations/categories.html",
        categories=queries.categories(home),
        units={unit.id: unit for unit in queries.usable_units(home)},
        home=home,
        may_change=current_actor().has(Role.ORGANIZER),
    )


@bp.get("/desk/categories/new")
@permit(Role.ORGANIZER)
def category_new() -> ResponseReturnValue:
    """The form of a new kind."""
    return _page(None)


@bp.post("/desk/categories")
@permit(Role.ORGANIZER)
def category_create() -> ResponseReturnValue:
    """A kind of the office's own."""
    actor, home = current_actor(), _home()
    try:
        name, facts = request.form.get("name", ""), _facts(actor, home)
        row = services.create_category(home, name, **facts, by=actor)
    except Invalid as refusal:
        return _page(None, refusal.errors, request.form), 422
    return go(url_for("organizations.categories"), f"目录里加上了“{row.name}”。")


@bp.get("/desk/categories/<int:category_id>")
@permit(Role.ORGANIZER)
def category_show(category_id: int) -> ResponseReturnValue:
    """The form of one kind."""
    return _page(queries.category(category_id, _home()))


@bp.post("/desk/categories/<int:category_id>")
@permit(Role.ORGANIZER)
def category_change(category_id: int) -> ResponseReturnValue:
    """How this office handles a kind from now on."""
    actor, home = current_actor(), _home()
    row = queries.category(category_id, home)
    try:
        services.change_category(row, home, **_facts(actor, home), by=actor)
    except Invalid as refusal:
        return _page(row, refusal.errors, request.form), 422
    return go(url_for("organizations.categories"), f"“{row.name}”以后照这样派。已派出的不变。")


def _home() -> str:
    return desk_area(current_actor()) or ""


def _facts(actor: Actor, home: str) -> forms.CategoryFields:
    unit = inline.unit(request.form, "lead_unit_id", home, by=actor)
    return forms.category(request.form, unit)


def _page(
    row: Category | None,
    errors: Mapping[str, str] | None = None,
    values: Mapping[str, str] | None = None,
) -> str:
    kept = {"issue_class": "B", "level": "街道"}
    if row is not None:
        kept = {
            "issue_class": row.issue_class.value,
            "lead_unit_id": str(row.lead_unit_id or ""),
            "duty_phone": row.duty_phone,
            "level": row.level,
        }
    return render_template(
        "organizations/category.html",
        row=row,
        units=queries.usable_units(_home()),
        home=_home(),
        classes=CLASSES,
        levels=[(level, level) for level in LEVELS],
        values=values or kept,
        errors=errors or {},
    )
