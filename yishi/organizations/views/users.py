"""/desk/users: who may sign in, for what and where."""

from collections.abc import Mapping, Sequence

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts import queries as accounts
from yishi.accounts import services
from yishi.accounts.actors import Actor, current_actor
from yishi.accounts.models import Person, RoleGrant
from yishi.accounts.passwords import new_password
from yishi.accounts.rules import UNIT_ROLES, Rank, Role, may_grant
from yishi.errors import DomainError, Invalid, NotFound
from yishi.organizations import forms, queries
from yishi.organizations.models import Unit
from yishi.organizations.queries.reach import find
from yishi.organizations.views import bp
from yishi.organizations.views.setup import desk_area
from yishi.web.fields import one_of
from yishi.web.htmx import go
from yishi.web.policies import permit


@bp.get("/desk/users")
@permit(Role.ADMIN, Role.ORGANIZER)
def users() -> ResponseReturnValue:
    """Everybody with an account in the own subtree."""
    return _users_page()


@bp.post("/desk/users")
@permit(Role.ADMIN, Role.ORGANIZER)
def user_create() -> ResponseReturnValue:
    """A new account; its password is shown once, on the answer."""
    actor, form = current_actor(), request.form
    password = form.get("password") or new_password()
    try:
        role, area_code, unit_id, rank = _role(form, actor)
        person = services.create_person(
            form.get("name", ""),
            form.get("login", ""),
            password,
            role,
            area_code,
            unit_id=unit_id,
            rank=rank,
            post=form.get("post", ""),
            phone=form.get("phone", ""),
            by=actor,
        )
    except Invalid as refusal:
        return _users_page(refusal.errors, form), 422
    except DomainError as refusal:
        return _users_page({"role": refusal.message}, form), refusal.status
    return _told(person, password)


@bp.get("/desk/users/<int:person_id>")
@permit(Role.ADMIN, Role.ORGANIZER)
def user_show(person_id: int) -> ResponseReturnValue:
    """One account: roles, and what can be done."""
    return _user_page(accounts.person(person_id, current_actor()))


@bp.post("/desk/users/<int:person_id>/password")
@permit(Role.ADMIN, Role.ORGANIZER)
def user_password_create(person_id: int) -> ResponseReturnValue:
    """A new password, shown once; the person is signed out everywhere."""
    actor = current_actor()
    person = accounts.person(person_id, actor)
    return _told(person, services.renew_password(person, clock.now(), by=actor))


@bp.post("/desk/users/<int:person_id>/disabling")
@permit(Role.ADMIN, Role.ORGANIZER)
def user_disabling_create(person_id: int) -> ResponseReturnValue:
    """Keeps the person out from the next request on."""
    actor = current_actor()
    person = accounts.person(person_id, actor)
    services.disable(person, clock.now(), by=actor)
    return go(_url(person), f"{person.name}已停用，正在用的页面也退出了。")


@bp.post("/desk/users/<int:person_id>/enabling")
@permit(Role.ADMIN, Role.ORGANIZER)
def user_enabling_create(person_id: int) -> ResponseReturnValue:
    """Lets the person in again."""
    actor = current_actor()
    person = accounts.person(person_id, actor)
    services.enable(person, by=actor)
    return go(_url(person), f"{person.name}又能登录了。")


@bp.post("/desk/users/<int:person_id>/roles")
@permit(Role.ADMIN, Role.ORGANIZER)
def role_create(person_id: int) -> ResponseReturnValue:
    """One role more."""
    actor = current_actor()
    person = accounts.person(person_id, actor)
    try:
        role, area_code, unit_id, rank = _role(request.form, actor)
        services.give_role(person, role, area_code, unit_id=unit_id, rank=rank, by=actor)
    except Invalid as refusal:
        return _user_page(person, refusal.errors, request.form), 422
    return go(_url(person), f"{person.name}现在也是{role.label}。")


@bp.post("/desk/users/<int:person_id>/roles/<int:grant_id>/removal")
@permit(Role.ADMIN, Role.ORGANIZER)
def role_removal_create(person_id: int, grant_id: int) -> ResponseReturnValue:
    """The role ends."""
    actor = current_actor()
    person = accounts.person(person_id, actor)
    grant = next((row for row in person.grants if row.id == grant_id), None)
    if grant is None:
        raise NotFound
    services.take_role(grant, clock.now(), by=actor)
    return go(_url(person), f"{person.name}不再是{grant.role.label}。")


def _url(person: Person) -> str:
    return url_for("organizations.user_show", person_id=person.id)


def _told(person: Person, password: str) -> ResponseReturnValue:
    """The only page that ever shows the password; a second click leads to the account."""
    g.redirect_to = _url(person)
    return render_template("organizations/password.html", person=person, password=password)


def _role(form: Mapping[str, str], actor: Actor) -> tuple[Role, str, int | None, Rank | None]:
    """Role and place: a unit's people stand where the unit does, others in an area."""
    role = forms.choice(form, "role", Role, "请选角色。")
    if role in UNIT_ROLES:
        unit_id = forms.number(form, "unit_id", "请从列表里选单位。")
        if unit_id is None:
            raise Invalid("还差单位", {"unit_id": "请选是哪个单位的人。"})
        return role, find(Unit, unit_id, actor).area_code, unit_id, None
    area_code = form.get("area_code", "").strip()
    if area_code and area_code not in {area.code for area in queries.area_path(area_code)}:
        raise Invalid("还差区划", {"area_code": "没有这个区划代码，请在“区划”里查。"})
    return role, area_code, None, one_of(Rank, form.get("rank"))


def _users_page(
    errors: Mapping[str, str] | None = None, values: Mapping[str, str] | None = None
) -> str:
    actor, words = current_actor(), request.args.get("q", "")
    people = accounts.people(actor, words)
    return render_template(
        "organizations/users.html",
        people=_with_roles(people),
        words=words,
        values=values or {"area_code": desk_area(actor) or ""},
        errors=errors or {},
        **_choices(actor),
    )


def _user_page(
    person: Person, errors: Mapping[str, str] | None = None, values: Mapping[str, str] | None = None
) -> str:
    actor = current_actor()
    return render_template(
        "organizations/user.html",
        person=person,
        roles=_with_roles([person])[0][1],
        may_manage=accounts.may_manage(actor, person),
        values=values or {"area_code": desk_area(actor) or ""},
        errors=errors or {},
        **_choices(actor),
    )


def _choices(actor: Actor) -> dict[str, Sequence[tuple[str, str]]]:
    """The roles, ranks and units that this person may give."""
    home = desk_area(actor) or ""
    deeper = f"{home}0"  # stands for any area below the own
    given = [
        role
        for role in Role
        if any(may_grant(own.role, own.area_code, role, deeper) for own in actor.grants)
    ]
    units = [u for u in queries.units(actor) if queries.reaches(actor, u.area_code)]
    return {
        "role_choices": [(role.value, role.label) for role in given],
        "rank_choices": [(rank.value, rank.label) for rank in Rank],
        "unit_choices": [("", "不是单位的人"), *((str(u.id), u.name) for u in units)],
        "area_choices": forms.places(home) if home else [],
    }


def _with_roles(people: Sequence[Person]) -> list[tuple[Person, list[tuple[RoleGrant, str]]]]:
    """Everybody with the roles that hold, each with where."""
    held = {person.id: [g for g in person.grants if g.revoked_at is None] for person in people}
    grants = [grant for own in held.values() for grant in own]
    areas = queries.area_names(g.area_code for g in grants if g.area_code)
    units = queries.unit_names(g.unit_id for g in grants if g.unit_id is not None)

    def where(grant: RoleGrant) -> str:
        if grant.unit_id is not None:
            return units.get(grant.unit_id, "")
        return areas[grant.area_code] if grant.area_code else "全部区划"

    return [(person, [(grant, where(grant)) for grant in held[person.id]]) for person in people]
