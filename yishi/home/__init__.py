"""The ways in: the public home `/`, the workbench `/desk`, what is owed `/desk/owed`.

Stands above every other room and only reads: `queries` asks each room what it
owes, `navigation` is the one list of pages, `context` gives the layouts what
they show (office, person, large type).
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Registers the pages and what every layout needs."""
    from yishi.home import context, public, views

    app.register_blueprint(views.bp)
    app.register_blueprint(public.bp)
    context.init_app(app)
