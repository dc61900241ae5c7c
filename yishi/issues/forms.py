"""What the pages of issues send, read from the fields; whatever cannot be read is empty."""

import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from werkzeug.datastructures import FileStorage, MultiDict

from yishi import clock
from yishi.accounts.actors import Actor
from yishi.issues.queries import STATES, Filters
from yishi.issues.rules import Answer, Outcome, Source
from yishi.organizations.rules import IssueClass

Fields = MultiDict[str, str]
E = TypeVar("E", bound=StrEnum)


def filters(args: Mapping[str, str]) -> Filters:
    """The register's filter bar."""
    return Filters(
        q=args.get("q", "").strip()[:60],
        light=args.get("light", ""),
        state=state if (state := args.get("state", "")) in STATES else "open",
        unit_id=number(args.get("unit", "")),
        area=area if (area := args.get("area", "")).isalnum() else "",
        due_from=day(args.get("from", "")),
    )


def assignment(fields: Fields, actor: Actor) -> dict[str, Any]:
    """The arguments of `services.assign_referred` that a person types."""
    area = fields.get("area", "")
    return {
        "area_code": area if actor.covers(area) else actor.home_area,
        "estate_id": number(fields.get("estate_id", "")),
        "title": fields.get("title", ""),
        "measure": fields.get("measure", ""),
        "unit_id": number(fields.get("unit_id", "")),
        "issue_class": one_of(IssueClass, fields.get("issue_class", "")),
        "due_on": day(fields.get("due_on", "")),
        "judge": fields.get("judge", "").strip(),
        "source": one_of(Source, fields.get("source", "")) or Source.MEETING,
        "origin": {"text": fields.get("origin", "").strip()},
    }


def phone_call(fields: Fields, now: dt.datetime) -> dict[str, Any]:
    """Who acknowledged by phone, when, and from which number."""
    return {
        "name": fields.get("name", ""),
        "phone": fields.get("phone", ""),
        "at": moment(fields.get("at", "")) or now,
    }


def outcome(fields: Fields) -> Outcome | None:
    """What the reviewer found."""
    return one_of(Outcome, fields.get("outcome", ""))


def answer(fields: Fields) -> Answer | None:
    """What a resident says."""
    return one_of(Answer, fields.get("answer", ""))


def photos(files: Sequence[FileStorage]) -> list[FileStorage]:
    """The uploads that hold something: an empty field sends a nameless one."""
    return [file for file in files if file.filename]


def number(text: str) -> int | None:
    """A row's id."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def day(text: str) -> dt.date | None:
    """A date field; years far off are none."""
    try:
        value = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return value if 2000 <= value.year <= 2100 else None


def moment(text: str) -> dt.datetime | None:
    """A datetime-local field: a clock in Liaocheng."""
    try:
        value = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    if value.tzinfo is not None or not 2000 <= value.year <= 2100:
        return None
    return clock.at(value.date(), value.time())


def one_of(kind: type[E], text: str) -> E | None:
    """A choice by its value, or None for what is none."""
    return next((choice for choice in kind if choice.value == text), None)
