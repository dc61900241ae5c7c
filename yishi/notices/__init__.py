"""The outbox: what must reach somebody is a row first, sent after the commit.

A room calls `services.queue(kind, to, …)` in its own transaction; `rules.KINDS` names
the facts each kind is written from. A worker claims and sends (`delivery`), or a
person does, on /desk/notices/to-send. `register` lets a room take back what events
have overtaken.
"""

from flask import Flask

from yishi.notices.registry import register

__all__ = ["init_app", "register"]


def init_app(app: Flask) -> None:
    """Registers the pages and the command."""
    from yishi.notices import cli, views

    app.register_blueprint(views.bp)
    app.cli.add_command(cli.deliver_command)
