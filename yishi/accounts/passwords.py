"""argon2id (t=2, 46 MiB, p=1), a few at a time: a flood of sign-ins must not eat the memory."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

from yishi.errors import DomainError

AT_ONCE = 4
WAIT = 3.0  # seconds until somebody in the queue is told to come back

_hasher = PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1)
_places = threading.BoundedSemaphore(AT_ONCE)

# What is compared when nobody has this login, so that it takes as long as a wrong password.
NOBODY = "$argon2id$v=19$m=47104,t=2,p=1$c29tZXNhbHRzb21lc2E$" + "A" * 43

_SYLLABLES = tuple(
    consonant + vowel
    for consonant in ("b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "sh", "t", "w", "zh")
    for vowel in ("a", "an", "ang", "ei", "en", "u")
)


class Busy(DomainError):
    """Too many passwords are being checked at this moment."""

    status = 503

    def __init__(self) -> None:
        super().__init__("现在登录的人太多，请过几秒再按一次。")


def hash_password(password: str) -> str:
    """The hash to keep; raises Busy."""
    with _place():
        return _hasher.hash(password)


def matches(hashed: str, password: str) -> bool:
    """Whether this is the password; raises Busy."""
    with _place():
        try:
            return _hasher.verify(hashed, password)
        except (VerifyMismatchError, InvalidHashError, VerificationError):
            return False


def new_password() -> str:
    """A password to be read out once: four syllables and four digits, 38 bits and a lockout."""
    words = "-".join(secrets.choice(_SYLLABLES) for _ in range(4))
    return f"{words}-{secrets.randbelow(10**4):04}"


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(timeout=WAIT):
        raise Busy
    try:
        yield
    finally:
        _places.release()
