"""A cursor that is not ours shows the first page; no text in an address is an error page."""

import json
from base64 import urlsafe_b64encode

import pytest

from tests.cast import Cast
from tests.conftest import Client
from yishi.issues.models import REGISTER_ORDER, Issue
from yishi.web.pagination import NEVER, _read


def cursor(*values: object) -> str:
    return urlsafe_b64encode(json.dumps(values).encode()).decode()


FOREIGN = [
    "",
    "x",
    "灯",
    cursor(),
    cursor("a", "b"),
    cursor("2026-11-28T01:00:00", "1"),
    cursor("2026-W01-1", "1"),
    cursor("2026-11-28T01:00:00+00:00", "9" * 30),
    cursor("2026-11-28T01:00:00+00:00", "1", "2"),
    cursor(None, [1]),
    urlsafe_b64encode(b"[" * 5000).decode(),
    urlsafe_b64encode(b'{"a": 1}').decode(),
]


@pytest.mark.parametrize("after", FOREIGN)
@pytest.mark.parametrize(
    "page", ["/desk/issues", "/desk/appeals", "/desk/deliberations", "/desk/notices", "/schedule"]
)
def test_a_foreign_cursor_shows_the_first_page(
    client: Client, cast: Cast, page: str, after: str
) -> None:
    client.sign_in(cast.organizer)

    assert client.get(page, query_string={"after": after}).status_code == 200


@pytest.mark.parametrize("moment", ["2026-11-28T01:00:00+00:00", NEVER])
def test_our_own_cursor_is_read(moment: str) -> None:
    keys = [REGISTER_ORDER, Issue.__table__.c.id]

    assert _read(cursor(moment, "7"), keys) is not None
