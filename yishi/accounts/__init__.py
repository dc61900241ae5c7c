"""People, roles and sign-in; how to reach anybody; links that are keys; scoping.

`actors` says who acts, `scoping` what they may see. Contact points keep phone and
mail encrypted. Sessions are rows: revocable, idle after 30 minutes, over after 12 hours.
"""

from flask import Flask

from yishi.accounts import sessions
from yishi.web import policies


def init_app(app: Flask) -> None:
    """Tells the web who is asking; the sign-in page, one's own account, the first account."""
    from yishi.accounts import cli, views

    policies.register_actor_loader(app, sessions.load_actor)
    app.register_blueprint(views.bp)
    app.cli.add_command(cli.create_admin)
