"""Characters that no text of ours may hold are dropped as a request is read."""

import pytest
from flask import Flask, request

from tests.conftest import Client
from yishi.web.cleaning import clean


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("进\0展", "进展"), ("棚\ud800", "棚"), ("𠮷🏠", "𠮷🏠"), ("plain", "plain")],
)
def test_what_cannot_be_stored_is_dropped(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_fields_and_query_are_clean(app: Flask) -> None:
    data = {"text": "进\0展", "many": ["a\0", "b"]}
    with app.test_request_context("/?q=%00灯", method="POST", data=data):
        assert request.args["q"] == "灯"
        assert request.form["text"] == "进展"
        assert request.form.getlist("many") == ["a", "b"]


def test_an_address_with_nul_leads_nowhere(client: Client) -> None:
    assert client.get("/issues/%00").status_code == 404
