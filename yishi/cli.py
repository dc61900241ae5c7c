"""The command line: `up`, and the care around every other command.

A command finds the servers that run; if none runs, it starts PostgreSQL for as
long as it needs it. Whatever fails is one line and a status other than 0.
"""

import contextlib
import copy
import functools
import logging
from collections.abc import Callable, Iterator
from typing import Any, cast

import click
from flask import Flask, current_app, g, has_app_context
from flask.cli import with_appcontext
from psycopg.errors import UndefinedTable
from sqlalchemy.exc import OperationalError, ProgrammingError

from yishi.database import db
from yishi.embedded import places, running
from yishi.embedded.postgres import start_postgres
from yishi.errors import DomainError, Invalid
from yishi.operations import migrations
from yishi.settings import Settings


def init_app(app: Flask) -> None:
    """Last of all rooms: registers `up` and wraps what the others registered."""
    for name, command in app.cli.commands.items():
        _wrap(command, name)
    app.cli.add_command(up)
    app.cli.add_command(_Database("db", callback=_bind_migrations, help="Change the tables."))


class _Database(click.Group):
    """Flask-Migrate's commands, loaded only when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return self._loaded().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        command = copy.copy(self._loaded().get_command(ctx, cmd_name))
        if command:
            _wrap(command, f"db {cmd_name}")
        return command

    def _loaded(self) -> click.Group:
        from flask_migrate.cli import db

        return cast(click.Group, db)


@with_appcontext
def _bind_migrations() -> None:
    g.directory, g.x_arg = None, ()
    migrations.bind(current_app)


@click.command()
@click.option("--demo", is_flag=True, help="a town to look around in, with an account per role")
@click.option("--fresh", is_flag=True, help="with --demo: builds the town anew")
def up(demo: bool, fresh: bool) -> None:
    """Run everything on this machine until Ctrl-C."""
    from yishi.embedded.up import run

    run(_app(click.get_current_context()), demo=demo, fresh=fresh)


def _wrap(command: click.Command, name: str) -> None:
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _wrap(inner, f"{name} {inner.name}")
    elif command.callback:
        command.callback = _with_servers(command.callback, name)


def _with_servers(callback: Callable[..., Any], name: str) -> Callable[..., Any]:
    @functools.wraps(callback)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        app = _app(click.get_current_context())
        with _one_line_errors(), _servers(app.extensions["yishi_settings"], name):
            return callback(*args, **kwargs)

    return wrapped


def _app(context: click.Context) -> Flask:
    """The app that Flask's command line has loaded."""
    return cast(Flask, context.find_root().obj.load_app())


@contextlib.contextmanager
def _servers(settings: Settings, name: str) -> Iterator[None]:
    """The embedded PostgreSQL, for the duration of a command that needs it."""
    if settings.database_url != places.postgres_url(settings.data):
        yield
        return
    with running.waiting_for(settings.data, name) as lock:
        if lock is None:
            yield
            return
        server = start_postgres(settings.data)
        # Nobody hears a nudge while nothing else runs; the next start finds the rows.
        logging.getLogger("yishi.background").setLevel(logging.ERROR)
        try:
            yield
        finally:
            _let_go()
            server.stop()


def _let_go() -> None:
    """Closes the command's own connections before their server ends."""
    if has_app_context():
        db.session.remove()
        db.engine.dispose()


@contextlib.contextmanager
def _one_line_errors() -> Iterator[None]:
    try:
        yield
    except Invalid as error:
        raise click.ClickException("\n".join([error.message, *error.errors.values()])) from error
    except DomainError as error:
        raise click.ClickException(error.message) from error
    except OperationalError as error:
        raise click.ClickException(f"the database does not answer: {_first_line(error)}") from error
    except ProgrammingError as error:
        if not isinstance(error.orig, UndefinedTable):
            raise
        raise click.ClickException(
            "the tables are missing: flask --app yishi db upgrade"
        ) from error


def _first_line(error: OperationalError) -> str:
    return str(error.orig).strip().splitlines()[0]
