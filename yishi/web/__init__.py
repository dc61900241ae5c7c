"""Everything that knows HTTP and nothing that knows the domain.

A request passes: body limit → Origin → CSRF token → policy and door → the view,
in a transaction if it changes something → headers → gzip.
"""

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from yishi.settings import Settings
from yishi.web import assets, cleaning, compress, errors, fields, filters, headers, limits, policies

csrf = CSRFProtect()


def init_app(app: Flask, settings: Settings) -> None:
    """Binds the rooms of HTTP to the app, in the order a request meets them."""
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=1024 * 1024,
        SESSION_COOKIE_NAME="yishi_form",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        WTF_CSRF_TIME_LIMIT=None,  # a form stays open all morning
        WTF_CSRF_SSL_STRICT=False,  # the Origin is checked; /k sends no Referer
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]
    # after_request runs last-registered first: gzip is registered before the headers.
    cleaning.init_app(app)
    fields.init_app(app)
    compress.init_app(app)
    policies.init_app(app)
    headers.init_app(app)
    csrf.init_app(app)
    limits.init_app(app)
    errors.init_app(app)
    filters.init_app(app)
    assets.init_app(app)
