"""The one place that tells an htmx request from a plain form."""

from flask import Response, flash, g, make_response, redirect, request
from flask.typing import ResponseReturnValue


def is_htmx() -> bool:
    """Whether htmx asked."""
    return request.headers.get("HX-Request") == "true"


def respond(
    fragment: str, redirect_to: str, *, trigger: str | None = None, status: int = 200
) -> ResponseReturnValue:
    """The answer to a form: the changed fragment for htmx, 303 to the page otherwise."""
    g.redirect_to = redirect_to
    if not is_htmx():
        return redirect(redirect_to, 303)
    response = make_response(fragment, status)
    if trigger:
        response.headers["HX-Trigger"] = trigger
    return response


def go(url: str, text: str | None = None) -> ResponseReturnValue:
    """The whole page next: 303, or its htmx twin; `text` says there what has changed."""
    if text:
        flash(text)
    g.redirect_to = url
    if is_htmx():
        return Response("", 200, {"HX-Redirect": url})
    return redirect(url, 303)
