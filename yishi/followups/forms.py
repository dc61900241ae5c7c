"""What the pages of follow-ups send."""

from collections.abc import Mapping
from typing import Any

from yishi.errors import Invalid
from yishi.issues.rules import Answer, VerdictSource
from yishi.issues.services import Rest
from yishi.web.fields import day, number, one_of

BY_HAND = (VerdictSource.PHONE, VerdictSource.PAPER)


def verdict(fields: Mapping[str, str]) -> dict[str, Any]:
    """The answer, whether the resident is satisfied, and their own words."""
    return {
        "answer": one_of(Answer, fields.get("answer", "")),
        "satisfied": {"yes": True, "no": False}.get(fields.get("satisfied", "")),
        "text": fields.get("text", "").strip(),
    }


def require_answer(said: Mapping[str, Any]) -> None:
    """Asked before the proof, so that an empty press costs no try. Raises Invalid."""
    if said["answer"] is None:
        raise Invalid("还差一点", {"answer": "请选一个：解决了、解决了一部分、没解决。"})


def desk_verdict(fields: Mapping[str, str]) -> dict[str, Any]:
    """The same as entered for a resident: by which way, who, and the rest if it is partly."""
    source = one_of(VerdictSource, fields.get("source", ""))
    who = fields.get("who", "")
    return {
        **verdict(fields),
        "source": source if source in BY_HAND else VerdictSource.PHONE,
        "by_reporter": who != "neighbour",
        "by_name": fields.get("by_name", "").strip() or "居民",
        "contact_point_id": number(who),
        "rest": _rest(fields),
    }


def _rest(fields: Mapping[str, str]) -> Rest | None:
    text, due_on = fields.get("rest", "").strip(), day(fields.get("rest_due_on", ""))
    return Rest(text, due_on) if text or due_on else None
