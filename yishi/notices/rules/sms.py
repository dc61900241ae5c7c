"""The text of an SMS: at most 70 characters with its signature. Pure (SPEC § 11)."""

from collections.abc import Callable, Mapping

LONGEST = 70
RECOGNISABLE = 8  # a title is told apart by so many characters; below that the name goes first
LONGEST_SIGNATURE = 12
ELLIPSIS = "…"
SHRINKABLE = (
    "title",
    "what",
    "reason",
    "answer",
    "place",
    "unit",
    "items",
)  # never a date or a number

_REFUSED = str.maketrans({"【": "（", "】": "）"} | dict.fromkeys("★※→①②③●■▲○", " "))

Write = Callable[[Mapping[str, str], str], str]


class TooLong(ValueError):
    """The fixed words alone are longer than an SMS: a mistake in the template."""


def fit(write: Write, parts: Mapping[str, str], name: str) -> str:
    """The text that `write(parts, name)` makes, whole if it fits, else with parts ending in ….

    The longest part is shortened first; the recipient's name is left out before any
    part falls below eight characters. Raises TooLong.
    """
    for who, least in ((name, RECOGNISABLE), ("", RECOGNISABLE), ("", 1)):
        text = _shortened(write, parts, who, least)
        if len(text) <= LONGEST:
            return text
    raise TooLong(f"longer than {LONGEST} characters without its title: {text}")


def plain(text: str) -> str:
    """One line, without a second 【】 and the symbols that operators refuse."""
    return " ".join(text.translate(_REFUSED).split())


def signature(name: str) -> str:
    """【铜城街道】"""
    return f"【{plain(name)[:LONGEST_SIGNATURE]}】"


def _shortened(write: Write, parts: Mapping[str, str], name: str, least: int) -> str:
    kept = dict(parts)
    for _ in parts:
        over = len(write(kept, name)) - LONGEST
        if over <= 0:
            break
        longest = max(kept, key=lambda part: len(kept[part]))
        kept[longest] = _cut(kept[longest], max(len(kept[longest]) - over - 1, least))
    return write(kept, name)


def _cut(text: str, length: int) -> str:
    return text if length + 1 >= len(text) else text[:length].rstrip("…，。、 ") + ELLIPSIS
