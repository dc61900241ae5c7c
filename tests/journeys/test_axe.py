"""WCAG 2.2 AA on every page of the demo, for every account, at both widths.

The walk follows links from `/` and `/desk`, two pages of each kind, so that a
page that is linked anywhere is looked at without being listed here.
"""

from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import APIResponse, Browser, BrowserContext, Page
from werkzeug.exceptions import HTTPException

from tests.journeys.axe import barriers
from tests.journeys.browser import PHONE, WIDE, listen
from tests.journeys.town import Town

pytestmark = pytest.mark.journey

OF_EACH_KIND = 2
NO_PAGES = ("/static/", "/live/", "/healthz", "/readyz", "/metrics")


def test_nothing_stands_in_the_way_of_a_resident(town: Town, browser: Browser) -> None:
    context = browser.new_context(base_url=town.address)

    assert walk(town, context, "/", Counter()) == {}


def test_nothing_stands_in_the_way_at_the_desk(town: Town, browser: Browser) -> None:
    found: dict[str, list[str]] = {}
    seen = Counter[str]()
    for login in town.logins:
        context = browser.new_context(base_url=town.address)
        town.sign_in(context, login)
        seen["home.desk"] = 0  # everybody's own
        found |= walk(town, context, "/desk", seen)

    assert found == {}
    assert len(seen) > 20


@pytest.mark.parametrize(
    ("purpose", "folder"), [("assignment", "/k"), ("verdict", "/v"), ("receipt", "/receipts")]
)
def test_nothing_stands_in_the_way_behind_a_link(
    town: Town, browser: Browser, purpose: str, folder: str
) -> None:
    page = browser.new_page(base_url=town.address)

    page.goto(f"{folder}/{town.link(purpose)}")

    assert look(page) == []
    page.close()


def test_nothing_stands_in_the_way_of_signing_in(town: Town, browser: Browser) -> None:
    page = browser.new_page(base_url=town.address)

    page.goto("/sign-in")

    assert look(page) == []
    page.close()


def test_large_type_breaks_nothing(town: Town, browser: Browser) -> None:
    context = browser.new_context(base_url=town.address)
    context.add_cookies([{"name": "elder", "value": "1", "url": town.address}])

    assert walk(town, context, "/", Counter()) == {}


def walk(
    town: Town, context: BrowserContext, start: str, seen: Counter[str]
) -> dict[str, list[str]]:
    """Barriers by page, of the pages that links lead to from `start`, two of a kind."""
    page = context.new_page()
    complaints = listen(page)
    found: dict[str, list[str]] = {}
    for path in pages(town.app, page, start, seen):
        troubles = look(page) + complaints
        complaints.clear()
        if troubles:
            found[path] = troubles
    context.close()
    return found


def look(page: Page) -> list[str]:
    """The same page wide and on a phone."""
    troubles = []
    for name, size in (("wide", WIDE), ("phone", PHONE)):
        page.set_viewport_size(size)
        troubles += [f"{name}: {barrier}" for barrier in barriers(page)]
    return troubles


def pages(app: Flask, page: Page, start: str, seen: Counter[str]) -> Iterator[str]:
    """Opens page after page, at most two of a kind; a page that fails is a failure here."""
    waiting, known = [start], {start}
    while waiting:
        path = waiting.pop(0)
        kind = endpoint(app, path)
        if kind is None or seen[kind] >= OF_EACH_KIND:
            continue
        answer = page.context.request.head(path)
        assert answer.status == 200, f"{path}: {answer.status}"
        if "text/html" not in answer.headers["content-type"] or is_download(answer):
            continue
        page.goto(path)
        seen[kind] += 1
        yield path
        fresh = [link for link in links(page) if link not in known]
        known.update(fresh)
        waiting += fresh


def is_download(answer: APIResponse) -> bool:
    return "attachment" in answer.headers.get("content-disposition", "")


def links(page: Page) -> list[str]:
    """Where the page leads on this site, without query and fragment twice."""
    return page.eval_on_selector_all(
        "main a[href], header a[href]",
        "all => [...new Set(all.map(a => a.getAttribute('href')))]"
        ".filter(h => h.startsWith('/') && !h.startsWith('//')).map(h => h.split('#')[0])",
    )


def endpoint(app: Flask, path: str) -> str | None:
    """The kind of page, None for what is no page."""
    if path.startswith(NO_PAGES):
        return None
    try:
        return str(
            app.url_map.bind("localhost").match(path.split("?", maxsplit=1)[0], method="GET")[0]
        )
    except HTTPException:
        return None
