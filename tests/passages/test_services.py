import datetime as dt

import pytest
import sqlalchemy as sa

from tests.cast import Cast
from yishi.database import db
from yishi.errors import Conflict, Invalid
from yishi.passages import queries, services
from yishi.passages.models import Passage, PassageRevision


@pytest.fixture
def passage(cast: Cast, now: dt.datetime) -> Passage:
    """A note on which nobody has written yet."""
    services.open_passages("note", ["agenda_item:7"])
    return queries.of_subject("agenda_item:7")["note"]


def _save(passage: Passage, text: str, base: int, cast: Cast, now: dt.datetime) -> bool:
    return services.save(passage, text, base, by=cast.actor(cast.organizer), now=now)


def test_the_same_revision_is_saved_with_its_history(
    passage: Passage, cast: Cast, now: dt.datetime
) -> None:
    assert _save(passage, "一楼返水", 0, cast, now)
    assert _save(passage, "一楼三户返水", 1, cast, now)

    assert (passage.text, passage.revision, passage.updated_by) == ("一楼三户返水", 2, "王娟")
    assert [r.text for r in queries.history(passage)] == ["一楼三户返水", "一楼返水"]
    db.session.refresh(passage)
    assert (passage.text, passage.revision, passage.updated_at) == ("一楼三户返水", 2, now)


def test_identical_text_changes_nothing_whatever_its_base(
    passage: Passage, cast: Cast, now: dt.datetime
) -> None:
    _save(passage, "一楼返水", 0, cast, now)

    assert not _save(passage, "一楼返水 ", 0, cast, now)
    assert passage.revision == 1


def test_another_base_shows_both_texts_and_writes_nothing(
    passage: Passage, cast: Cast, now: dt.datetime
) -> None:
    _save(passage, "王娟写的", 0, cast, now)

    with pytest.raises(Conflict) as refused:
        _save(passage, "刘洋写的", 0, cast, now)

    assert (refused.value.theirs, refused.value.yours) == ("王娟写的", "刘洋写的")
    assert "王娟" in refused.value.message
    assert [r.text for r in queries.history(passage)] == ["王娟写的"]


def test_a_writer_who_read_before_the_other_saved_is_refused_too(
    passage: Passage, cast: Cast, now: dt.datetime
) -> None:
    stale = sa.update(Passage).where(Passage.id == passage.id).values(text="抢先", revision=1)
    db.session.execute(stale.execution_options(synchronize_session=False))

    with pytest.raises(Conflict) as refused:
        _save(passage, "慢一步", 0, cast, now)

    assert refused.value.theirs == "抢先"


def test_a_text_longer_than_a_page_is_refused(
    passage: Passage, cast: Cast, now: dt.datetime
) -> None:
    with pytest.raises(Invalid):
        _save(passage, "长" * 4001, 0, cast, now)


def test_history_is_never_changed(passage: Passage, cast: Cast, now: dt.datetime) -> None:
    _save(passage, "一楼返水", 0, cast, now)

    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        db.session.execute(sa.update(PassageRevision).values(text="改历史"))


def test_opening_twice_keeps_what_was_written(
    passage: Passage, cast: Cast, now: dt.datetime
) -> None:
    _save(passage, "一楼返水", 0, cast, now)
    services.open_passages("note", ["agenda_item:7", "agenda_item:8"])

    found = queries.named("note", ["agenda_item:7", "agenda_item:8"])
    assert {ref: p.text for ref, p in found.items()} == {
        "agenda_item:7": "一楼返水",
        "agenda_item:8": "",
    }
