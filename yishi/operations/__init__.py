"""For the person who keeps the server: is it well, what is it doing, what is wrong.

`/healthz` says the process lives, `/readyz` that it can serve, `/desk/status` the
same in plain words, `flask --app yishi check` before the doors open. A pulse in
the database, written by the worker whenever beat asks, shows that both live.
"""

from flask import Flask

from yishi.operations import cli, models, views

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    """Opens the pages and registers `check`."""
    app.register_blueprint(views.bp)
    app.cli.add_command(cli.check)
    app.cli.add_command(cli.alive)
