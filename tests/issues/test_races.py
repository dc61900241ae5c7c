"""Two people at once: one wins, the other is told."""

import datetime as dt
import threading
from collections.abc import Callable

from flask import Flask

from tests.cast import build_cast
from tests.issues.makers import assigned_promise, manager, promise
from yishi.accounts.actors import SYSTEM
from yishi.database import db, transaction
from yishi.errors import Conflict
from yishi.issues import services
from yishi.issues.models import Issue
from yishi.issues.rules import AcknowledgedHow, IssueState
from yishi.records.queries import timeline


def at_once(app: Flask, acts: list[Callable[[], object]]) -> list[object]:
    """Runs each in a thread and an app context of its own; returns results and refusals."""
    results: list[object] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    results.append(act())
            except Conflict as conflict:
                results.append(conflict)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_acknowledgements_at_once_are_one(
    app: Flask, committed: None, now: dt.datetime
) -> None:
    cast = build_cast()
    issue, by = assigned_promise(cast, now), manager(cast)
    id_ = issue.id
    db.session.commit()

    def acknowledge() -> object:
        mine = db.session.get_one(Issue, id_)
        return services.acknowledge(mine, how=AcknowledgedHow.LINK, by=by, now=now)

    results = at_once(app, [acknowledge] * 6)
    assert sum(isinstance(result, Conflict) for result in results) == 5
    db.session.expire_all()
    kinds = [entry.kind for entry in timeline(f"issue:{id_}")]
    assert kinds.count("签收") == 1


def test_two_sweeps_at_once_assign_once(app: Flask, committed: None, now: dt.datetime) -> None:
    issue = promise(build_cast(), now)
    services.await_confirmation(issue, by=SYSTEM, now=now)
    id_ = issue.id
    db.session.commit()

    results = at_once(app, [lambda: services.sweep(now + dt.timedelta(days=2))] * 4)
    assert sorted(map(str, results)) == ["0", "0", "0", "1"]
    db.session.expire_all()
    assert db.session.get_one(Issue, id_).state is IssueState.ASSIGNED


def test_two_promises_at_once_get_two_numbers(
    app: Flask, committed: None, now: dt.datetime
) -> None:
    cast = build_cast()
    people = cast.actor(cast.organizer)
    db.session.commit()
    unit_id, estate = cast.property_company.id, cast.estate.id

    def draft() -> str:
        return services.draft_promise(
            area_code="371524001001", estate_id=estate, deliberation_id=1, agenda_item_id=1,
            title="", measure="把路灯全部修亮。", unit_id=unit_id, contact_id=None,
            promised_by="", due_on=dt.date(2026, 12, 1), judge="", origin={}, by=people, now=now,
        ).number  # fmt: skip

    assert len(set(at_once(app, [draft] * 6))) == 6
