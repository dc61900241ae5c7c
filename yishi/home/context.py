"""What every layout shows: the office, the person, large type, the navigation."""

import functools
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, has_request_context, request, url_for
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.local import LocalProxy

from yishi import clock
from yishi.accounts.actors import Actor
from yishi.home.navigation import may_open, navigation_for
from yishi.home.queries import office_of
from yishi.organizations.queries import Office
from yishi.web import policies

ELDER = "elder"
YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Gives the layouts their words; remembers large type in the browser alone."""
    app.context_processor(_context)
    app.after_request(_remember_type)


def _context() -> dict[str, Any]:
    if not has_request_context():
        return {}  # a worker writes a mail
    viewer = _viewer()
    elder = _elder()
    return {
        "viewer": viewer,
        "office": LocalProxy(functools.cache(lambda: _office(viewer))),
        "navigation": functools.cache(lambda: navigation_for(viewer)),
        "may_open": lambda endpoint: may_open(endpoint, viewer),
        "nav_public_home": url_for("home_public.index"),
        "elder": elder,
        "elder_url": _address_with(ELDER, "0" if elder else "1"),
        "clock_moved": clock.now() if clock.is_moved() else None,
    }


def _viewer() -> Actor | None:
    """The signed-in person with all roles, not only those the route asked for."""
    if "viewer" not in g:
        g.viewer = _who_asks() if request.path.startswith("/desk") else None
    viewer: Actor | None = g.viewer
    return viewer


def _who_asks() -> Actor | None:
    """On an error page no policy has asked yet; without a database nobody is known."""
    if policies.at_public_door():
        return None
    try:
        actor: Actor | None = current_app.extensions["yishi_actor_loader"]()
    except SQLAlchemyError:
        return None
    return actor


def _office(viewer: Actor | None) -> Office | None:
    try:
        return office_of(viewer)
    except SQLAlchemyError:
        return None  # an error page is drawn without it


def _elder() -> bool:
    asked = request.args.get(ELDER)
    return (asked or request.cookies.get(ELDER)) == "1"


def _address_with(name: str, value: str) -> str:
    args = [(k, v) for k, v in request.args.items(multi=True) if k != name]
    return f"{request.path}?{urlencode([*args, (name, value)])}"


def _remember_type(response: Response) -> Response:
    """`?elder=1` works without scripts: a cookie of the browser, nothing on the server."""
    asked = request.args.get(ELDER)
    if asked in {"0", "1"} and request.method == "GET":
        response.set_cookie(ELDER, asked, max_age=YEAR, samesite="Lax")
    return response
