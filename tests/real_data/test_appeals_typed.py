"""Real appeals typed into the form, the longest and strangest of them; only in .ci/run."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.cast import Cast
from tests.conftest import Client
from tests.pages import Page
from tests.real_data.test_appeals_import import ANSWERS, LIKES
from yishi.appeals.models import Appeal
from yishi.database import db
from yishi.documents.tables import read_table

pytestmark = pytest.mark.real_data

TYPED = 60


def longest() -> list[dict[str, str]]:
    rows = [row for file in (LIKES, ANSWERS) for _, row in read_table(file.read_bytes()).records()]
    return sorted(rows, key=lambda row: len(row["留言详情"]) + len(row["留言主题"]), reverse=True)


def test_the_longest_texts_go_through_and_are_read_at_the_desk(
    client: Client, cast: Cast, at_now: Path
) -> None:
    client.sign_in(cast.organizer)
    for row in longest()[:TYPED]:
        sent = {
            "place": f"e{cast.estate.id}",
            "title": row["留言主题"],
            "text": row["留言详情"],
        }
        assert client.post("/appeals/new", data=sent).status_code == 303, row["留言主题"]

    appeals = db.session.scalars(sa.select(Appeal).order_by(Appeal.id)).all()
    assert len(appeals) == TYPED
    for appeal in (*appeals[:3], *appeals[-3:]):
        assert appeal.text in Page(client.get(f"/desk/appeals/{appeal.id}")).html.replace(
            "&#34;", '"'
        ).replace("&#39;", "'")
    Page(client.get("/desk/appeals"))


def test_no_real_title_is_too_long_or_too_short(cast: Cast) -> None:
    from yishi.appeals.rules import appeal_errors

    refused = [row for row in longest() if appeal_errors(row["留言主题"], row["留言详情"])]

    assert refused == []
