"""Headers of every answer, and the Origin check of every change."""

from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from yishi import settings
from yishi.errors import NotAllowed
from yishi.web.policies import SAFE_METHODS

POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none';"
    " frame-ancestors 'none'; form-action 'self'"
)


def init_app(app: Flask) -> None:
    """Checks where a change comes from, and sets the headers of each answer."""
    app.before_request(_check_origin)
    app.after_request(_set_headers)


def _check_origin() -> None:
    """Refuses a change that another site sends.

    `Sec-Fetch-Site` is not relied on: browsers leave it out on plain-HTTP host
    names. A page with `Referrer-Policy: no-referrer` sends `Origin: null`; there
    the CSRF token alone decides.
    """
    origin = request.headers.get("Origin", "null")
    if request.method in SAFE_METHODS or origin == "null":
        return
    if _host(origin) != request.host:
        raise NotAllowed("这次操作来自别的网站，没有执行。请在本系统的页面上操作。")


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _set_headers(response: Response) -> Response:
    headers = response.headers
    if "token" in (request.view_args or {}):
        keep_secret(response)  # also where nothing was found: the address was typed or cut short
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("X-Frame-Options", "DENY")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if settings.current().secure_cookies:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if g.get("actor") is not None:
        headers["Cache-Control"] = "no-store"
    else:
        headers.setdefault("Cache-Control", "no-cache")
    return response


def keep_secret(response: Response) -> Response:
    """For addresses that are themselves a key: nobody stores, refers to or lists them."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
