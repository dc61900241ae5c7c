"""What a save and a page of the session cost in statements."""

from pathlib import Path

import pytest

from tests.cast import Cast
from tests.conftest import Client
from tests.deliberations import rooms
from tests.deliberations.counting import brief, statements
from yishi.database import db
from yishi.deliberations.queries.on_site import on_site

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _saturday(at_now: Path) -> None:
    at_now.write_text(rooms.MORNING.isoformat())


def test_a_sentence_is_saved_in_two_statements_beside_the_sign_in(
    client: Client, cast: Cast
) -> None:
    day = rooms.opened(cast)
    db.session.commit()
    client.sign_in(cast.organizer)
    url = f"/desk/deliberations/{day.id}/session/items/{day.items[0].id}/note"
    client.post(url, data={"note": "先写一句", "note_revision": "0"}, headers=HTMX)

    with statements() as seen:
        client.post(url, data={"note": "再写一句", "note_revision": "1"}, headers=HTMX)

    mine = [s for s in seen if "sign_in" not in s and "role_grant" not in s]
    assert len(mine) == 2, brief(seen)


def test_the_page_costs_the_same_with_fifty_items(client: Client, cast: Cast) -> None:
    day = rooms.opened(cast, titles=tuple(f"第{n}件事" for n in range(50)))
    db.session.expire_all()

    with statements() as seen:
        on_site(day)

    assert len(seen) <= 8, brief(seen)
