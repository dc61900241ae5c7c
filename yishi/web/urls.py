"""Absolute addresses by door: every link, QR code and SMS uses one its reader can reach."""

from typing import Any

from flask import current_app

from yishi import settings


def public_url_for(endpoint: str, **values: Any) -> str | None:
    """The address at the public door; None where there is none."""
    base = settings.current().public_url
    return None if base is None else base + path_for(endpoint, **values)


def desk_url_for(endpoint: str, **values: Any) -> str:
    """The address at the desk door."""
    return settings.current().base_url + path_for(endpoint, **values)


def path_for(endpoint: str, **values: Any) -> str:
    """The path alone; works without a request, the Host header decides nothing."""
    adapter = current_app.url_map.bind("localhost")
    return adapter.build(endpoint, values, force_external=False)


def local_path(address: str | None, otherwise: str) -> str:
    """`address` if it stays on this site, else `otherwise`: no open redirect.

    Browsers drop tabs and line ends and read a backslash as a slash.
    """
    if not address or not address.isprintable() or "\\" in address:
        return otherwise
    return address if address.startswith("/") and not address.startswith("//") else otherwise
