"""The sweep of the room: what happens to a day by the clock alone."""

from yishi import clock
from yishi.background import task
from yishi.database import transaction
from yishi.deliberations.services import archiving, publishing


@task("deliberations.sweep")
def sweep() -> None:
    """Publishes what nobody objected to, archives what has hung for thirty days; twice is once."""
    with transaction():
        publishing.publish_due(clock.now())
    with transaction():
        archiving.archive_due(clock.now())
