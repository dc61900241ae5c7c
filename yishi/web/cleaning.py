"""What no text of ours may hold: NUL, which PostgreSQL refuses, and half a surrogate pair.

Dropped from fields and addresses as they are read, so that no room has to think of it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from flask import Flask, Request, abort, request
from werkzeug.datastructures import ImmutableMultiDict


class CleanFields(ImmutableMultiDict[str, str]):
    """Fields without characters that cannot be stored."""

    def __init__(self, mapping: Any = None) -> None:
        super().__init__(list(_cleaned(_pairs(mapping))))


class CleanRequest(Request):
    """A request whose form and query hold clean text."""

    parameter_storage_class = CleanFields


def init_app(app: Flask) -> None:
    """Reads every request so; an address with NUL leads nowhere."""
    app.request_class = CleanRequest
    app.before_request(_refuse_nul)


def clean(text: str) -> str:
    """The text without NUL and lone surrogates."""
    if "\0" in text:
        text = text.replace("\0", "")
    return text if text.isascii() else text.encode("utf-8", "ignore").decode()


def _refuse_nul() -> None:
    if "\0" in request.path:
        abort(404)


def _pairs(mapping: Any) -> Iterator[tuple[str, Any]]:
    """Werkzeug's parsers hand over pairs or a mapping, of one value or of many."""
    if hasattr(mapping, "lists"):
        yield from mapping.items(multi=True)
    elif hasattr(mapping, "items"):
        yield from mapping.items()
    else:
        yield from mapping or ()


def _cleaned(pairs: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    for name, value in pairs:
        yield clean(name), clean(value) if isinstance(value, str) else value
