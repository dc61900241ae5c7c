"""The steps of `flask --app yishi up`, in order."""

import importlib
import os
import shutil
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

import click
from flask import Flask
from sqlalchemy.exc import OperationalError

from yishi import FEATURES, create_app
from yishi.database import db
from yishi.embedded import places, roles, running, supervisor
from yishi.embedded.forks import fork
from yishi.embedded.postgres import make_cluster
from yishi.embedded.process import CannotStart, Process, last_line
from yishi.embedded.supervisor import Child
from yishi.operations import migrations
from yishi.operations.queries import building_mark
from yishi.settings import Settings

_DEMO = "yishi.demo.build"  # a module with `build(fresh: bool)`


def run(app: Flask, *, demo: bool, fresh: bool) -> None:
    """Runs everything until Ctrl-C; raises CannotStart with one line."""
    settings: Settings = app.extensions["yishi_settings"]
    settings = settings.as_demo() if demo else settings
    lock = running.take_for_up(settings.data)
    app = _app(app, settings)
    _require_free_ports(settings)
    supervisor.listen_for_stop()
    servers: list[Child] = []
    workers: list[Child] = []
    try:
        _load_while_postgres_is_made(settings)
        servers += supervisor.begin_servers(settings)
        _prepare_database(app, settings)
        children = _workers(app, settings, lock)
        workers += _begin(children[:1])
        roles.load_worker_and_beat(FEATURES)
        _wait_for_door(settings.port)
        _build_town(app, settings, fresh=fresh)
        supervisor.share_memory()
        workers += _begin(children[1:])
        _announce(settings)
        supervisor.keep(servers + workers, lambda: _tell(lock, settings, servers + workers))
    except supervisor.Stop:
        click.echo("stopping")
    finally:
        supervisor.stop(workers, servers)
        shutil.rmtree(places.socket_folder(settings.data), ignore_errors=True)
        (settings.data / "run.json").unlink(missing_ok=True)


def _app(app: Flask, settings: Settings) -> Flask:
    """The app of the command, or another that knows it is a demonstration."""
    if settings == app.extensions["yishi_settings"]:
        return app
    os.environ["YISHI_DEMO"] = "1"
    return create_app(settings)


def _require_free_ports(settings: Settings) -> None:
    os.environ["YISHI_PORT"] = str(settings.port)
    host = os.environ.setdefault("YISHI_HOST", "127.0.0.1" if settings.demo else "0.0.0.0")  # noqa: S104
    doors = (("YISHI_PORT", settings.port), ("YISHI_PUBLIC_PORT", settings.public_port))
    for name, port in doors:
        if port:
            _require_free(host, port, name)


def _require_free(host: str, port: int, name: str) -> None:
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError as error:
            raise CannotStart(f"cannot open port {port} ({error.strerror}): set {name}") from None


def _load_while_postgres_is_made(settings: Settings) -> None:
    """On the first start, two things that take half a second each, side by side."""
    making = None
    if settings.database_url == places.postgres_url(settings.data):
        log = _logs(settings) / "postgres.log"
        making = fork(lambda: make_cluster(settings.data), log=log, death=signal.SIGKILL)
    roles.load_web()
    if making:
        making.wait()  # what failed there fails again in the start, and is said there


def _prepare_database(app: Flask, settings: Settings) -> None:
    """Reaches it, and brings it to the newest form."""
    with app.app_context():
        try:
            newest = migrations.present() == migrations.expected()
        except OperationalError as error:
            reason = str(error.orig).strip().splitlines()[0]
            raise CannotStart(f"the database does not answer: {reason}") from None
        finally:
            db.session.remove()
            db.engine.dispose()
    if not newest:
        _step(app, settings, "migrations", lambda: migrations.upgrade(app))


def _build_town(app: Flask, settings: Settings, *, fresh: bool) -> None:
    """The town of the demonstration; until it stands, `/readyz` says no."""
    if not settings.demo:
        return
    mark = building_mark(settings)
    mark.touch(mode=0o600)
    click.echo("building the town of the demonstration; the first time takes a moment")
    try:
        _step(app, settings, "demo", lambda: importlib.import_module(_DEMO).build(fresh=fresh))
    finally:
        mark.unlink(missing_ok=True)


def _step(app: Flask, settings: Settings, name: str, run: Callable[[], object]) -> None:
    """Runs a step in a child, so that what it loads is not carried on."""
    log = _logs(settings) / f"{name}.log"

    def inside() -> None:
        with app.app_context():
            run()

    if fork(inside, log=log, death=signal.SIGKILL).wait() != 0:
        raise CannotStart(f"{name} failed: {last_line(log)}")


def _workers(app: Flask, settings: Settings, lock: running.Lock) -> list[Child]:
    """web, worker, beat; not yet started."""
    supervisor.share_memory()
    logs = _logs(settings)

    def child(name: str, work: Callable[[], object], death: signal.Signals) -> Child:
        def inside() -> None:
            lock.release()
            work()

        def start() -> Process:
            return fork(inside, log=logs / f"{name}.log", death=death)

        return Child(name, start)

    return [
        child("web", lambda: roles.web(app), signal.SIGTERM),
        # SIGKILL: one that waits for a broker that has died with us hears nothing softer.
        child("worker", roles.worker, signal.SIGKILL),
        child("beat", roles.beat, signal.SIGTERM),
    ]


def _begin(children: list[Child]) -> list[Child]:
    for child in children:
        child.begin()
    return children


def _announce(settings: Settings) -> None:
    click.echo(f"yishi is at {settings.base_url}")
    if settings.public_port:
        click.echo(f"the public door is port {settings.public_port}")
    click.echo(f"data and logs are in {settings.data}; Ctrl-C stops everything")


def _wait_for_door(port: int, seconds: float = 15) -> None:
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return


def _tell(lock: running.Lock, settings: Settings, children: list[Child]) -> None:
    pids = {child.name: child.process.pid for child in children if child.process}
    lock.tell("up", desk=settings.base_url, children=running.identities(pids))


def _logs(settings: Settings) -> Path:
    return places.make_folder(settings.data / "logs", None)
