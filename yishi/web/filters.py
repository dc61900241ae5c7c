"""Dates and small words in templates, the same everywhere.

12月14日（周一） · 12月14日（周一）17:30 · 17:30
"""

import datetime as dt

from flask import Flask, current_app
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from yishi import clock
from yishi.dates import date_of, day_words, hour_words, short_day
from yishi.web import assets, idempotency


def init_app(app: Flask) -> None:
    """Registers filters and globals."""
    for filter_ in (day, day_time, iso, short_day, phone):
        app.add_template_filter(filter_)
    app.add_template_filter(hour_words, "clock")
    app.add_template_global(form_token)
    app.add_template_global(assets.asset)
    app.add_template_global(clock.now, "now")
    app.add_template_global(_exists, "route_exists")


def day(value: dt.date | dt.datetime) -> str:
    """12月14日（周一）; the year stands before it when it is not this one."""
    year = date_of(value).year
    return f"{'' if year == clock.today().year else f'{year}年'}{day_words(value)}"


def day_time(value: dt.datetime) -> str:
    """12月14日（周一）17:30"""
    return f"{day(value)}{hour_words(value)}"


def iso(value: dt.date | dt.datetime) -> str:
    """For <time datetime>."""
    if isinstance(value, dt.datetime):
        return clock.local(value).isoformat(timespec="minutes")
    return value.isoformat()


def phone(number: str) -> str:
    """138 0000 0001"""
    if len(number) == 11 and number.isdigit():
        return f"{number[:3]} {number[3:7]} {number[7:]}"
    return number


def form_token() -> Markup:
    """The hidden fields that every form carries: CSRF token and idempotency key."""
    return Markup(
        '<input type="hidden" name="csrf_token" value="{}">'
        '<input type="hidden" name="{}" value="{}">'
    ).format(generate_csrf(), idempotency.FIELD, idempotency.new_key())


def _exists(endpoint: str) -> bool:
    return endpoint in current_app.view_functions
