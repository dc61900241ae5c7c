"""Live pages: a commit wakes the process that holds the streams, and it tells them.

`changed("deliberation:7")` after a write; a room registers who may listen with
`register("deliberation", may_see)`. This room knows no feature.
"""

from flask import Flask

from yishi.live import streams
from yishi.live.hub import changed, register

__all__ = ["changed", "init_app", "register"]


def init_app(app: Flask) -> None:
    """Opens `GET /live/<topic>`."""
    app.register_blueprint(streams.bp)
