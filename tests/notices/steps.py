"""Steps that several tests take."""

import datetime as dt

import sqlalchemy as sa

from yishi.database import db
from yishi.notices.delivery import Tally, deliver
from yishi.notices.models import Notice, NoticeAttempt


def run(now: dt.datetime) -> Tally:
    """One pass of the outbox at a moment."""
    db.session.commit()
    tally = deliver(lambda: now, worker="tests")
    db.session.expire_all()
    return tally


def the_notice() -> Notice:
    """The only notice there is."""
    return db.session.scalars(sa.select(Notice)).one()


def told() -> list[tuple[str, str, str]]:
    """The story of all notices: state, code, words."""
    rows = db.session.scalars(sa.select(NoticeAttempt).order_by(NoticeAttempt.id))
    return [(row.state.value, row.code, row.text) for row in rows]


def let_lease_run_out(notice: Notice) -> None:
    """As if its worker had died long ago."""
    past = sa.func.clock_timestamp() - sa.text("interval '1 second'")
    db.session.execute(sa.update(Notice).where(Notice.id == notice.id).values(lease_until=past))
    db.session.commit()
