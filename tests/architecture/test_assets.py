"""What the browser is sent: nothing Chromium 90 lacks, nothing vendored by accident."""

import hashlib
import re
from pathlib import Path

import pytest

from yishi.web.assets import STATIC, stylesheets

TEMPLATES = STATIC.parent / "templates"
SCRIPTS = sorted((STATIC / "js").glob("*.js"))

# Each came to Chromium after 90, or needs unsafe-* in the content policy.
CSS_TOO_NEW = {
    ":has()": r":has\(",
    "nesting": r"&\s*[:.\[\s]",
    "@layer": r"@layer",
    "@container": r"@container",
    "color-mix": r"color-mix\(",
    "subgrid": r"subgrid",
    "dvh": r"\d(dvh|svh|lvh)\b",
    "range media query": r"@media[^{]*[<>]",
    "text-wrap": r"text-wrap\s*:",
    "@import": r"@import",
    "a foreign address": r"https?:",
}
JS_TOO_NEW = {
    "array.at": r"\.at\(-?\d",
    "structuredClone": r"structuredClone",
    "hasOwn": r"Object\.hasOwn\b",
    "findLast": r"\.findLast",
    "toSorted": r"\.to(Sorted|Reversed|Spliced)\(",
    "groupBy": r"groupBy\(",
    "randomUUID, absent on plain HTTP": r"randomUUID",
    "private method": r"(^|\s)#\w+\s*\(",
    "static block": r"static\s*\{",
    "top-level await": r"^await\s",
    "eval": r"\beval\(|new Function",
    "innerHTML": r"\.(innerHTML|outerHTML)\s*=|insertAdjacentHTML|document\.write",
    "inline style": r"setAttribute\(.style",
}


def _bare(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


@pytest.mark.parametrize("path", stylesheets(), ids=lambda path: path.name)
def test_a_stylesheet_uses_nothing_that_chromium_90_lacks(path: Path) -> None:
    css = _bare(path.read_text())

    assert [name for name, pattern in CSS_TOO_NEW.items() if re.search(pattern, css)] == []
    assert css.count("{") == css.count("}")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_uses_nothing_that_chromium_90_lacks(path: Path) -> None:
    js = re.sub(r"//.*", "", path.read_text())

    found = [n for n, pattern in JS_TOO_NEW.items() if re.search(pattern, js, re.MULTILINE)]
    assert found == []


def test_all_styles_together_stay_small() -> None:
    assert sum(len(_bare(path.read_text()).encode()) for path in stylesheets()) <= 32 * 1024


def test_only_colours_of_the_tokens_are_used() -> None:
    tokens, allowed = STATIC / "css/tokens.css", {"#fff"}

    strange = {
        (path.name, colour)
        for path in stylesheets()
        if path != tokens
        for colour in re.findall(r"#[0-9a-fA-F]{3,8}\b", _bare(path.read_text()))
        if colour not in allowed
    }

    assert strange == set()


def test_every_custom_property_used_is_defined() -> None:
    css = "".join(_bare(path.read_text()) for path in stylesheets())

    assert set(re.findall(r"var\((--[\w-]+)", css)) <= set(re.findall(r"(--[\w-]+)\s*:", css))


@pytest.mark.parametrize("folder", sorted((STATIC / "vendor").iterdir()), ids=lambda p: p.name)
def test_a_vendored_file_is_the_one_its_readme_names(folder: Path) -> None:
    readme = (folder / "README.md").read_text()
    named = dict(re.findall(r"^\| ([\w.-]+\.js) \| ([0-9a-f]{64}) \|$", readme, re.MULTILINE))

    present = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.js")
    }

    assert present == named
    assert "Licence" in readme
    assert "Source" in readme


def test_templates_use_no_inline_styles_scripts_or_handlers() -> None:
    inline = re.compile(
        r"\sstyle=|\son[a-z]+=\"|hx-on|<style|<script(?![^>]*\ssrc=)|js:|\|\s*safe\b"
    )
    found = {
        f"{path.relative_to(TEMPLATES)}: {match.group()}"
        for path in TEMPLATES.rglob("*.html")
        if "notices" not in path.parts  # mail needs its styles in line
        and "export" not in path.name  # one file that leaves the house, with all it needs
        for match in inline.finditer(path.read_text())
    }

    assert found == set()
