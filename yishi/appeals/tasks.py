"""The room's tasks: answers that follow an issue's end, and tidying up."""

from yishi import clock
from yishi.appeals.services import following
from yishi.background import task
from yishi.database import transaction
from yishi.files import services as files


@task("appeals.sweep")
def sweep() -> None:
    """Answers each appeal whose issue has ended, one transaction each; twice is once."""
    for appeal_id in following.to_follow():
        with transaction():
            following.follow(appeal_id, now=clock.now())


@task("appeals.tidy")
def tidy() -> None:
    """Drops uploaded tables that nobody imported, and files that no row names."""
    with transaction():
        following.forget_old_tables(clock.now())
        files.drop_orphans()
