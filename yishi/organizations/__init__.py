"""Areas, estates, units, contacts, the 派单目录, and the settings of an office.

A setting is looked up from the area upwards: the nearest ancestor's row wins, the
default stands where the setting is registered.
"""

from functools import partial

from flask import Flask

from yishi.organizations.queries import register_setting
from yishi.organizations.queries.offices import FIELDS


def init_app(_app: Flask) -> None:
    """Names what an office may set of itself."""
    from yishi.organizations.forms import office_problem

    for name in FIELDS:
        register_setting(f"office.{name}", "", partial(office_problem, name))
    register_setting("setup.seen", False)
