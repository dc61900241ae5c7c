"""Who may call a route, and at which door: declared beside it, checked before it runs.

A route without a declaration stops the start. Non-GET views run in one
transaction, once per form (`idempotency`). `permit` names roles as text, for
this room knows HTTP and not the domain; whoever signs people in registers the
loader that tells who is asking.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, cast

from flask import Flask, abort, current_app, g, make_response, request
from flask.typing import ResponseReturnValue

from yishi import settings
from yishi.database import PENDING, transaction
from yishi.errors import NotAllowed
from yishi.web import idempotency

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Actor(Protocol):
    """What this room needs to know of a person: which roles, and a narrowed self."""

    @property
    def roles(self) -> frozenset[str]: ...

    def acting_as(self, roles: frozenset[str]) -> "Actor": ...


class SignedOut(Exception):
    """The route needs a signed-in person."""


@dataclass(frozen=True)
class Policy:
    """What a route declares: `roles` None = anybody, empty = any signed-in person."""

    roles: frozenset[str] | None
    public: bool = False

    def __str__(self) -> str:
        if self.roles is None:
            return "public" if self.public else "anyone at the desk door"
        return ", ".join(sorted(self.roles)) or "signed in"


def permit(*roles: str) -> Callable[[View], View]:
    """The desk, for people who hold one of these roles."""
    return _declare(Policy(frozenset(roles)))


def signed_in(view: View) -> View:
    """The desk, for everybody who has signed in."""
    return _declare(Policy(frozenset()))(view)


def anyone(view: View) -> View:
    """The desk door, without signing in: the sign-in page itself, health checks."""
    return _declare(Policy(None))(view)


def public(view: View) -> View:
    """Both doors, anybody."""
    return _declare(Policy(None, public=True))(view)


def accepts_files(view: View) -> View:
    """Above the policy: this route takes photographs or sheets, up to 64 MB a request."""
    view.accepts_files = True  # type: ignore[attr-defined]
    return view


def current() -> Any:
    """The person asking, narrowed to the roles that the route permits; None if nobody."""
    return g.get("actor")


def at_public_door() -> bool:
    """Whether this request came in by the public listener; the Host header decides nothing."""
    port = settings.current().public_port
    return port is not None and request.environ.get("SERVER_PORT") == str(port)


def register_actor_loader(app: Flask, load: Callable[[], Actor | None]) -> None:
    """Accounts tells who is asking."""
    app.extensions["yishi_actor_loader"] = load


def init_app(app: Flask) -> None:
    """Opens the larger body limit early: the CSRF check already parses the form."""
    app.before_request(_body_limit)


def require_policies(app: Flask) -> None:
    """Stops the start if a route has no policy."""
    bare = [name for name, view in app.view_functions.items() if policy_of(view) is None]
    if bare:
        raise RuntimeError(f"these routes declare no policy: {', '.join(sorted(bare))}")


def policy_of(view: Callable[..., Any]) -> Policy | None:
    """What a view declared."""
    return getattr(view, "policy", None)


def _body_limit() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "accepts_files", False):
        request.max_content_length = 64 * 1024 * 1024


def _declare(policy: Policy) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(**values: Any) -> ResponseReturnValue:
            _enforce(policy)
            if request.method in SAFE_METHODS:
                return view(**values)
            return _write(lambda: view(**values))

        guarded.policy = policy  # type: ignore[attr-defined]
        return cast(View, guarded)

    return decorate


def _write(view: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """One transaction; an answer that refuses (422 and above) leaves nothing of what it tried."""
    with transaction() as session:
        response = make_response(idempotency.once(view))
        if response.status_code >= 400:
            session.rollback()
            session.info.pop(PENDING, None)
        return response


def _enforce(policy: Policy) -> None:
    if at_public_door():
        if not policy.public:
            abort(404)
        return  # desk cookies are refused here: nobody is signed in
    actor: Actor | None = current_app.extensions["yishi_actor_loader"]()
    g.viewer = actor  # with all roles: the navigation asks for other pages than this one
    if policy.roles is None:
        g.actor = actor
        return
    if actor is None:
        raise SignedOut
    if policy.roles and not policy.roles & actor.roles:
        raise NotAllowed("您的账号不办这件事。需要时请联系本单位的系统管理员。")
    g.actor = actor.acting_as(policy.roles) if policy.roles else actor
