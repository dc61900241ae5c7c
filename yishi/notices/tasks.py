"""The outbox's task: nudged after a commit, and by beat."""

import os
import socket

from yishi import clock
from yishi.background import nudge, task
from yishi.notices.delivery import deliver
from yishi.notices.services import DELIVER


# The 600 s that a server may take after the dot fit in.
@task(DELIVER, soft_seconds=660, hard_seconds=720)
def deliver_notices() -> None:
    """One pass; asks for another if it ran out of time."""
    tally = deliver(clock.now, worker=f"{socket.gethostname()}:{os.getpid()}")
    if tally.more:
        nudge(DELIVER)
