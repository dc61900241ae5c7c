"""No address that a stranger wrote leads away from this site, or is an error page."""

import pytest

from tests.conftest import Client
from yishi.web.urls import local_path


@pytest.mark.parametrize(
    "address",
    [
        None,
        "",
        "desk",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t\\evil.example",
        "/\n\\evil.example",
        "/\t/evil.example",
        "/\r\nSet-Cookie: a=b",
        "http:evil.example",
        "http://[",
        "javascript:alert(1)",
        "/\u2028/evil.example",
    ],
)
def test_an_address_elsewhere_is_not_followed(address: str | None) -> None:
    assert local_path(address, "/desk") == "/desk"


@pytest.mark.parametrize("address", ["/desk/issues?state=open&q=灯#top", "/", "/desk/../desk"])
def test_an_address_of_ours_is_followed(address: str) -> None:
    assert local_path(address, "/elsewhere") == address


@pytest.mark.parametrize("origin", ["http://[", "http://evil.example", "x", "http://localhost:1"])
def test_a_change_from_another_origin_is_refused(client: Client, origin: str) -> None:
    answer = client.post("/sign-in", headers={"Origin": origin})

    assert answer.status_code == 403
