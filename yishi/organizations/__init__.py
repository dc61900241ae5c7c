"""Areas, estates, units, contacts, the 派单目录, and the settings of an office.

A setting is looked up from the area upwards: the nearest ancestor's row wins, the
default stands where the setting is registered. A field that asks for an estate, a
unit or a contact can make one: a room draws it with a macro of
`organizations/_inline.html` and reads it with `organizations.inline`.
"""

from functools import partial

from flask import Flask

from yishi.organizations.queries import register_setting
from yishi.organizations.queries.offices import FIELDS


def init_app(app: Flask) -> None:
    """Registers the pages, the commands, and what an office may set of itself."""
    from yishi.organizations import cli, forms
    from yishi.organizations.views import (
        areas,
        categories,
        estates,
        inline,
        setup,
        units,
        users,
    )

    pages = (areas, categories, estates, inline, setup, units, users)
    app.register_blueprint(pages[0].bp)  # each has added its routes to the one blueprint
    app.cli.add_command(cli.import_areas)
    for name in FIELDS:
        register_setting(f"office.{name}", "", partial(forms.office_problem, name))
    register_setting("setup.seen", False)
