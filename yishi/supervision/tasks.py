"""The sweep's task, looked for every minute."""

from yishi import clock
from yishi.background import task
from yishi.supervision import services


@task("supervision.sweep")
def sweep() -> None:
    """Lights turn and levels rise with the clock alone."""
    services.sweep(clock.now())
