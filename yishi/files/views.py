"""Sending a file: called by the owner's view, which has decided that this person may look."""

from flask import Response, request

from yishi.errors import NotFound
from yishi.files import shelf
from yishi.files.models import StoredFile

FRESH = 60  # seconds that a cache may keep a public photograph: it can be withdrawn at any time


def send(file: StoredFile, *, small: bool = False) -> Response:
    """The photograph or its thumbnail, inline: we drew it. Nobody stores it unreleased."""
    path = shelf.where(file.name, small=small)
    if not path.exists():
        raise NotFound("这张照片不在了。请打电话给街道议事办。")
    response = Response(path.read_bytes(), mimetype=file.mime)
    response.set_etag(f"{file.name}{'-small' if small else ''}")
    response.headers["Content-Disposition"] = f'inline; filename="photo-{file.id}.jpg"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    life = f"public, max-age={FRESH}" if file.is_released else "private, no-store"
    response.headers["Cache-Control"] = life
    response.make_conditional(request)
    return response
