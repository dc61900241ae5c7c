"""Issues (事项): a promise or an assignment, from its draft in the room to its verdict.

`rules.TABLE` is the state machine; `services` has one function an intention.
This room knows neither appeals nor deliberations: it holds their ids and the
facts that they put into `Issue.origin`.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Registers the pages, and what takes a notice back."""
    from yishi.issues import links, public, views, wanted

    app.register_blueprint(views.bp)
    app.register_blueprint(public.bp)
    app.register_blueprint(links.bp)
    wanted.register()
