"""Page hygiene, for every view test: `Page(client.get("/desk"))` fails with all that is wrong.

Title, one h1, unique ids, labels, forms that work without scripts and carry the
token, nothing inline, htmx targets that exist, no middle dots between facts.
`Fragment(response)` checks the same of a part.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

VOID = {"meta", "link", "input", "img", "br", "hr", "col", "source", "wbr", "path", "rect"}
UNTYPED = {"hidden", "submit", "button", "image", "reset"}
REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "for", "form", "data-copy")
INLINE = re.compile(r"^(style|on\w+|hx-on.*)$")


@dataclass
class Node:
    """An element with its text."""

    tag: str
    attrs: dict[str, str]
    parent: "Node | None" = None
    parts: list[str] = field(default_factory=list)

    def get(self, name: str) -> str:
        return self.attrs.get(name, "")

    @property
    def text(self) -> str:
        return " ".join("".join(self.parts).split())

    def inside(self, tag: str) -> "Node | None":
        node = self.parent
        while node and node.tag != tag:
            node = node.parent
        return node


class Tree(HTMLParser):
    """All elements of a page in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.nodes: list[Node] = []
        self.open: list[Node] = []
        self.unclosed: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {k: v or "" for k, v in attrs}, self.open[-1] if self.open else None)
        self.nodes.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.open and self.open[-1].tag == tag:
            self.open.pop()
        else:
            self.unclosed.append(tag)

    def handle_data(self, data: str) -> None:
        for node in self.open:
            node.parts.append(data)


class Fragment:
    """A part of a page; raises AssertionError with everything that is wrong with it."""

    def __init__(self, response: Any, status: int = 200) -> None:
        assert response.status_code == status, (
            f"{response.status_code}: {response.get_data(as_text=True)[:2000]}"
        )
        self.html: str = response.get_data(as_text=True)
        self.tree = Tree(self.html)
        self.nodes = self.tree.nodes
        troubles = self.troubles()
        assert not troubles, "\n".join(troubles)

    def all(self, tag: str) -> list[Node]:
        """Every element of this kind."""
        return [node for node in self.nodes if node.tag == tag]

    def by_id(self, id_: str) -> Node:
        """The element with this id."""
        return next(node for node in self.nodes if node.get("id") == id_)

    @property
    def text(self) -> str:
        """What a reader sees, spaces folded."""
        return " ".join(node.text for node in self.nodes if node.parent is None)

    @property
    def ids(self) -> list[str]:
        return [node.get("id") for node in self.nodes if "id" in node.attrs]

    def form(self, action: str) -> dict[str, str]:
        """The values that a form would send, ready for `client.post`."""
        form = next(f for f in self.all("form") if f.get("action") == action)
        return {n.get("name"): self._value(n) for n in self._fields(form) if _is_sent(n)}

    def _value(self, node: Node) -> str:
        if node.tag != "select":
            return _value(node)
        options = [n for n in self.all("option") if n.inside("select") is node]
        chosen = [n for n in options if "selected" in n.attrs] or options[:1]
        return chosen[0].attrs.get("value", chosen[0].text) if chosen else ""

    def links(self) -> list[str]:
        """Every address the page leads to on this site."""
        return [n.get("href") for n in self.all("a") if n.get("href").startswith("/")]

    def troubles(self) -> list[str]:
        """What is wrong, in words."""
        return [
            *self._inline(),
            *self._ids(),
            *self._labels(),
            *self._forms(),
            *self._names(),
            *self._words(),
        ]

    def _inline(self) -> list[str]:
        found = [
            f"inline {name} on <{node.tag}>"
            for node in self.nodes
            for name in node.attrs
            if INLINE.match(name)
        ]
        found += [f"<{n.tag}> inline" for n in self.all("script") if "src" not in n.attrs]
        found += ["<style> inline" for _ in self.all("style")]
        return found + [
            f"javascript: on <{n.tag}>"
            for n in self.nodes
            if n.get("href").lower().startswith("javascript")
        ]

    def _ids(self) -> list[str]:
        known = set(self.ids)
        found = [f"id {i!r} twice" for i in sorted(known) if self.ids.count(i) > 1]
        found += ["empty id" for i in self.ids if not i.strip()]
        return found + [
            f"{name}={reference!r} on <{node.tag}> leads nowhere"
            for node in self.nodes
            for name in REFERENCES
            for reference in node.get(name).split()
            if reference not in known and not self._is_elsewhere(name)
        ]

    def _is_elsewhere(self, _name: str) -> bool:
        return True  # a fragment may point at the page around it

    def _labels(self) -> list[str]:
        labelled = {node.get("for") for node in self.all("label")}
        return [
            f"<{node.tag} name={node.get('name')!r}> has no label"
            for node in self.nodes
            if node.tag in {"input", "select", "textarea"}
            and node.get("type") not in UNTYPED
            and node.get("id") not in labelled
            and not (node.get("aria-label") or node.get("aria-labelledby") or node.inside("label"))
        ]

    def _forms(self) -> list[str]:
        found = []
        for form in self.all("form"):
            where = f"form {form.get('action')!r}"
            if not form.get("action") or not form.get("method"):
                found.append(f"{where} needs action and method to work without scripts")
            names = {node.get("name") for node in self._fields(form)}
            if form.get("method").lower() == "post" and "csrf_token" not in names:
                found.append(f"{where} has no csrf_token")
            if form.inside("form"):
                found.append(f"{where} inside another form")
        return found

    def _fields(self, form: Node) -> list[Node]:
        return [
            node
            for node in self.nodes
            if node.tag in {"input", "select", "textarea", "button"}
            and (
                node.inside("form") is form
                or (form.get("id") and node.get("form") == form.get("id"))
            )
        ]

    def _names(self) -> list[str]:
        found = [
            f"<img {n.get('src')!r}> has no alt" for n in self.all("img") if "alt" not in n.attrs
        ]
        found += [
            f"<{node.tag}> {node.attrs} says nothing"
            for node in self.nodes
            if node.tag in {"button", "a", "summary", "th", "h1", "h2", "h3", "label", "legend"}
            and not (node.text or node.get("aria-label") or self._has_alt(node))
        ]
        return found + [f"<a> without href: {n.text}" for n in self.all("a") if not n.get("href")]

    def _has_alt(self, link: Node) -> bool:
        return any(n.parent is link and n.get("alt") for n in self.all("img"))

    def _words(self) -> list[str]:
        return [f"middle dot in {n.text[:60]!r}" for n in self.nodes if _says_dot(n)]


class Page(Fragment):
    """A whole page."""

    @property
    def title(self) -> str:
        return self.all("title")[0].text

    @property
    def h1(self) -> str:
        return self.all("h1")[0].text

    def troubles(self) -> list[str]:
        return [*super().troubles(), *self._head(), *self._headings(), *self._targets()]

    def _is_elsewhere(self, _name: str) -> bool:
        return False

    def _head(self) -> list[str]:
        found = [] if self.all("title") and self.title else ["no title"]
        if [n.get("lang") for n in self.all("html")] != ["zh-CN"]:
            found.append("html lang is not zh-CN")
        if [n.get("id") for n in self.all("main")] != ["main"]:
            found.append("needs one <main id=main>")
        return found + [f"</{tag}> closes nothing" for tag in self.tree.unclosed]

    def _headings(self) -> list[str]:
        levels = [int(n.tag[1]) for n in self.nodes if re.fullmatch(r"h[1-6]", n.tag)]
        found = [] if levels.count(1) == 1 else [f"{levels.count(1)} h1"]
        return found + [
            f"h{after} after h{before}" for before, after in pairwise(levels) if after > before + 1
        ]

    def _targets(self) -> list[str]:
        known = set(self.ids)
        return [
            f"{name}={node.get(name)!r} leads nowhere"
            for node in self.nodes
            for name in ("hx-target", "hx-include", "href")
            if re.fullmatch(r"#[\w-]+", node.get(name)) and node.get(name)[1:] not in known
        ]


def _says_dot(node: Node) -> bool:
    return node.tag not in {"html", "body", "main", "title"} and " · " in "".join(node.parts)


def _is_sent(node: Node) -> bool:
    if not node.get("name") or node.tag == "button":
        return False
    return node.get("type") not in {"checkbox", "radio"} or "checked" in node.attrs


def _value(node: Node) -> str:
    if node.tag == "textarea":
        return "".join(node.parts).removeprefix("\n")
    return node.attrs.get("value", "on" if node.get("type") == "checkbox" else "")
