"""WCAG 2.2 AA by axe-core, plus what axe does not measure: nothing wider than the window."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def barriers(page: Page) -> list[str]:
    """What stands in somebody's way on this page, in words; empty when nothing does."""
    result = Axe().run(page, options=OPTIONS)
    found = [
        f"{v['id']}: {v['help']}: {node['target']} {node['html'][:160]} {_why(node)}"
        for v in result.response["violations"]
        for node in v["nodes"]
    ]
    return found + (["wider than the window"] if page.evaluate(TOO_WIDE) else [])


def _why(node: dict[str, object]) -> str:
    return str(node.get("failureSummary", "")).replace("\n", " ")[:300]
