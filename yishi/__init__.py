"""yishi (议事): a promise said aloud becomes a dated public issue.

`create_app` binds the rooms in the order a change meets them: settings, database,
background, web, then each feature.
"""

import importlib
import importlib.util
import logging

from flask import Flask

from yishi import background, database, web
from yishi.embedded import on_this_machine
from yishi.settings import ROOT, Settings

FEATURES = (
    "accounts",
    "organizations",
    "workdays",
    "notices",
    "passages",
    "issues",
    "appeals",
    "deliberations",
    "supervision",
    "followups",
    "home",
    "operations",
    "live",
    "demo",
    "cli",
)


def create_app(settings: Settings | None = None) -> Flask:
    """The app; raises BadSettings, or RuntimeError if a route declares no policy."""
    settings = on_this_machine(settings or Settings.from_environment())
    app = Flask("yishi", static_folder=None, template_folder=str(ROOT / "templates"))
    app.extensions["yishi_settings"] = settings
    logging.getLogger("yishi").setLevel(logging.INFO)
    database.init_app(app, settings.database_url)
    background.init_app(app, settings.redis_url)
    web.init_app(app, settings)
    for name in FEATURES:
        _bind(app, name)
    web.policies.require_policies(app)
    return app


def _bind(app: Flask, name: str) -> None:
    if importlib.util.find_spec(f"yishi.{name}") is None:
        return
    feature = importlib.import_module(f"yishi.{name}")
    if hasattr(feature, "init_app"):
        feature.init_app(app)
