"""A day of 光明居二期 as the session finds it: three items, two units asked to come."""

import datetime as dt

from tests.cast import Cast
from yishi.accounts.actors import Actor
from yishi.clock import at
from yishi.database import db
from yishi.deliberations.models import AgendaItem, Deliberation, Invitation
from yishi.deliberations.queries.on_site import Line, OnSite, on_site
from yishi.deliberations.rules import Outcome, State
from yishi.deliberations.services import on_site as recording
from yishi.deliberations.services import promising
from yishi.deliberations.services.promising import Confirming, Vow
from yishi.issues.models import Issue
from yishi.passages import services as passages

SATURDAY = dt.date(2026, 11, 28)
MORNING = at(SATURDAY, dt.time(9, 0))
NOON = at(SATURDAY, dt.time(11, 24))
DUE = dt.date(2026, 12, 10)
TITLES = ("东街路灯晚上不亮", "3号楼下水道返水", "小广场晚上音响太吵")


def announced(cast: Cast, *, titles: tuple[str, ...] = TITLES, **facts: object) -> Deliberation:
    """An announced day with its agenda and invitations."""
    usual = {
        "area_code": cast.estate.area_code,
        "estate_id": cast.estate.id,
        "title": "光明居二期公开议事日",
        "place": "社区广场",
        "starts_at": MORNING,
        "ends_at": MORNING + dt.timedelta(hours=2),
        "chair_name": "吕志强",
        "state": State.ANNOUNCED,
        "created_at": MORNING,
        "created_by": "王娟",
        "changed_at": MORNING,
        "changed_by": "王娟",
        "announced_at": MORNING - dt.timedelta(days=4),
    }
    day = Deliberation(**{**usual, **facts})
    day.items = [AgendaItem(title=title, position=n) for n, title in enumerate(titles, 1)]
    day.invitations = [
        Invitation(unit=cast.property_company, contact=cast.head_contact, item_ids=[]),
        Invitation(unit=cast.city_management, contact=cast.management_contact, item_ids=[]),
    ]
    db.session.add(day)
    db.session.flush()
    return day


def opened(cast: Cast, **facts: object) -> Deliberation:
    """The same day, in session since its planned hour."""
    day = announced(cast, **facts)  # type: ignore[arg-type]
    recording.open_day(day, by=cast.actor(cast.organizer), now=day.starts_at)
    return day


def line(day: Deliberation, number: int) -> Line:
    """One item, read anew."""
    return on_site(day).lines[number - 1]


def write(day: Deliberation, number: int, text: str, by: Actor) -> None:
    """The sentence of an item."""
    note = line(day, number).note
    assert note is not None
    passages.save(note, text, note.revision, by=by, now=MORNING)


def decide(
    day: Deliberation,
    number: int,
    outcome: Outcome,
    text: str,
    by: Actor,
    on: dt.date | None = None,
) -> None:
    """Sentence and outcome of an item."""
    write(day, number, text, by)
    one = line(day, number)
    recording.decide(one, outcome, on, one.item.version, by=by, now=MORNING)


def promise(
    day: Deliberation,
    number: int,
    by: Actor,
    unit_id: int,
    confirming: Confirming = Confirming.SAID,
    measure: str = "十二月十号以前换六米主管",
) -> Issue:
    """A promise under an item."""
    vow = Vow(unit_id, measure, DUE)
    return promising.take_down(line(day, number), vow, confirming, by=by, now=MORNING)


def finished(cast: Cast, **facts: object) -> OnSite:
    """A day with everything decided: a promise, one solved on site, one not adopted."""
    day, by = opened(cast, **facts), cast.actor(cast.organizer)
    decide(day, 1, Outcome.PROMISE_MADE, "五月起 11 盏灯全灭", by)
    promise(day, 1, by, cast.city_management.id)
    decide(day, 2, Outcome.SOLVED_ON_SITE, "物业当场疏通", by)
    decide(day, 3, Outcome.NOT_ADOPTED, "多数人不同意", by)
    return on_site(day)
