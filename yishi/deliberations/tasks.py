"""The sweep of the room: what happens to a day by the clock alone."""

from yishi import clock
from yishi.background import task
from yishi.database import transaction
from yishi.deliberations.services import archiving


@task("deliberations.sweep")
def sweep() -> None:
    """Archives what was published thirty days ago; twice is once."""
    with transaction():
        archiving.archive_due(clock.now())
