"""One link has one address, for one purpose, until its time is over."""

import datetime as dt

import pytest

from tests.conftest import Client
from yishi.accounts import links
from yishi.accounts.models import AccessLink
from yishi.database import db
from yishi.errors import NotFound


@pytest.fixture
def link(session: object, now: dt.datetime) -> AccessLink:
    """A receipt's link of one hour."""
    hour = dt.timedelta(hours=1)
    return links.issue_link(
        "receipt", "appeal:1", contact_point_id=None, expires_at=now + hour, now=now
    )


def test_a_link_opens_what_it_was_made_for(link: AccessLink, now: dt.datetime) -> None:
    assert links.resolve(links.token(link), "receipt", now) is link


@pytest.mark.parametrize("before", ["0", " ", "+", "0x", "-", "0_"])
def test_another_spelling_is_no_address(link: AccessLink, now: dt.datetime, before: str) -> None:
    with pytest.raises(NotFound):
        links.resolve(before + links.token(link), "receipt", now)


def test_no_other_purpose_no_part_no_neighbour(link: AccessLink, now: dt.datetime) -> None:
    token = links.token(link)
    _, _, signature = token.partition(".")
    tries = [(token, "verdict"), (token[:-1], "receipt"), (token + "A", "receipt"), ("", "receipt")]
    for text, purpose in [*tries, (f"{link.id + 1:x}.{signature}", "receipt")]:
        with pytest.raises(NotFound):
            links.resolve(text, purpose, now)


def test_a_link_ends_with_its_hour_and_when_it_is_revoked(
    link: AccessLink, now: dt.datetime
) -> None:
    token = links.token(link)
    with pytest.raises(links.Lapsed):
        links.resolve(token, "receipt", link.expires_at)

    links.revoke("appeal:1", now)
    db.session.expire_all()  # another request

    with pytest.raises(links.Lapsed):
        links.resolve(token, "receipt", now)


@pytest.mark.parametrize("path", ["/k/", "/v/", "/receipts/"])
def test_an_address_that_opens_nothing_is_kept_secret_too(client: Client, path: str) -> None:
    answer = client.get(f"{path}1.abc")

    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
