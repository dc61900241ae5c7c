"""Who may talk to Celery and to Redis: what import-linter cannot say of other people's packages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

YISHI = Path(__file__).parent.parent.parent / "yishi"

ALLOWED = {
    "celery": ("background.py",),
    "kombu": ("background.py",),
    "redis": ("live/hub.py", "web/limits.py"),
    "gunicorn": ("embedded/roles.py",),
    "smtplib": ("notices/channels/",),
}


def imported(path: Path) -> Iterator[str]:
    """The top-level packages that a file imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("package", ALLOWED)
def test_a_package_is_used_only_in_its_place(package: str) -> None:
    users = {
        str(path.relative_to(YISHI)) for path in YISHI.rglob("*.py") if package in imported(path)
    }

    assert {user for user in users if not user.startswith(ALLOWED[package])} == set()
