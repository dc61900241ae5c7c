"""Static files under names that carry their hash, so that a browser keeps them for ever.

The stylesheet is one file for the browser and many for us: tokens, base,
layout, components, utilities, print, joined at the start in that order.
"""

import functools
import hashlib
import mimetypes
from pathlib import Path

from flask import Flask, Response, abort, current_app, url_for
from flask.typing import ResponseReturnValue

from yishi.settings import ROOT
from yishi.web.policies import public

STATIC = ROOT / "static"
STYLESHEET = "yishi.css"
FIRST, LAST = ("tokens", "base", "layout"), ("utilities", "print")


def init_app(app: Flask) -> None:
    """One route for all static files."""
    app.add_url_rule("/static/<hash_>/<path:name>", "static", public(_serve))


def asset(name: str) -> str:
    """The address of a static file."""
    return url_for("static", hash_=_hash(name, current_app.debug), name=name)


def _serve(hash_: str, name: str) -> ResponseReturnValue:
    content = _content(name)
    if content is None:
        abort(404)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = Response(content, mimetype=kind)
    fresh = hash_ == _hash(name, current_app.debug)
    life = "public, max-age=31536000, immutable" if fresh else "no-cache"
    response.headers["Cache-Control"] = life
    return response


def _hash(name: str, debug: bool) -> str:
    return _digest(name) if debug else _kept_digest(name)


@functools.lru_cache(maxsize=256)
def _kept_digest(name: str) -> str:
    return _digest(name)


def _digest(name: str) -> str:
    return hashlib.sha256(_content(name) or b"").hexdigest()[:12]


def _content(name: str) -> bytes | None:
    if name == STYLESHEET:
        return b"\n".join(path.read_bytes() for path in stylesheets())
    path = (STATIC / name).resolve()
    return path.read_bytes() if path.is_file() and path.is_relative_to(STATIC) else None


def stylesheets() -> list[Path]:
    """The parts of the stylesheet in their order."""
    css = STATIC / "css"
    parts = [css / f"{name}.css" for name in FIRST]
    parts += sorted((css / "components").glob("*.css"))
    parts += [css / f"{name}.css" for name in LAST]
    return [path for path in parts if path.exists()]
