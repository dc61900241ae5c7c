import datetime as dt
import io
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from PIL import Image
from werkzeug.datastructures import FileStorage
from werkzeug.test import stream_encode_multipart

from tests.appeals import makers
from tests.cast import OURS, Cast
from tests.conftest import Client
from tests.files.test_photos import photo
from tests.pages import Page
from yishi.accounts import links
from yishi.appeals import services
from yishi.appeals.models import Appeal
from yishi.appeals.rules import AppealState
from yishi.database import db
from yishi.files import queries as files
from yishi.files import services as filing


def typed(cast: Cast, **more: object) -> dict[str, object]:
    fields: dict[str, object] = {
        "place": f"e{cast.estate.id}",
        "title": makers.TITLE,
        "text": makers.TEXT,
        "phone": "13800000005",
    }
    return fields | more


def only() -> Appeal:
    return db.session.scalars(sa.select(Appeal)).one()


def path_of(received: services.Received) -> str:
    return f"/receipts/{links.token(received.link)}"


def test_the_form_is_a_page_that_works_without_scripts(client: Client, cast: Cast) -> None:
    page = Page(client.get("/appeals/new"))

    assert "本页不是报警平台" in page.text
    assert "只由街道议事办保管" in page.text


def test_a_posters_code_chooses_the_estate(client: Client, cast: Cast) -> None:
    html = client.get(f"/appeals/new?estate={cast.estate.id}").text

    assert f'<option value="e{cast.estate.id}" selected>' in html


def test_sending_leads_to_the_receipt_with_number_and_code(
    client: Client, cast: Cast, at_now: Path
) -> None:
    answer = client.post("/appeals/new", data=typed(cast))

    assert answer.status_code == 303
    page = Page(client.get(answer.location))
    assert only().number in page.text
    assert "查询码" in page.text


def test_the_code_is_shown_for_a_quarter_of_an_hour(
    client: Client, cast: Cast, at_now: Path, now: dt.datetime
) -> None:
    first = client.post("/appeals/new", data=typed(cast)).location
    at_now.write_text((now + dt.timedelta(minutes=16)).isoformat())

    assert "别告诉别人" not in client.get(first).text


def test_the_plain_address_never_shows_the_code(client: Client, cast: Cast, at_now: Path) -> None:
    first = client.post("/appeals/new", data=typed(cast)).location

    answer = client.get(urlsplit(first).path)
    assert "别告诉别人" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]


def test_what_is_missing_is_said_beside_the_field_and_nothing_is_lost(
    client: Client, cast: Cast
) -> None:
    answer = client.post("/appeals/new", data=typed(cast, title="灯", phone="12"))

    page = Page(answer, 422)
    assert "请用一句话写明" in page.text
    assert "7号楼东边两盏灯" in page.text
    assert db.session.scalars(sa.select(Appeal)).all() == []


def test_a_bad_photograph_never_costs_the_words(client: Client, cast: Cast, at_now: Path) -> None:
    uploads = [(io.BytesIO(photo()), "a.jpg"), (io.BytesIO(b"<svg/>"), "b.jpg")]

    answer = client.post("/appeals/new", data=typed(cast, photos=uploads))

    assert len(files.of(only().ref)) == 1
    assert "这不是照片" in client.get(answer.location).text


def test_a_second_click_is_the_same_appeal(client: Client, cast: Cast, at_now: Path) -> None:
    sent = typed(cast, _once="the-same-form")

    first, second = client.post("/appeals/new", data=sent), client.post("/appeals/new", data=sent)

    assert first.location == second.location
    assert only().number in client.get(second.location).text


def test_six_large_photographs_are_taken_in_one_go(
    client: Client, cast: Cast, at_now: Path
) -> None:
    noise = Image.effect_noise((2000, 1500), 80).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", quality=95)
    uploads = [FileStorage(io.BytesIO(out.getvalue()), f"{n}.jpg") for n in range(6)]
    body, kind = in_memory(typed(cast, photos=uploads))

    assert client.post("/appeals/new", data=body, content_type=kind).status_code == 303
    assert len(body) > 6 * 1024 * 1024
    assert len(files.of(only().ref)) == 6


def in_memory(fields: dict[str, object]) -> tuple[bytes, str]:
    """The body of a form; the test client would leave a temporary file open."""
    stream, _, boundary = stream_encode_multipart(fields, use_tempfile=False)
    return stream.read(), f"multipart/form-data; boundary={boundary}"


def test_a_text_where_a_photograph_belongs_is_left_out(
    client: Client, cast: Cast, at_now: Path
) -> None:
    assert client.post("/appeals/new", data=typed(cast, photos="a.jpg")).status_code == 303
    assert files.of(only().ref) == ()


def test_an_estate_that_nobody_reads_for_is_refused(client: Client, cast: Cast) -> None:
    assert client.post("/appeals/new", data=typed(cast, place="e999")).status_code == 422
    assert client.post("/appeals/new", data=typed(cast, place="a371500")).status_code == 422
    assert client.post("/appeals/new", data=typed(cast, place=f"a{OURS}")).status_code == 303


def test_before_a_person_released_it_the_page_is_a_404(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    appeal = makers.received(cast, now).appeal
    assert client.get(f"/appeals/{appeal.number}").status_code == 404

    services.release(appeal, makers.TITLE, makers.PUBLIC, by=cast.actor(cast.organizer), now=now)
    db.session.commit()

    page = Page(client.get(f"/appeals/{appeal.number}"))
    assert "7号楼东边两盏灯坏了四天" in page.text
    for private in ("马桂彦", "0005", "501", "王娟"):
        assert private not in page.html


def test_what_was_answered_to_the_resident_alone_stays_a_404(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    received = makers.received(cast, now)
    by = cast.actor(cast.organizer)
    services.decline(
        received.appeal, makers.REASON, makers.COURT, "12368", by=by, now=now, withheld=True
    )
    db.session.commit()

    assert client.get(f"/appeals/{received.appeal.number}").status_code == 404
    assert makers.COURT in client.get(path_of(received)).text


def test_a_photograph_is_served_only_when_released(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    appeal = makers.released(cast, now)
    file = filing.store(io_upload(), appeal.ref, now)
    db.session.commit()
    url = f"/appeals/{appeal.number}/photos/{file.id}"
    assert client.get(url).status_code == 404

    services.release(
        appeal, makers.TITLE, makers.PUBLIC, [file.id], by=cast.actor(cast.organizer), now=now
    )
    db.session.commit()

    answer = client.get(url)
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")


def io_upload() -> FileStorage:
    return FileStorage(io.BytesIO(photo()), filename="a.jpg")


def test_the_look_up_leads_to_the_receipt(client: Client, cast: Cast, now: dt.datetime) -> None:
    received = makers.received(cast, now)
    db.session.commit()
    Page(client.get("/appeals/lookup"))
    fields = {"number": received.appeal.number.lower(), "code": received.code, "tail": "0005"}

    assert client.post("/appeals/lookup", data=fields).location.endswith(path_of(received))
    wrong = client.post("/appeals/lookup", data=fields | {"tail": "1"})
    assert "没有查到" in Page(wrong, 422).text


@pytest.mark.parametrize("what", ["photos", "phone", "objection"])
def test_the_address_alone_changes_nothing(
    client: Client, cast: Cast, now: dt.datetime, what: str
) -> None:
    received = makers.received(cast, now)
    db.session.commit()

    answer = client.post(f"{path_of(received)}/{what}", data={"code": "", "phone": ""})

    assert "查询码不对" in Page(answer, 422).text


def test_with_the_code_a_phone_is_changed_and_photographs_follow(
    client: Client, cast: Cast, at_now: Path, now: dt.datetime
) -> None:
    received = makers.received(cast, now)
    db.session.commit()
    upload = [(io.BytesIO(photo()), "a.jpg")]

    sent = {"code": received.code, "photos": upload}
    assert client.post(f"{path_of(received)}/photos", data=sent).status_code == 303
    sent = {"code": received.code, "phone": ""}
    assert client.post(f"{path_of(received)}/phone", data=sent).status_code == 303

    db.session.refresh(received.appeal)
    assert len(files.of(received.appeal.ref)) == 1
    assert "留一个手机号" in client.get(path_of(received)).text


def test_not_content_opens_it_again(
    client: Client, cast: Cast, at_now: Path, now: dt.datetime
) -> None:
    received = makers.received(cast, now)
    by = cast.actor(cast.organizer)
    services.release(received.appeal, makers.TITLE, makers.PUBLIC, by=by, now=now)
    services.answer(received.appeal, makers.ANSWER, by=by, now=now)
    db.session.commit()

    sent = {"code": received.code, "words": "灯还是不亮"}
    client.post(f"{path_of(received)}/objection", data=sent)

    assert only().state is AppealState.ACCEPTED
    assert "灯还是不亮" not in client.get(f"/appeals/{received.appeal.number}").text


def test_a_forged_or_cut_address_is_a_404(client: Client, cast: Cast, now: dt.datetime) -> None:
    received = makers.received(cast, now)
    db.session.commit()

    assert client.get(path_of(received)[:-1]).status_code == 404
    assert client.get("/receipts/1.abc").status_code == 404
