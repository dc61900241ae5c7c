"""Several recorders at once: one is first, the others are told, nothing is lost or doubled."""

import datetime as dt

import sqlalchemy as sa
from flask import Flask

from tests.cast import build_cast
from tests.deliberations import plans, rooms
from tests.issues.test_races import at_once
from yishi.database import db
from yishi.deliberations.models import AgendaItem, Deliberation, Minutes
from yishi.deliberations.queries.minutes import draft_of_day
from yishi.deliberations.queries.on_site import find_day, find_note
from yishi.deliberations.rules import State
from yishi.deliberations.services import agenda, closing, publishing, signing
from yishi.deliberations.services import on_site as recording
from yishi.errors import Conflict
from yishi.issues.models import Assignment
from yishi.passages import queries as passages


def test_one_of_six_recorders_is_first_and_five_see_both_texts(app: Flask, committed: None) -> None:
    cast = build_cast()
    day, by = rooms.opened(cast), cast.actor(cast.organizer)
    day_id, item_id = day.id, day.items[0].id
    db.session.commit()
    texts = iter([f"第{n}个人写的" for n in range(6)])

    def write() -> object:
        item, note = find_note(day_id, item_id, by)
        return recording.write_note(item, note, next(texts), 0, by=by, now=rooms.MORNING)

    results = at_once(app, [write] * 6)

    refused = [result for result in results if isinstance(result, Conflict)]
    note = passages.of_subject(f"agenda_item:{item_id}")["note"]
    assert len(refused) == 5
    assert {conflict.theirs for conflict in refused} == {note.text}
    assert len({conflict.yours for conflict in refused} | {note.text}) == 6
    assert len(passages.history(note)) == 1


def test_two_who_press_close_at_once_close_once(app: Flask, committed: None) -> None:
    cast = build_cast()
    day_id, by = rooms.finished(cast).day.id, cast.actor(cast.organizer)
    db.session.commit()

    def close() -> object:
        return closing.conclude(find_day(day_id, by), by=by, now=rooms.NOON)

    assert sorted(map(str, at_once(app, [close] * 3))) == ["False", "False", "True"]
    for model in (Minutes, Assignment):
        assert db.session.scalar(sa.select(sa.func.count()).select_from(model)) == 1


def test_a_sentence_that_comes_with_the_closing_is_in_the_minutes_or_refused(
    app: Flask, committed: None
) -> None:
    cast = build_cast()
    day = rooms.finished(cast).day
    by, day_id, item_id = cast.actor(cast.organizer), day.id, day.items[1].id
    db.session.commit()

    def close() -> object:
        return closing.conclude(find_day(day_id, by), by=by, now=rooms.NOON)

    def write() -> object:
        item, note = find_note(day_id, item_id, by)
        return recording.write_note(item, note, "最后一句", note.revision, by=by, now=rooms.NOON)

    results = at_once(app, [close, write])

    draft = draft_of_day(db.session.get_one(Deliberation, day_id))
    refused = any(isinstance(result, Conflict) for result in results)
    assert ("最后一句" in draft.parts[2].text) is not refused


def test_two_sweeps_at_once_publish_once(app: Flask, committed: None) -> None:
    cast = build_cast()
    day_id, by = rooms.finished(cast).day.id, cast.actor(cast.organizer)
    closing.conclude(find_day(day_id, by), by=by, now=rooms.NOON)
    draft = draft_of_day(find_day(day_id, by))
    due = signing.publish_unless_objected(draft, "宋岩", "吕志强", by=by, now=rooms.NOON)
    db.session.commit()

    results = at_once(app, [lambda: publishing.publish_due(due + dt.timedelta(minutes=1))] * 4)

    assert sorted(map(str, results)) == ["0", "0", "0", "1"]
    db.session.expire_all()
    assert db.session.get_one(Deliberation, day_id).state is State.PUBLISHED


def test_of_six_who_edit_a_matter_one_is_first_and_none_overwrites(
    app: Flask, committed: None
) -> None:
    cast = build_cast()
    item_id, by = plans.drafted(cast).items[0].id, cast.actor(cast.organizer)
    db.session.commit()
    texts = iter([f"第{n}个人写的" for n in range(6)])

    def write() -> object:
        item = db.session.get_one(AgendaItem, item_id)
        return agenda.edit(item, "路灯不亮", next(texts), 1, by=by, now=rooms.MORNING)

    results = at_once(app, [write] * 6)

    refused = [result for result in results if isinstance(result, Conflict)]
    kept = db.session.get_one(AgendaItem, item_id)
    assert (len(refused), kept.version) == (5, 2)
    assert {conflict.theirs for conflict in refused} == {kept.situation}
