"""Builds one believable town through the services (SPEC § 17); no room knows this one.

`town` has places, people and units · `stories` are what happened, each with its
moments relative to the first start · `diary` plays them in order and lets the
clock's own steps (lights, publication, archive) happen between them.
"""

from flask import Flask

from yishi.settings import current_of


def init_app(app: Flask) -> None:
    """Offers the accounts of the town on the sign-in page, in demo mode alone."""
    if current_of(app).demo:
        from yishi.accounts import demo
        from yishi.demo.people import ACCOUNTS

        demo.register(app, ACCOUNTS)
