"""What each process of ours does with the app that the supervisor has loaded."""

from collections.abc import Iterable

from flask import Flask
from gunicorn.app.base import Application

from yishi.background import NOTICES, SWEEPS, celery_app, load_tasks
from yishi.settings import ROOT

# One for notices, one for sweeps: a mail server that hangs holds up no deadline.
_WORKERS = 2


class _Web(Application):  # type: ignore[misc]  # gunicorn has no types
    def __init__(self, app: Flask) -> None:
        self.app = app
        super().__init__(prog="yishi")

    def load_config(self) -> None:
        self.load_config_from_file(str(ROOT / "deploy" / "gunicorn.conf.py"))
        self.cfg.set("loglevel", "warning")

    def load(self) -> Flask:
        return self.app


def web(app: Flask) -> None:
    """gunicorn, until it is told to end."""
    _Web(app).run()


def worker(features: Iterable[str]) -> None:
    """Celery's worker for both queues."""
    load_tasks(features)
    celery_app.worker_main(
        [
            "worker", "--concurrency", str(_WORKERS), "--queues", f"{NOTICES},{SWEEPS}",
            "--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING",
        ]
    )  # fmt: skip


def beat() -> None:
    """Celery's beat, which only nudges."""
    celery_app.start(["beat", "--loglevel", "WARNING", "--pidfile", ""])
