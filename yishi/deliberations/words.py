"""Names and counts as the room writes them into sentences. Pure."""

from collections.abc import Iterable


def listed(names: Iterable[str], most: int = 0) -> str:
    """东街路灯、下水道返水 — with `most`, the rest becomes 等."""
    all_names = list(names)
    shown = all_names[:most] if most else all_names
    return "、".join(shown) + ("等" if len(shown) < len(all_names) else "")


NUMERALS = "零一二三四五六七八九十"


def count_words(number: int) -> str:
    """三 for small numbers, 12 for others."""
    return NUMERALS[number] if number < len(NUMERALS) else str(number)
