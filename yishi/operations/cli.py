"""`flask --app yishi check`: everything that can be known before the doors open."""

import sys

import click
from flask.cli import with_appcontext

from yishi import clock
from yishi.operations import queries
from yishi.operations.rules import State
from yishi.settings import current

_MARKS = {State.OK: "✓", State.DOUBT: "!", State.BAD: "✗"}


@click.command()
@with_appcontext
def check() -> None:
    """Look at configuration, doors, gateways and servers; status 1 if something is wrong."""
    checks = queries.all_checks(current(), clock.now())
    for found in checks:
        click.echo(f"{_MARKS[found.state]} {found.name}：{found.words}")
    if any(found.state is State.BAD for found in checks):
        sys.exit(1)


@click.command()
@with_appcontext
def alive() -> None:
    """Say whether worker and beat live; status 1 if not. For a container's health check."""
    found = queries.background()
    click.echo(found.words)
    sys.exit(found.state is not State.OK)
