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
    return url_for("static", hash_=_hash(name), name=name)


def _serve(hash_: str, name: str) -> ResponseReturnValue:
    content, digest = _read(name) if current_app.debug else _kept(name)
    if not digest:
        abort(404)
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = Response(content, mimetype=kind)
    life = "public, max-age=31536000, immutable" if hash_ == digest else "no-cache"
    response.headers["Cache-Control"] = life
    return response


def _hash(name: str) -> str:
    return (_read(name) if current_app.debug else _kept(name))[1] or "missing"


@functools.lru_cache(maxsize=256)
def _kept(name: str) -> tuple[bytes, str]:
    return _read(name)


def _read(name: str) -> tuple[bytes, str]:
    """A file's content and the hash in its address; both empty if there is no such file."""
    path = (STATIC / name).resolve()
    if name == STYLESHEET:
        content = b"\n".join(part.read_bytes() for part in stylesheets())
    elif path.is_file() and path.is_relative_to(STATIC):
        content = path.read_bytes()
    else:
        return b"", ""
    return content, hashlib.sha256(content).hexdigest()[:12]


def stylesheets() -> list[Path]:
    """The parts of the stylesheet in their order."""
    css = STATIC / "css"
    parts = [css / f"{name}.css" for name in FIRST]
    parts += sorted((css / "components").glob("*.css"))
    parts += [css / f"{name}.css" for name in LAST]
    return [path for path in parts if path.exists()]
