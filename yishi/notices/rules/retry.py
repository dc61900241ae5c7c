"""When to try again, and how long a lease holds. Pure (RELIABILITY § 2)."""

import datetime as dt
import random

LIFE = dt.timedelta(hours=72)  # after not_before; a holiday's escalation is not stillborn
LEASE = dt.timedelta(seconds=120)
IN_FLIGHT_LEASE = dt.timedelta(seconds=900)  # 600 s after the dot fit in
BATCH = 50
MOST_RESENDS = 2
MOST_INTERNAL_ERRORS = 3
RESEND_AFTER = dt.timedelta(minutes=15)  # after an answer that never came
TROUBLE = dt.timedelta(seconds=60)  # the provider is away: no attempt was made

_MINUTES = (0.5, 1, 2, 5, 10, 30, 60, 120, 240)


def retry_after(attempts: int, spread: float | None = None) -> dt.timedelta:
    """The pause after so many attempts: 30 s … 4 h, ± 20 %; `spread` in -1…1 fixes the chance."""
    minutes = _MINUTES[min(max(attempts, 1), len(_MINUTES)) - 1]
    chance = random.uniform(-1, 1) if spread is None else spread  # noqa: S311  no secret
    return dt.timedelta(minutes=minutes * (1 + 0.2 * chance))
