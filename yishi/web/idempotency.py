"""One form, one effect: the key in a form's hidden field `_once`.

The row is inserted first in the view's own transaction, so a second click waits
for the first, then is sent where the first one went. The same key with another
body is refused; a request that failed gives its key back. Rows live 48 hours.
"""

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable

import sqlalchemy as sa
from flask import Response, g, make_response, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from yishi.database import Base, change, db
from yishi.errors import Invalid

FIELD = "_once"
KEPT = dt.timedelta(hours=48)


class IdempotencyKey(Base):
    """A form that was sent: who, where, what, and where the answer led."""

    __tablename__ = "idempotency_key"

    key: Mapped[str] = mapped_column(primary_key=True)
    actor: Mapped[str]
    route: Mapped[str]
    body_hash: Mapped[str]
    location: Mapped[str | None]
    created_at: Mapped[dt.datetime] = mapped_column(server_default=sa.func.now(), index=True)


def new_key() -> str:
    """A key for one rendering of one form."""
    return uuid.uuid4().hex


def once(view: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """Runs the view, or answers a repeated form as the first time."""
    key = request.form.get(FIELD, "")
    if not key:
        return view()
    claimed = db.session.scalar(
        insert(IdempotencyKey)
        .values(key=key[:64], actor=_actor(), route=request.path, body_hash=_body_hash())
        .on_conflict_do_nothing()
        .returning(IdempotencyKey.key)
    )
    if claimed is None:
        return _again(key[:64])
    return _first(key[:64], view)


def forget(before: dt.datetime) -> int:
    """Deletes keys older than the moment; returns how many."""
    return change(sa.delete(IdempotencyKey).where(IdempotencyKey.created_at < before))


def _first(key: str, view: Callable[[], ResponseReturnValue]) -> Response:
    response = make_response(view())
    mine = IdempotencyKey.key == key
    if response.status_code >= 400:
        db.session.execute(sa.delete(IdempotencyKey).where(mine))
    else:
        location = g.get("redirect_to") or response.location or request.path
        db.session.execute(sa.update(IdempotencyKey).where(mine).values(location=location))
    return response


def _again(key: str) -> ResponseReturnValue:
    row = db.session.get_one(IdempotencyKey, key)
    if (row.actor, row.route, row.body_hash) != (_actor(), request.path, _body_hash()):
        raise Invalid("这张表已经交过一次，内容和上次不同。请刷新页面再填。")
    location = row.location or request.path
    if "HX-Request" in request.headers:
        return "", 200, {"HX-Redirect": location}
    return redirect(location, 303)


def _actor() -> str:
    return str(getattr(g.get("actor"), "person_id", "") or "")


def _body_hash() -> str:
    digest = hashlib.sha256()
    for name, value in sorted(request.form.items(multi=True)):
        if name != "csrf_token":
            digest.update(f"{name}={value}\0".encode())
    for name, file in sorted(request.files.items(multi=True), key=lambda pair: pair[0]):
        digest.update(f"{name}:{file.filename}\0".encode())
    return digest.hexdigest()
