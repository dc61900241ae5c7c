"""`flask --app yishi sweep`: one escalation pass, by hand."""

import click
from flask.cli import with_appcontext

from yishi import clock
from yishi.supervision import services


@click.command("sweep", help="查一遍期限：该亮灯的亮灯，该催的催。")
@with_appcontext
def sweep_command() -> None:
    """Prints how many issues climbed a rung."""
    click.echo(f"催办 {services.sweep(clock.now())} 件")
