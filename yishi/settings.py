"""Settings from the environment, and only those; what an office may change are rows.

`README.md` explains each variable. Secrets that nobody set are made once and
kept in `YISHI_DATA/secrets` (mode 0600). In production, that is with servers of
one's own, a default secret stops the start.
"""

import contextlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

import click
from flask import Flask, current_app

ROOT = Path(__file__).resolve().parent.parent


class BadSettings(click.ClickException):
    """A setting that cannot be used; the message is one line for the administrator."""


@dataclass(frozen=True)
class Mail:
    """SMTP: where mail leaves."""

    host: str
    port: int
    user: str
    password: str
    sender: str
    tls: str  # "", "starttls" or "tls"


@dataclass(frozen=True)
class Settings:
    """What the environment says."""

    data: Path
    port: int
    public_port: int | None
    database_url: str
    redis_url: str
    base_url: str
    public_url: str | None  # None: no public door
    secret_key: str
    data_key: str  # encrypts contacts; losing it loses them
    mail: Mail | None
    sms: str  # "" or "file"
    trusted_proxies: int
    secure_cookies: bool
    demo: bool
    testing: bool

    def as_demo(self) -> "Settings":
        """The same as a demonstration: its addresses may be this machine's own."""
        shown = None if os.environ.get("PUBLIC_URL") == "none" else self.base_url
        return replace(self, demo=True, public_url=self.public_url or shown)

    @classmethod
    def from_environment(cls, env: Mapping[str, str] | None = None) -> "Settings":
        """Reads the environment; raises BadSettings with one line that says what to change."""
        env = os.environ if env is None else env
        data = Path(env.get("YISHI_DATA") or ROOT / "var").resolve()
        port = _port(env, "YISHI_PORT") or 8000
        base_url = _url(env, "BASE_URL") or f"http://127.0.0.1:{port}"
        settings = cls(
            data=data,
            port=port,
            public_port=_port(env, "YISHI_PUBLIC_PORT"),
            database_url=env.get("DATABASE_URL", ""),
            redis_url=env.get("REDIS_URL", ""),
            base_url=base_url,
            public_url=_public(env, base_url),
            secret_key=env.get("SECRET_KEY") or _kept_secret(data, "secret_key"),
            data_key=env.get("DATA_KEY") or _kept_secret(data, "data_key"),
            mail=_mail(env),
            sms=_choice(env, "YISHI_SMS", ("", "file")),
            trusted_proxies=int(env.get("YISHI_TRUSTED_PROXIES") or 0),
            secure_cookies=base_url.startswith("https://"),
            demo=env.get("YISHI_DEMO") == "1",
            testing=env.get("YISHI_TESTING") == "1",
        )
        _refuse_weak_secret(settings)
        _refuse_moved_clock(settings, env)
        return settings


def current() -> Settings:
    """The settings of the running app."""
    return current_of(current_app)


def current_of(app: Flask) -> Settings:
    """The settings of this app."""
    return cast(Settings, app.extensions["yishi_settings"])


def _kept_secret(data: Path, name: str) -> str:
    path = data / "secrets" / name
    try:
        if not path.exists():
            _make_secret(path)
        return path.read_text().strip()
    except OSError as error:
        raise BadSettings(f"cannot keep {path} ({error.strerror}): set YISHI_DATA") from None


def _make_secret(path: Path) -> None:
    """Appears whole and once, though several processes start together."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48))
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()


def _public(env: Mapping[str, str], base_url: str) -> str | None:
    """The residents' door: as set, else the desk's; none while nobody has named either.

    Without BASE_URL the desk's address is this machine's loopback, which no phone can
    open: it is printed nowhere, except in a demonstration.
    """
    asked = env.get("PUBLIC_URL", "").strip()
    if asked == "none":
        return None
    if asked:
        return _url(env, "PUBLIC_URL")
    named = env.get("BASE_URL") or env.get("YISHI_DEMO") == "1" or env.get("YISHI_TESTING") == "1"
    return base_url if named else None


def _url(env: Mapping[str, str], name: str) -> str:
    value = env.get(name, "").strip().rstrip("/")
    if value and (urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).netloc):
        raise BadSettings(f"{name} must begin with http:// or https://, not {value!r}")
    return value


def _port(env: Mapping[str, str], name: str) -> int | None:
    value = env.get(name, "").strip()
    if not value:
        return None
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise BadSettings(f"{name} must be a port from 1 to 65535, not {value!r}")
    return int(value)


def _choice(env: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = env.get(name, "").strip()
    if value not in allowed:
        raise BadSettings(f"{name} must be one of {', '.join(filter(None, allowed))}")
    return value


def _mail(env: Mapping[str, str]) -> Mail | None:
    host = env.get("SMTP_HOST", "").strip()
    if not host:
        return None
    sender = env.get("MAIL_FROM", "").strip()
    if "@" not in sender:
        raise BadSettings("SMTP_HOST is set: MAIL_FROM must be the office's mail address")
    return Mail(
        host=host,
        port=_port(env, "SMTP_PORT") or 25,
        user=env.get("SMTP_USER", ""),
        password=env.get("SMTP_PASSWORD", ""),
        sender=sender,
        tls=_choice(env, "SMTP_TLS", ("", "starttls", "tls")),
    )


def _refuse_weak_secret(settings: Settings) -> None:
    for name, value in (("SECRET_KEY", settings.secret_key), ("DATA_KEY", settings.data_key)):
        if len(value) < 32 and not settings.testing:
            raise BadSettings(
                f"{name} must have at least 32 characters: python3 -c"
                " 'import secrets; print(secrets.token_urlsafe(48))'"
            )


def _refuse_moved_clock(settings: Settings, env: Mapping[str, str]) -> None:
    """A moved clock is for tests alone: never with a public door, a gateway or real mail."""
    if not env.get("YISHI_CLOCK"):
        return
    if not settings.testing:
        raise BadSettings("YISHI_CLOCK is for tests: it needs YISHI_TESTING=1")
    host = settings.mail.host if settings.mail else "127.0.0.1"
    if env.get("PUBLIC_URL", "none") != "none" and "127.0.0.1" not in env["PUBLIC_URL"]:
        raise BadSettings("YISHI_CLOCK is for tests: it refuses a PUBLIC_URL")
    if host not in {"127.0.0.1", "localhost"}:
        raise BadSettings("YISHI_CLOCK is for tests: it refuses a mail server off loopback")
