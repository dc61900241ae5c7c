"""A provider that fails is left alone for a minute, then asked with one letter.

Kept in the process: each worker learns it by itself, and a restart asks anew.
"""

import time
from collections import deque
from dataclasses import dataclass, field

from flask import current_app

IN_A_ROW, IN_A_MINUTE, PAUSE = 10, 50, 60.0


@dataclass
class Breaker:
    """(熔断) Opens after ten failures in a row or fifty within a minute."""

    failures: deque[float] = field(default_factory=lambda: deque(maxlen=IN_A_MINUTE))
    in_a_row: int = 0
    open_until: float = 0.0
    probing: bool = False

    def allows(self, batch: int) -> int:
        """How many letters may be claimed now: none, one to probe, or a batch."""
        if time.monotonic() < self.open_until:
            return 0
        return 1 if self.probing else batch

    def worked(self) -> None:
        """A letter got an answer."""
        self.in_a_row, self.probing = 0, False

    def failed(self) -> None:
        """The provider was not there."""
        now = time.monotonic()
        self.failures.append(now)
        self.in_a_row += 1
        crowded = len(self.failures) == IN_A_MINUTE and now - self.failures[0] < PAUSE
        if self.probing or self.in_a_row >= IN_A_ROW or crowded:
            self.open_until = now + PAUSE
            self.probing = True


def breaker(provider: str) -> Breaker:
    """The breaker of a provider in this process."""
    breakers: dict[str, Breaker] = current_app.extensions.setdefault("yishi_breakers", {})
    return breakers.setdefault(provider, Breaker())
