"""What a service refuses, in words for the person who asked.

Messages are Chinese and say what to do. `web/errors.py` turns each into a page
or, for htmx, a message; a view that shows a form catches `Invalid` itself.
"""

from collections.abc import Mapping


class DomainError(Exception):
    """A refusal with a sentence for the user."""

    status = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(DomainError):
    """The person may see the thing, but not do this to it."""

    status = 403


class NotFound(DomainError):
    """There is no such thing, or it belongs to another office: the same answer."""

    status = 404

    def __init__(self, message: str = "没有找到这一页。请检查网址，或回到上一页。") -> None:
        super().__init__(message)


class Conflict(DomainError):
    """Somebody else changed it first; both texts are kept."""

    status = 409

    def __init__(self, message: str, theirs: str = "", yours: str = "") -> None:
        super().__init__(message)
        self.theirs = theirs
        self.yours = yours


class Invalid(DomainError):
    """Input that cannot be used; `errors` maps a field's name to what to do about it."""

    status = 422

    def __init__(self, message: str, errors: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.errors = dict(errors or {})
