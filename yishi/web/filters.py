"""Dates and small words in templates, the same everywhere.

12月14日（周一） · 12月14日（周一）17:30 · 17:30
"""

import datetime as dt

from flask import Flask, current_app
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from yishi import clock
from yishi.web import assets, idempotency

WEEKDAYS = "一二三四五六日"


def init_app(app: Flask) -> None:
    """Registers filters and globals."""
    for filter_ in (day, day_time, time_of_day, iso, short_day, phone):
        app.add_template_filter(filter_)
    app.add_template_filter(time_of_day, "clock")
    app.add_template_global(form_token)
    app.add_template_global(assets.asset)
    app.add_template_global(clock.now, "now")
    app.add_template_global(_exists, "route_exists")


def day(value: dt.date | dt.datetime) -> str:
    """12月14日（周一）; the year stands before it when it is not this one."""
    date = _date(value)
    year = "" if date.year == clock.today().year else f"{date.year}年"
    return f"{year}{date.month}月{date.day}日（周{WEEKDAYS[date.weekday()]}）"


def short_day(value: dt.date | dt.datetime) -> str:
    """12月14日"""
    date = _date(value)
    return f"{date.month}月{date.day}日"


def day_time(value: dt.datetime) -> str:
    """12月14日（周一）17:30"""
    return f"{day(value)}{time_of_day(value)}"


def time_of_day(value: dt.datetime) -> str:
    """17:30, 9:00"""
    local = clock.local(value)
    return f"{local.hour}:{local.minute:02}"


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


def _date(value: dt.date | dt.datetime) -> dt.date:
    return clock.local(value).date() if isinstance(value, dt.datetime) else value


def _exists(endpoint: str) -> bool:
    return endpoint in current_app.view_functions
