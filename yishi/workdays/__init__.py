"""Working days and hours: the heart of every deadline.

`rules` counts, purely; `queries.calendar(area_code)` hands it the published days
(chinesecalendar) with the office's overrides and hours. 为什么是这一天 is drawn
from `rules.panel`.
"""

from flask import Flask


def init_app(app: Flask) -> None:
    """Registers the calendar page, the commands, and the hours an office may set."""
    from yishi.organizations.queries import register_setting
    from yishi.workdays import cli, queries, views
    from yishi.workdays.rules import hours_problem

    register_setting(queries.HOURS, {"regular": "08:30-12:00 13:30-17:30"}, hours_problem)
    app.register_blueprint(views.bp)
    app.cli.add_command(cli.workdays)
