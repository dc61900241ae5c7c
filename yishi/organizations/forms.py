"""What the pages of this room ask for, parsed and with errors by field."""

from typing import Any

from yishi.accounts.rules import telephone

LONGEST_LINE = 40


def office_problem(name: str, value: Any) -> str | None:
    """What is wrong with a line of an office's particulars; an empty one is fine."""
    if not isinstance(value, str) or not value.isprintable() or len(value) > LONGEST_LINE:
        return f"请写一行字，不超过 {LONGEST_LINE} 个字。"
    if name == "telephone" and value and telephone(value) is None:
        return "请写 11 位手机号，或带区号的座机，如 0635-1234567。"
    return None
