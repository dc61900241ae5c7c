"""What a text may be, and where two texts differ. Pure."""

from dataclasses import dataclass

LONGEST = 4000


@dataclass(frozen=True)
class Marked:
    """(不同之处) A text in three parts; only `middle` differs from the other text."""

    before: str
    middle: str
    after: str


def tidy(text: str) -> str:
    """Browsers send \\r\\n; spaces at the ends of lines and of the text say nothing."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def differences(one: str, other: str) -> tuple[Marked, Marked]:
    """Both texts, cut where they begin and cease to differ."""
    start = _shared(one, other)
    end = _shared(one[start:][::-1], other[start:][::-1])
    return _cut(one, start, end), _cut(other, start, end)


def both(theirs: str, yours: str) -> str:
    """Both texts, one after the other; a text that contains the other is enough."""
    if theirs in yours or yours in theirs:
        return max(theirs, yours, key=len)
    return f"{theirs}\n{yours}"


def _shared(one: str, other: str) -> int:
    """How many characters both begin with."""
    pairs = zip(one, other, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _cut(text: str, start: int, end: int) -> Marked:
    stop = len(text) - end
    return Marked(text[:start], text[start:stop], text[stop:])
