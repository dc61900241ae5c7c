"""The steps of `flask --app yishi up`, in order."""

import dataclasses
import importlib.util
import os
import shutil
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

import click
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import OperationalError

from yishi import FEATURES, create_app
from yishi.database import db
from yishi.embedded import places, roles, running, supervisor
from yishi.embedded.forks import fork
from yishi.embedded.process import CannotStart, Process, last_line
from yishi.embedded.supervisor import Child
from yishi.operations import migrations
from yishi.settings import Settings

_DEMO = "yishi.demo.build"  # a module with `build(fresh: bool)`


def run(app: Flask, *, demo: bool, fresh: bool) -> None:
    """Runs everything until Ctrl-C; raises CannotStart with one line."""
    settings: Settings = app.extensions["yishi_settings"]
    settings = dataclasses.replace(settings, demo=demo or settings.demo)
    lock = running.take_for_up(settings.data)
    app = _app(app, settings)
    _require_free_ports(settings)
    supervisor.listen_for_stop()
    servers: list[Child] = []
    workers: list[Child] = []
    try:
        servers += supervisor.begin_servers(settings)
        _prepare_database(app, settings, fresh=fresh)
        workers += _begin_workers(app, settings, lock)
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


def _prepare_database(app: Flask, settings: Settings, *, fresh: bool) -> None:
    """Reaches it, brings it to the newest form, and builds the town of the demonstration."""
    with app.app_context():
        try:
            db.session.execute(sa.text("SELECT 1"))
        except OperationalError as error:
            reason = str(error.orig).strip().splitlines()[0]
            raise CannotStart(f"the database does not answer: {reason}") from None
        finally:
            db.session.remove()
            db.engine.dispose()
    _step(app, settings, "migrations", lambda: migrations.upgrade(app))
    if settings.demo and importlib.util.find_spec(_DEMO):
        _step(app, settings, "demo", lambda: _build_demo(fresh=fresh))


def _build_demo(*, fresh: bool) -> None:
    importlib.import_module(_DEMO).build(fresh=fresh)


def _step(app: Flask, settings: Settings, name: str, run: Callable[[], object]) -> None:
    """Runs a step in a child, so that what it loads is not carried on."""
    log = _logs(settings) / f"{name}.log"

    def inside() -> None:
        with app.app_context():
            run()

    if fork(inside, log=log, death=signal.SIGKILL).wait() != 0:
        raise CannotStart(f"{name} failed: {last_line(log)}")


def _begin_workers(app: Flask, settings: Settings, lock: running.Lock) -> list[Child]:
    roles.preload(FEATURES)
    supervisor.share_memory()
    logs = _logs(settings)

    def child(name: str, work: Callable[[], object], death: signal.Signals) -> Child:
        def inside() -> None:
            lock.release()
            work()

        def start() -> Process:
            return fork(inside, log=logs / f"{name}.log", death=death)

        return Child(name, start)

    children = [
        child("web", lambda: roles.web(app), signal.SIGTERM),
        child("worker", roles.worker, signal.SIGQUIT),
        child("beat", roles.beat, signal.SIGTERM),
    ]
    for one in children:
        one.begin()
    return children


def _announce(settings: Settings) -> None:
    _wait_for_door(settings.port)
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
