"""Celery, bound to the app: it carries nudges and no data.

What must be done stands as rows in PostgreSQL. A message only says "look now";
losing every message loses nothing, for beat says it again. So there are no
delays in the broker (Redis delivers them again past the visibility timeout), no
results, and a task may run twice at any time.
"""

import importlib
import logging
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from celery import Celery, Task, signals
from flask import Flask

from yishi.database import db

log = logging.getLogger(__name__)

_HERE = Path(__file__).parent

NOTICES: Final = "notices"
SWEEPS: Final = "sweeps"


class Beat(NamedTuple):
    """One line of the beat table: which task, every how many seconds, and why."""

    task: str
    seconds: int
    reason: str


BEAT: tuple[Beat, ...] = (
    Beat("notices.deliver", 10, "a nudge may be lost; a retry becomes due"),
    Beat("supervision.sweep", 60, "lights turn and levels rise with the clock alone"),
    Beat("issues.sweep", 60, "what nobody denied is assigned; what nobody opposed is closed"),
    Beat("deliberations.sweep", 60, "minutes nobody objected to are published at their hour"),
    Beat("appeals.sweep", 60, "what became of an issue is told to who reported it"),
    Beat("appeals.tidy", 3600, "tables nobody imported and files no row names are dropped"),
    Beat("followups.sweep", 60, "residents are asked about what was resolved"),
    Beat("operations.pulse", 30, "a pulse that stops shows that beat or worker stopped"),
)

_SECOND: Final = 1.0
_PAUSE: Final = 10.0
# A silent Redis hung an ordinary delay() for 45 s: a page waits at most about a second.
_IMPATIENT: Final = {
    "socket_connect_timeout": _SECOND,
    "socket_timeout": _SECOND,
    "retry_on_timeout": False,
    "max_retries": 0,
}


if TYPE_CHECKING:  # generic only in its stubs
    _Task = Task[[], object]
    _Base = Celery[_Task]
else:
    _Task, _Base = Task, Celery


class _AppTask(_Task):
    """A task runs inside the app's context; its session ends with it."""

    abstract = True

    def __call__(self) -> object:
        with celery_app.flask_app.app_context():
            return self.run()


class _Celery(_Base):
    """Celery that knows its app."""

    flask_app: Flask


celery_app = _Celery("yishi", task_cls=_AppTask, set_as_current=True)
celery_app.conf.update(
    # A killed worker's message comes back; a task claims its rows before it acts.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    # Longer than the longest task: a message in work is never given out again.
    broker_transport_options={
        "visibility_timeout": 3600,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "health_check_interval": 25,
        "socket_keepalive": True,
        "socket_connect_timeout": 5,
        "global_keyprefix": "yishi:",
    },
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    result_backend=None,
    task_ignore_result=True,
    task_store_errors_even_if_ignored=False,
    # JSON alone: a hostile Redis runs no code.
    accept_content=["json"],
    task_serializer="json",
    event_serializer="json",
    worker_enable_remote_control=False,
    worker_send_task_events=False,
    enable_utc=True,
    timezone="UTC",
    task_default_queue=SWEEPS,
    task_routes={"notices.*": {"queue": NOTICES}},
    task_create_missing_queues=True,
    # Beat holds no business schedule, so nothing needs to be remembered on disk.
    beat_scheduler="celery.beat:Scheduler",
    beat_schedule={
        beat.task: {
            "task": beat.task,
            "schedule": float(beat.seconds),
            "options": {"expires": 5 * beat.seconds},
        }
        for beat in BEAT
    },
)


class _Silence:
    """Until when a broker that did not answer is left alone."""

    until = 0.0


_silence = _Silence()


def init_app(app: Flask, redis_url: str) -> None:
    """Binds Celery to the app and its broker; no connection is made yet."""
    celery_app.flask_app = app
    celery_app.conf.update(broker_url=_broker_url(redis_url))
    _silence.until = 0.0


def load_tasks(features: Iterable[str]) -> None:
    """Imports `tasks.py` of every room that has one, so that the worker knows them."""
    for feature in features:
        if (_HERE / feature / "tasks.py").exists():
            importlib.import_module(f"yishi.{feature}.tasks")


def task(
    name: str, *, soft_seconds: int = 120, hard_seconds: int = 150
) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Makes a function without arguments a task of this name, `<room>.<verb>`.

    After `soft_seconds` it gets SoftTimeLimitExceeded, after `hard_seconds` it is killed.
    """

    def register(function: Callable[[], object]) -> Callable[[], object]:
        celery_app.task(name=name, soft_time_limit=soft_seconds, time_limit=hard_seconds)(function)
        return function

    return register


def nudge(name: str) -> None:
    """Asks for a task now; call it after the commit. Never raises, never waits long.

    After a failure nobody waits again for a while: the beat finds the rows anyway.
    """
    if time.monotonic() < _silence.until:
        return
    try:
        with celery_app.connection_for_write(
            connect_timeout=_SECOND, transport_options=_IMPATIENT
        ) as connection:
            celery_app.send_task(name, connection=connection, retry=False, expires=600)
    except Exception as error:  # noqa: BLE001  the write is done; the next beat finds the row
        _silence.until = time.monotonic() + _PAUSE
        log.warning("nothing nudged %s (%s); the next beat will", name, error)


def _broker_url(redis_url: str) -> str:
    """Celery writes a socket's address in its own way."""
    if redis_url.startswith("unix://"):
        path, _, query = redis_url.removeprefix("unix://").partition("?")
        return f"redis+socket://{path}?virtual_host={query.partition('db=')[2] or '0'}"
    return redis_url


def in_each_child(call: Callable[[], object]) -> None:
    """Runs `call` in every process of the worker's pool as it begins."""
    signals.worker_process_init.connect(lambda **_: call(), weak=False)


@signals.worker_process_init.connect
def _leave_the_parents_connections(**_: Any) -> None:
    """A connection that two processes share mixes their answers."""
    with celery_app.flask_app.app_context():
        for engine in db.engines.values():
            engine.dispose(close=False)
