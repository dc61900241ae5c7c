"""议事日: a day is planned, announced, held, minuted, and its result published.

Before the day: `services.planning`, `agenda`, `inviting`, `announcing`, `telling`; on it
and after: `on_site`, `promising`, `closing`, `drafting`, `signing`, `publishing`.
`services.moving.move` is the one function that moves a day, by the table in `rules`.
"""

from flask import Flask

from yishi import live


def init_app(app: Flask) -> None:
    """Registers the pages of the desk and of the public, and what notices ask."""
    from yishi.deliberations import public, queries, views
    from yishi.deliberations.services import telling

    live.register("deliberation", queries.may_follow)
    app.register_blueprint(views.bp)
    app.register_blueprint(public.public_bp)
    telling.register_checks()
