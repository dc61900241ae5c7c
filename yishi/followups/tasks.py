"""Newly resolved issues are looked for every minute."""

from yishi import clock
from yishi.background import task
from yishi.database import transaction
from yishi.followups import services


@task("followups.sweep")
def sweep() -> None:
    """Asks the residents about what was resolved since the last look."""
    with transaction():
        services.sweep(clock.now())
