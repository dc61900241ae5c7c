"""/issues/<number>, as residents read it."""

import datetime as dt

import pytest

from tests.cast import Cast
from tests.conftest import Client
from tests.issues.makers import (
    assigned_promise,
    manager,
    photo,
    promise,
    resolved,
)
from tests.pages import Page
from yishi.files import queries as files
from yishi.issues import services
from yishi.issues.rules import Answer, IssueState, VerdictSource

S = IssueState


def test_residents_read_both_dates_and_no_names(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    issue = assigned_promise(cast, now)
    services.note(issue, "位置公示满 5 天。", by=manager(cast), now=now)
    page = Page(client.get(f"/issues/{issue.number}"))

    assert "正在办 剩24个工作日" in page.text
    assert "12月25日" in page.text
    assert "为什么是这一天" in page.text
    assert "接下" in page.text
    assert "王娟" not in page.text


def test_what_was_only_said_in_the_room_is_not_public(
    client: Client, cast: Cast, now: dt.datetime
) -> None:
    issue = promise(cast, now)

    assert client.get(f"/issues/{issue.number}").status_code == 404
    assert client.get("/issues/SX2026-9999").status_code == 404


def test_residents_see_released_photos_only(client: Client, cast: Cast, now: dt.datetime) -> None:
    issue = assigned_promise(cast, now)
    note = services.note(issue, "打好了地基。", by=manager(cast), now=now, photos=[photo()])
    file = files.of(note.ref)[0]
    address = f"/issues/{issue.number}/photos/{file.id}"
    assert client.get(address).status_code == 404

    client.sign_in(cast.organizer)
    client.post(f"/desk/issues/{issue.id}/released-photos", data={"photo": file.id})
    with client.get(address) as response:
        assert response.mimetype == "image/jpeg"
    assert address in Page(client.get(f"/issues/{issue.number}")).html


def test_a_kept_promise_says_so(client: Client, cast: Cast, now: dt.datetime) -> None:
    issue = resolved(cast, now)
    said = {"source": VerdictSource.PHONE, "by_reporter": True, "by": cast.actor(cast.organizer)}
    services.record_verdict(issue, Answer.SOLVED, now=now, **said)

    page = Page(client.get(f"/issues/{issue.number}"))
    assert "兑现了" in page.text
    assert "已办完" in page.text


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>进展",
        "“引号”'\"&amp;进展",
        "𠮷野家🏠进展",
        "=1+1进展",
        "{{7*7}}进展",
    ],
)
def test_hostile_text_is_shown_verbatim(
    client: Client, cast: Cast, now: dt.datetime, text: str
) -> None:
    issue = assigned_promise(cast, now, measure=text * 2, title=text)
    services.note(issue, text, by=manager(cast), now=now)

    page = Page(client.get(f"/issues/{issue.number}"))
    assert text in page.all("h1")[0].text
    assert "<script>alert" not in page.html
