"""What passes with time alone, looked for every minute."""

from yishi import clock
from yishi.background import task
from yishi.database import transaction
from yishi.issues import services


@task("issues.sweep")
def sweep() -> None:
    """A promise nobody denied is assigned; what nobody objected to is closed."""
    with transaction():
        services.sweep(clock.now())
