"""What each process of ours does with the app that the supervisor has loaded."""

import importlib
import os
import signal
from collections.abc import Iterable

from flask import Flask
from gunicorn.app.base import Application
from sqlalchemy.orm import configure_mappers

from yishi.background import NOTICES, SWEEPS, celery_app, in_each_child, load_tasks
from yishi.embedded.process import dies_with
from yishi.settings import ROOT

_OF_WEB = (
    "gunicorn.arbiter",
    "gunicorn.glogging",
    "gunicorn.workers.gthread",
    "sqlalchemy.dialects.postgresql.psycopg",
)
_OF_WORKER_AND_BEAT = (
    "celery.apps.beat",
    "celery.apps.worker",
    "celery.bin.celery",
    "celery.concurrency.prefork",
    "celery.events.state",
    "celery.loaders.app",
    "celery.worker.components",
    "celery.worker.consumer",
    "celery.worker.strategy",
    "kombu.transport.redis",
)

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


def load_web() -> None:
    """Loads, before the fork, what the web would otherwise load for itself."""
    _load(_OF_WEB)
    configure_mappers()


def load_worker_and_beat(features: Iterable[str]) -> None:
    """The same for the other two, while the web already answers."""
    _load(_OF_WORKER_AND_BEAT)
    load_tasks(features)
    celery_app.finalize()


def _load(names: Iterable[str]) -> None:
    for name in names:
        importlib.import_module(name)


def web(app: Flask) -> None:
    """gunicorn, until it is told to end."""
    _Web(app).run()


def worker() -> None:
    """Celery's worker for both queues; its pool ends with it, also when it is killed."""
    main = os.getpid()
    in_each_child(lambda: dies_with(main, signal.SIGKILL))
    celery_app.worker_main(
        [
            "worker", "--concurrency", str(_WORKERS), "--queues", f"{NOTICES},{SWEEPS}",
            "--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING",
        ]
    )  # fmt: skip


def beat() -> None:
    """Celery's beat, which only nudges."""
    celery_app.start(["beat", "--loglevel", "WARNING", "--pidfile", ""])
