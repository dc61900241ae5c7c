import datetime as dt
import io
import os

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage

from tests.files.test_photos import photo
from yishi.database import db
from yishi.errors import Invalid, NotFound
from yishi.files import queries, services, shelf, views
from yishi.files.models import StoredFile


@pytest.fixture
def file(session: object, now: dt.datetime) -> StoredFile:
    upload = FileStorage(io.BytesIO(photo()), filename="../../etc/passwd.svg")
    return services.store(upload, "appeal:7", now)


def test_a_photograph_is_kept_under_a_random_name_for_us_alone(file: StoredFile) -> None:
    path = shelf.where(file.name)

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.stat().st_size == file.bytes
    assert path.parent.name == file.name[:2]
    assert "passwd" not in file.name


def test_a_photograph_is_found_by_its_owner_alone(file: StoredFile) -> None:
    assert queries.of("appeal:7") == [file]
    assert queries.of("appeal:8") == ()
    assert queries.find(file.id, "appeal:7") is file
    with pytest.raises(NotFound):
        queries.find(file.id, "appeal:8")


def test_nothing_is_public_before_a_person_released_it(file: StoredFile, now: dt.datetime) -> None:
    assert queries.of("appeal:7", released_only=True) == ()

    services.release(file, by_name="王娟", now=now)
    db.session.flush()

    assert queries.of("appeal:7", released_only=True) == [file]
    assert (file.released_at, file.released_by) == (now, "王娟")


def test_a_withdrawn_photograph_changes_its_name(file: StoredFile, now: dt.datetime) -> None:
    services.release(file, by_name="王娟", now=now)
    old = file.name

    services.withdraw(file)

    assert not file.is_released
    assert not shelf.where(old).exists()
    assert shelf.where(file.name).exists()


def test_an_unreleased_photograph_is_stored_by_nobody(
    app: Flask, file: StoredFile, now: dt.datetime
) -> None:
    with app.test_request_context():
        before = views.send(file)
        services.release(file, by_name="王娟", now=now)
        after = views.send(file, small=True)

    assert before.headers["Cache-Control"] == "private, no-store"
    assert after.headers["Cache-Control"] == "public, max-age=60"
    assert before.headers["X-Content-Type-Options"] == "nosniff"
    assert before.mimetype == "image/jpeg"


def test_a_refused_upload_leaves_no_row(session: object, now: dt.datetime) -> None:
    with pytest.raises(Invalid):
        services.store(FileStorage(io.BytesIO(b"<svg/>")), "appeal:9", now)

    assert queries.of("appeal:9") == ()


def test_files_without_a_row_go_after_a_day(file: StoredFile) -> None:
    shelf.put("ab" * 16, b"left behind")
    for name in (file.name, "ab" * 16):
        os.utime(shelf.where(name), (0, 0))

    assert services.drop_orphans() == 1
    assert shelf.where(file.name).exists()


def test_a_dropped_photograph_leaves_nothing(file: StoredFile) -> None:
    services.drop(file)

    assert queries.of("appeal:7") == ()
    assert not shelf.where(file.name).exists()
