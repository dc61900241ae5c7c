"""Every link that the demo shows to an account opens for that account.

The walk goes page by page from `/` and from `/desk`, at most `OF_EACH_KIND` of a
kind; residents' pages look the same to everybody and are opened once.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.journeys.town import Town
from yishi.demo.people import ACCOUNTS

pytestmark = pytest.mark.journey

OF_EACH_KIND = 20
NO_PAGES = ("/static/", "/live/")
LINK = re.compile(r'(?:href|src|hx-get)="([^"#]+)')
SCRIPT = re.compile(r"<script.*?</script>", re.DOTALL)


class Walk:
    """The pages that one person reaches, and the links that lead nowhere, with where they stand."""

    def __init__(self, town: Town, login: str = "") -> None:
        self.town = town
        self.client: FlaskClient = town.app.test_client()
        self.kinds = Counter[str]()
        self.known: set[str] = set()
        if login:
            town.sign_in_client(self.client, login)

    def dead_links(self, start: str) -> dict[str, str]:
        """Address → status and the page that shows it."""
        found, waiting = {}, [(start, "")]
        while waiting:
            path, shown_on = waiting.pop(0)
            if path in self.known or not self._is_wanted(path):
                continue
            self.known.add(path)
            answer = self.client.get(path)
            if answer.status_code >= 400:
                found[path] = f"{answer.status_code}, shown on {shown_on}"
            waiting += [(link, path) for link in self._links(answer)]
        return found

    def _is_wanted(self, path: str) -> bool:
        kind = self._kind(path)
        self.kinds[kind] += 1
        return self.kinds[kind] <= OF_EACH_KIND

    def _kind(self, path: str) -> str:
        adapter = self.town.app.url_map.bind("localhost")
        try:
            return str(adapter.match(path.partition("?")[0], method="GET")[0])
        except HTTPException:
            return path  # leads nowhere: asked for, and found out

    def _links(self, answer: TestResponse) -> Iterator[str]:
        if answer.status_code in {301, 302, 303}:
            yield answer.headers["Location"]
        elif answer.mimetype == "text/html":
            for found in LINK.findall(SCRIPT.sub("", answer.text)):
                link = html.unescape(found)
                if link.startswith("/") and not link.startswith(NO_PAGES) and "elder=" not in link:
                    yield link


@pytest.fixture(scope="module")
def public_pages(town: Town) -> set[str]:
    """What a resident reaches; every one of them opens."""
    walk = Walk(town)

    assert walk.dead_links("/") == {}
    return walk.known


def test_a_resident_reaches_the_schedule_the_days_and_the_answers(
    town: Town, public_pages: set[str]
) -> None:
    first_parts = Counter(path.split("/")[1].partition("?")[0] for path in public_pages)

    assert first_parts["deliberations"] >= 5
    assert first_parts["issues"] >= 5
    assert "schedule" in first_parts


@pytest.mark.parametrize("login", [account.login for account in ACCOUNTS])
def test_every_link_opens_for(town: Town, public_pages: set[str], login: str) -> None:
    walk = Walk(town, login)
    walk.known |= public_pages

    assert walk.dead_links("/desk") == {}
    assert len(walk.known - public_pages) >= 3
