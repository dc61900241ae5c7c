"""Gzip for pages and static files where no nginx stands in front."""

import gzip

from flask import Flask, Response, request

SMALLEST = 1024
LEVEL = 1  # a page is written once and read once: the fastest level, as nginx has it
KINDS = ("text/", "application/javascript", "application/json", "image/svg+xml")


def init_app(app: Flask) -> None:
    """Last of all headers: the body is final here."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if not _worth_it(response):
        return response
    body = response.get_data()
    if len(body) >= SMALLEST:
        response.set_data(gzip.compress(body, compresslevel=LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response


def _worth_it(response: Response) -> bool:
    return (
        "gzip" in request.headers.get("Accept-Encoding", "")
        and not response.is_streamed
        and not response.direct_passthrough
        and "Content-Encoding" not in response.headers
        and (response.mimetype or "").startswith(KINDS)
    )
