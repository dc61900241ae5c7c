"""/desk/setup: an office says who it is, at its first sign-in or later; steps may be skipped."""

from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi.accounts import services as accounts
from yishi.accounts.actors import Actor, current_actor
from yishi.accounts.models import Person
from yishi.accounts.rules import Role
from yishi.database import db
from yishi.errors import Invalid
from yishi.organizations import queries, services
from yishi.organizations.models import Area
from yishi.organizations.queries.offices import FIELDS, own_setting
from yishi.organizations.rules import OFFICE_DIGITS
from yishi.organizations.views import bp
from yishi.web.htmx import go
from yishi.web.policies import permit

SEEN = "setup.seen"


@bp.get("/desk/welcome")
@permit(Role.ORGANIZER, Role.ADMIN)
def welcome() -> ResponseReturnValue:
    """After signing in: the setup of an office that has not had it, else the workbench."""
    area_code = desk_area(current_actor())
    seen = own_setting(area_code or "", SEEN)
    return redirect(url_for("home.desk" if seen else "organizations.setup"), 303)


@bp.get("/desk/setup")
@permit(Role.ORGANIZER, Role.ADMIN)
def setup() -> ResponseReturnValue:
    """Area, telephone, signature, and what may be filled in later."""
    return _page()


@bp.post("/desk/setup/area")
@permit(Role.ADMIN)
def setup_area_create() -> ResponseReturnValue:
    """Chooses the area of this installation; on request the chooser is its organizer too."""
    actor = current_actor()
    area = db.session.get(Area, request.form.get("area_code", ""))
    if area is None or not queries.reaches(actor, area.code):
        return _page({"area_code": "请先找到并选中一个街道、乡镇或社区。"}), 422
    services.choose_home(area.code, by=actor)
    if request.form.get("organizer"):
        person = db.session.get_one(Person, actor.person_id)
        accounts.give_role(person, Role.ORGANIZER, area.code, by=actor)
    return go(
        url_for("organizations.setup"), f"这里是{area.name}。接着写电话和落款，也可以以后再写。"
    )


@bp.post("/desk/setup/office")
@permit(Role.ORGANIZER, Role.ADMIN)
def setup_office_create() -> ResponseReturnValue:
    """Keeps telephone, signature and the numbers of the footer."""
    actor = current_actor()
    area_code = desk_area(actor)
    if not area_code:
        return _page({"area_code": "请先选定在哪个街道、乡镇办公。"}), 422
    values = {f"office.{name}": request.form.get(name, "").strip() for name in FIELDS}
    try:
        services.set_settings(area_code, values, by=actor)
    except Invalid as refusal:
        errors = {key.removeprefix("office."): words for key, words in refusal.errors.items()}
        return _page(errors, request.form), 422
    services.set_setting(area_code, SEEN, True, by=actor)
    return go(url_for("home.desk"), "电话和落款已存好，公告、海报和每页底下都会用。")


@bp.post("/desk/setup/later")
@permit(Role.ORGANIZER, Role.ADMIN)
def setup_later_create() -> ResponseReturnValue:
    """Skips everything; the page stays under 更多."""
    actor = current_actor()
    services.set_setting(desk_area(actor) or "", SEEN, True, by=actor)
    return go(url_for("home.desk"), "以后在“更多”的“本街道的资料”里填。")


def desk_area(actor: Actor) -> str | None:
    """The area whose particulars this person keeps."""
    ordered = sorted(actor.grants, key=lambda grant: grant.role is not Role.ORGANIZER)
    return (ordered[0].area_code if ordered else "") or queries.home_area()


def _page(errors: Mapping[str, str] | None = None, values: Mapping[str, str] | None = None) -> str:
    actor = current_actor()
    area_code = desk_area(actor)
    words = request.args.get("q", "").strip()
    roots = [grant.area_code for grant in actor.grants]
    return render_template(
        "organizations/setup.html",
        area_path=queries.area_path(area_code) if area_code else [],
        area_code=area_code,
        may_choose=Role.ADMIN in actor.roles,
        is_organizer=Role.ORGANIZER in actor.roles,
        words=words,
        found=_choices(words, roots),
        has_areas=bool(queries.children(None)),
        values=values or _kept(area_code),
        errors=errors or {},
    )


def _choices(words: str, roots: list[str]) -> list[tuple[str, str]]:
    """Streets, towns and communities that the words fit, each with its county."""
    found = queries.search_areas(words, roots) if words else []
    places = [area for area in found if len(area.code) >= OFFICE_DIGITS][:20]
    return [
        (a.code, "".join(above.name for above in queries.area_path(a.code)[1:])) for a in places
    ]


def _kept(area_code: str | None) -> dict[str, str]:
    if not area_code:
        return {}
    return {name: own_setting(area_code, f"office.{name}") or "" for name in FIELDS}
