"""Sending a file: called by the owner's view, which has decided that this person may look."""

from flask import Response, send_file

from yishi.errors import NotFound
from yishi.files import shelf
from yishi.files.models import StoredFile

FRESH = 60  # seconds that a cache may keep a public photograph: it can be withdrawn at any time


def send(file: StoredFile, *, small: bool = False) -> Response:
    """The photograph or its thumbnail, inline: we drew it. Nobody stores it unreleased."""
    path = shelf.where(file.name, small=small)
    if not path.exists():
        raise NotFound("这张照片不在了。请打电话给街道议事办。")
    response = send_file(
        path, mimetype=file.mime, download_name=f"photo-{file.id}.jpg", etag=file.name
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    life = f"public, max-age={FRESH}" if file.is_released else "private, no-store"
    response.headers["Cache-Control"] = life
    return response
