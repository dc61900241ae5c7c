"""The pulse, every half minute."""

from yishi import clock
from yishi.background import task
from yishi.database import transaction
from yishi.operations import services


@task("operations.pulse")
def pulse() -> None:
    """Writes that beat and worker live."""
    with transaction():
        services.pulse(clock.now())
