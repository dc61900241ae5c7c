"""`GET /live/<topic>`: an event stream of names and numbers, for the desk.

Every 4 s comes a named `beat`, so that the page can tell silence and the server
a listener who left. Over the cap the answer is one `full`, and the page asks from
time to time; `bye` at shutdown makes it come back soon. An open stream holds no
database session.
"""

import json
import random
import time
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue

from flask import Blueprint, Response, abort, copy_current_request_context, current_app

from yishi.database import db
from yishi.live.hub import Change, Full, Hub, hub, may_see
from yishi.web import policies

bp = Blueprint("live", __name__)

BEAT_SECONDS = 4.0
CHECK_SECONDS = 15.0
_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


@bp.get("/live/<topic>")
@policies.signed_in
def show(topic: str) -> Response:
    """Streams the changes of a topic to somebody who may see it."""
    actor = policies.current()
    if not may_see(topic, actor):
        abort(404)
    try:
        here = hub()
        queue = here.open(topic, str(actor.person_id))
    except Full:
        return _answer(iter((_event("full"),)))
    allowed = copy_current_request_context(lambda: _still_allowed(topic))
    db.session.remove()
    return _answer(_stream(here, queue, topic, allowed))


def _stream(
    here: Hub, queue: SimpleQueue[Change | None], topic: str, allowed: Callable[[], bool]
) -> Iterator[str]:
    check_at = time.monotonic() + CHECK_SECONDS
    try:
        yield f"retry: {random.randint(500, 3500)}\n{_event('at', Change(topic, here.seq(topic)))}"  # noqa: S311
        while True:
            if time.monotonic() > check_at:
                if not allowed():
                    return
                check_at = time.monotonic() + CHECK_SECONDS
            try:
                change = queue.get(timeout=BEAT_SECONDS)
            except Empty:
                yield _event("beat")
                continue
            if change is None:
                yield _event("bye")
                return
            yield _event("changed", change)
    finally:
        here.close(queue)


def _still_allowed(topic: str) -> bool:
    """Asks again who is there: a session ends, a right is taken away."""
    try:
        actor = current_app.extensions["yishi_actor_loader"]()
        return actor is not None and may_see(topic, actor)
    finally:
        db.session.remove()


def _event(name: str, change: Change | None = None) -> str:
    data = {"topic": change.topic, "seq": change.seq} if change else {}
    return f"event: {name}\ndata: {json.dumps(data)}\n\n"


def _answer(events: Iterator[str]) -> Response:
    return Response(events, mimetype="text/event-stream", headers=_HEADERS)
