"""Signing in and out, and one's own account."""

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts import demo, queries, services, sessions
from yishi.accounts.actors import current_actor
from yishi.accounts.models import Person
from yishi.accounts.rules import Role, device
from yishi.database import db
from yishi.errors import Invalid, NotAllowed, NotFound
from yishi.records.services import audit
from yishi.web.htmx import go
from yishi.web.limits import limiter
from yishi.web.policies import anyone, current, signed_in
from yishi.web.urls import local_path

bp = Blueprint("accounts", __name__)

WELCOME = "organizations.welcome"  # where an office says who it is, at its first sign-in


@bp.get("/sign-in")
@anyone
def sign_in() -> ResponseReturnValue:
    """The sign-in page; whoever is signed in goes on."""
    if current() is not None:
        return redirect(local_path(request.args.get("next"), url_for("home.desk")), 303)
    return _sign_in_page()


@bp.post("/sign-in")
@limiter.limit("60 per minute")
@anyone
def sign_in_create() -> ResponseReturnValue:
    """Signs in with login and password."""
    login, password = request.form.get("login", ""), request.form.get("password", "")
    now = clock.now()
    try:
        person = sessions.prove(login, password, now)
    except Invalid as refusal:
        return _sign_in_page(login, refusal.errors["password"]), 422
    except NotAllowed as refusal:
        return _sign_in_page(login, refusal.message), 429
    return _let_in(person)


@bp.post("/sign-in/demo")
@anyone
def demo_sign_in_create() -> ResponseReturnValue:
    """Signs in as one of the listed demo people; 404 outside a demo."""
    return _let_in(demo.person(request.form.get("login", "")))


@bp.post("/sign-out")
@anyone
def sign_out() -> ResponseReturnValue:
    """Ends the session of this browser."""
    sessions.sign_out(clock.now())
    response = make_response(go(url_for("accounts.sign_in"), "您已退出登录。"))
    response.delete_cookie(sessions.COOKIE)
    return response


@bp.get("/desk/me")
@signed_in
def me() -> ResponseReturnValue:
    """One's own account: roles, password, browsers."""
    return _me_page()


@bp.post("/desk/me/password")
@signed_in
def password_create() -> ResponseReturnValue:
    """Changes one's own password."""
    form, actor = request.form, current_actor()
    try:
        if form.get("new", "") != form.get("again", ""):
            raise Invalid("没有改", {"again": "两次写的不一样，请再写一遍。"})
        services.change_password(
            _me(), form.get("old", ""), form.get("new", ""), clock.now(), by=actor
        )
    except Invalid as refusal:
        return _me_page(refusal.errors), 422
    except NotAllowed as refusal:
        return _me_page({"old": refusal.message}), 429
    return go(url_for("accounts.me"), "密码已改。其他设备上的登录都退出了。")


@bp.post("/desk/me/sessions/<mark>/end")
@signed_in
def session_end_create(mark: str) -> ResponseReturnValue:
    """Signs one of one's own browsers out."""
    actor = current_actor()
    if len(mark) < 16 or not services.end_session(_me().id, mark, clock.now(), by=actor):
        raise NotFound("那个登录已经退出了。")
    return go(url_for("accounts.me"), "那台设备已退出登录。")


@bp.post("/desk/me/sessions/end")
@signed_in
def other_sessions_end_create() -> ResponseReturnValue:
    """Signs all other browsers out."""
    actor = current_actor()
    sessions.end_all(_me().id, clock.now(), but_this=True)
    audit(actor, "accounts.end_other_sessions", f"person:{actor.person_id}")
    return go(url_for("accounts.me"), "其他设备都已退出登录。")


def _sign_in_page(login: str = "", error: str = "") -> str:
    return render_template(
        "accounts/sign_in.html",
        login=login,
        error=error,
        next=local_path(request.values.get("next"), ""),
        demo_accounts=demo.accounts(),
    )


def _let_in(person: Person) -> ResponseReturnValue:
    now = clock.now()
    sessions.sign_out(now)
    key = sessions.open_session(person, now)
    actor = sessions.actor_of(person, request.remote_addr)
    audit(actor, "accounts.sign_in", f"person:{person.id}")
    response = make_response(go(local_path(request.form.get("next"), _landing(actor.roles))))
    sessions.set_cookie(response, key)
    return response


def _landing(roles: frozenset[str]) -> str:
    """An office that has not yet said who it is does so first."""
    if roles & {Role.ORGANIZER, Role.ADMIN} and WELCOME in current_app.view_functions:
        return url_for(WELCOME)
    return url_for("home.desk")


def _me() -> Person:
    return db.session.get_one(Person, current_actor().person_id)


def _me_page(errors: dict[str, str] | None = None) -> str:
    person = _me()
    return render_template(
        "accounts/me.html",
        person=person,
        roles=[grant for grant in person.grants if grant.revoked_at is None],
        open_sessions=queries.open_sessions(person.id, clock.now()),
        this=sessions.this_browser(),
        device=device,
        errors=errors or {},
    )
