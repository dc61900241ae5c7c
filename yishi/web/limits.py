"""Damping of floods. What must hold (tries of a code, lockouts) is rows in PostgreSQL."""

from flask import Flask, request
from flask_limiter import Limiter

from yishi import settings


def _address() -> str:
    return request.remote_addr or "unknown"


limiter = Limiter(key_func=_address, strategy="fixed-window")


def init_app(app: Flask) -> None:
    """Counts in Redis; in memory while Redis is away."""
    url = settings.current_of(app).redis_url
    app.config["RATELIMIT_STORAGE_URI"] = _limits_url(url) if url else "memory://"
    app.config["RATELIMIT_STORAGE_OPTIONS"] = {"socket_timeout": 1} if url else {}
    app.config["RATELIMIT_IN_MEMORY_FALLBACK_ENABLED"] = bool(url)
    app.config["RATELIMIT_HEADERS_ENABLED"] = False
    app.config["RATELIMIT_ENABLED"] = not settings.current_of(app).testing
    limiter.init_app(app)


def _limits_url(url: str) -> str:
    return url.replace("unix://", "redis+unix://", 1) if url.startswith("unix://") else url
