"""Texts that hurt programs, in every field of every form: shown as typed, run by nobody."""

from collections import deque
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from markupsafe import escape
from werkzeug.test import TestResponse

from tests.conftest import Client
from tests.pages import Tree
from tests.web.hostile import TEXTS, Form, evil_nodes, forms
from yishi.appeals.models import Appeal
from yishi.database import db
from yishi.web.cleaning import clean

OF_A_KIND = 2  # pages of one endpoint, in different states
LEFT_OUT = {"/sign-out", "/sign-in", "/sign-in/demo", "/desk/me/password", "/desk/areas/shipped"}
READERS = ("wangjuan", "hanlei", "chenmo", "hejing")


@pytest.fixture
def town(in_town: Flask) -> Flask:
    """The town; its test clients can sign in."""
    in_town.test_client_class = Client
    return in_town


@pytest.mark.parametrize("login", READERS)
def test_no_field_of_a_form_breaks_a_page(town: Flask, login: str) -> None:
    browser = signed_in(town, login)
    pages = crawled(browser, town)
    kinds = {(town_endpoint(town, form.action), form.names): form for form in forms_of(pages)}
    wrong = {}
    for turn, form in enumerate(kinds.values()):
        for all_fields in (False, True):
            answer = sent(browser, form, form.filled(turn * 13, all_fields=all_fields))
            if trouble := trouble_with(answer):
                wrong[form.method, form.action, all_fields] = trouble
    wrong |= {("get", at, False): t for at in pages if (t := trouble_with(browser.get(at)))}

    assert wrong == {}
    assert len(kinds) >= 3


@pytest.mark.parametrize("turn", range(0, len(TEXTS), 10))
def test_what_a_resident_typed_is_shown_as_typed(town: Flask, turn: int) -> None:
    browser = signed_in(town, "wangjuan")
    form = the_form(browser, "/appeals/new?estate=1", "title")
    for text in TEXTS[turn : turn + 10]:
        words = f"路灯坏了好几天{text}晚上看不见"[:900]
        typed = {**form.given, "title": ["路灯不亮"], "text": [words]}
        assert sent(browser, form, typed).status_code == 200

        appeal = db.session.scalars(sa.select(Appeal).order_by(Appeal.id.desc()).limit(1)).one()
        said = {"public_title": "路灯不亮", "public_text": words}
        browser.post(f"/desk/appeals/{appeal.id}/release", data=said)

        for address in (f"/desk/appeals/{appeal.id}", f"/appeals/{appeal.number}"):
            page = browser.get(address).text
            assert str(escape(clean(words))) in page
            assert evil_nodes(page) == []


def the_form(browser: Client, address: str, name: str) -> Form:
    """The form of a page with this field."""
    page = Tree(browser.get(address).text)
    return next(form for form in forms(page, address) if name in form.names)


def signed_in(town: Flask, login: str) -> Client:
    """A browser of one of the demo's accounts."""
    browser = town.test_client()
    assert browser.post("/sign-in/demo", data={"login": login}).status_code == 303
    return browser  # type: ignore[return-value]


def town_endpoint(town: Flask, address: str) -> str:
    """The kind of page an address leads to."""
    adapter = town.url_map.bind("localhost")
    path = urlsplit(address).path
    for method in ("GET", "POST"):
        if adapter.test(path, method):
            return f"{adapter.match(path, method)[0]}"
    return path


def crawled(browser: Client, town: Flask) -> dict[str, Tree]:
    """Pages reached by links, at most so many of a kind."""
    queue, seen, pages = deque(["/desk", "/"]), set(), {}
    kinds: dict[str, int] = {}
    while queue:
        address = queue.popleft()
        kind = town_endpoint(town, address)
        if address in seen or kinds.get(kind, 0) >= OF_A_KIND:
            continue
        seen.add(address)
        answer = browser.get(address)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        pages[address] = page = Tree(answer.text)
        links = (node.get("href").partition("#")[0] for node in page.nodes if node.tag == "a")
        queue.extend(link for link in links if link.startswith("/"))
    return pages


def forms_of(pages: dict[str, Tree]) -> Iterator[Form]:
    """All forms but those that lead out."""
    for address, page in pages.items():
        for form in forms(page, address):
            if form.action.partition("?")[0] not in LEFT_OUT:
                yield form


def sent(browser: Client, form: Form, values: dict[str, list[str]]) -> TestResponse:
    """The answer to a form, or the page it leads to."""
    typed = urlencode(values, doseq=True)
    if form.method == "get":
        return browser.get(form.action, query_string=typed)
    kind = "application/x-www-form-urlencoded"
    return browser.post(form.action, data=typed, content_type=kind, follow_redirects=True)


def trouble_with(answer: TestResponse) -> str:
    """What is wrong with an answer; empty if nothing is."""
    if answer.status_code >= 500:
        return str(answer.status_code)
    found = evil_nodes(answer.text) if answer.mimetype == "text/html" else []
    return ", ".join(f"<{node.tag} {node.attrs}>" for node in found)
