"""The sizes of DESIGN: short functions, files that read top down (source: docs/design.md)."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIMITS = {".py": 300, ".html": 150, ".css": 200, ".js": 200}


def _files(*folders: str) -> list[Path]:
    found = [p for folder in folders for p in (ROOT / folder).rglob("*") if p.suffix in LIMITS]
    return [p for p in found if not {"migrations", "vendor", "__pycache__"} & set(p.parts)]


def _functions(folder: str) -> Iterator[tuple[str, int]]:
    for path in _files(folder):
        if path.suffix == ".py":
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef):
                    size = (node.end_lineno or 0) - node.lineno + 1
                    yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", size


def test_no_file_is_longer_than_its_kind_may_be() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _files("yishi", "templates", "static", "tests")
        if (lines := len(path.read_text().splitlines())) > LIMITS[path.suffix]
    }

    assert long == {}


def test_functions_are_short_as_a_whole_and_none_is_long() -> None:
    sizes = dict(_functions("yishi"))
    ordered = sorted(sizes.values())

    assert {name: size for name, size in sizes.items() if size > 40} == {}
    assert statistics.median(ordered) <= 8
    assert ordered[int(len(ordered) * 0.9)] <= 18


@pytest.mark.parametrize("folder", ["tests"])
def test_a_test_fits_on_a_screen(folder: str) -> None:
    tests = {n: s for n, s in _functions(folder) if " test_" in n and "/journeys/" not in n}

    assert {name: size for name, size in tests.items() if size > 30} == {}
