"""Numbers, receipt codes and households: what residents type, in whatever width. Pure."""

import re
import unicodedata

CODE_DIGITS = 8


def number(year: int, n: int) -> str:
    """SQ2026-000123; grows beyond a million when it must."""
    return f"SQ{year}-{n:06}"


def read_number(typed: str) -> str | None:
    """The number that somebody typed: sq2026-123, ＳＱ２０２６０００１２３, 2026 000123."""
    match = re.fullmatch(r"(?:SQ)?(\d{4})(\d{1,9})", _plain(typed))
    return number(int(match[1]), int(match[2])) if match else None


def read_code(typed: str) -> str | None:
    """The eight digits of a receipt code, however they were grouped."""
    plain = _plain(typed)
    return plain if re.fullmatch(rf"\d{{{CODE_DIGITS}}}", plain) else None


def spaced(code: str) -> str:
    """4071 8823"""
    return f"{code[:4]} {code[4:]}"


def household(building: str, unit: str, room: str) -> str | None:
    """The household as a text to be hashed; None without building and room.

    3号楼 / 2单元 / ０５０１室 and 3 / 2 / 501 are the same household.
    """
    parts = [_part(building), _part(unit), _part(room)]
    return "-".join(parts) if parts[0] and parts[2] else None


def _part(typed: str) -> str:
    return re.sub(r"号楼|号|栋|幢|楼|单元|室|房|层", "", _plain(typed)).lstrip("0")


def _plain(typed: str) -> str:
    return re.sub(r"[\s\-—–_.]", "", unicodedata.normalize("NFKC", typed)).upper()
