"""What every layout shows: the office, the person, large type, the navigation."""

from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, g, request, url_for

from yishi import clock
from yishi.accounts.actors import Actor
from yishi.home.navigation import navigation_for
from yishi.home.queries import office_of
from yishi.web import policies

ELDER = "elder"
YEAR = 365 * 24 * 3600


def init_app(app: Flask) -> None:
    """Gives the layouts their words; remembers large type in the browser alone."""
    app.context_processor(_context)
    app.after_request(_remember_type)


def _context() -> dict[str, Any]:
    viewer = _viewer()
    elder = _elder()
    return {
        "viewer": viewer,
        "office": office_of(viewer),
        "navigation": lambda: navigation_for(viewer),
        "nav_public_home": url_for("home_public.index"),
        "elder": elder,
        "elder_url": _address_with(ELDER, "0" if elder else "1"),
        "clock_moved": clock.now() if clock.is_moved() else None,
    }


def _viewer() -> Actor | None:
    """The signed-in person with all roles, not only those the route asked for."""
    viewer: Actor | None = g.get("viewer") or policies.current()
    return viewer


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
