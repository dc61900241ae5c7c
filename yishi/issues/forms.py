"""What the pages of issues send, read from the fields; whatever cannot be read is empty."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict

from yishi.accounts.actors import Actor
from yishi.issues.queries import STATES, Filters
from yishi.issues.rules import Answer, Outcome, Source
from yishi.organizations.rules import IssueClass
from yishi.web.fields import day, moment, number, one_of

Fields = MultiDict[str, str]


def filters(args: Mapping[str, str]) -> Filters:
    """The register's filter bar."""
    return Filters(
        q=args.get("q", "").strip()[:60],
        light=args.get("light", ""),
        state=state if (state := args.get("state", "")) in STATES else "open",
        unit_id=number(args.get("unit")),
        area=area if (area := args.get("area", "")).isalnum() else "",
        due_from=day(args.get("from")),
    )


def assignment(fields: Fields, actor: Actor) -> dict[str, Any]:
    """The arguments of `services.assign_referred` that a person types."""
    area = fields.get("area", "")
    return {
        "area_code": area if actor.covers(area) else actor.home_area,
        "estate_id": number(fields.get("estate_id")),
        "title": fields.get("title", ""),
        "measure": fields.get("measure", ""),
        "unit_id": number(fields.get("unit_id")),
        "issue_class": one_of(IssueClass, fields.get("issue_class")),
        "due_on": day(fields.get("due_on")),
        "judge": fields.get("judge", "").strip(),
        "source": one_of(Source, fields.get("source")) or Source.MEETING,
        "origin": {"text": fields.get("origin", "").strip()},
    }


def phone_call(fields: Fields, now: dt.datetime) -> dict[str, Any]:
    """Who acknowledged by phone, when, and from which number."""
    return {
        "name": fields.get("name", ""),
        "phone": fields.get("phone", ""),
        "at": moment(fields.get("at")) or now,
    }


def outcome(fields: Fields) -> Outcome | None:
    """What the reviewer found."""
    return one_of(Outcome, fields.get("outcome"))


def answer(fields: Fields) -> Answer | None:
    """What a resident says."""
    return one_of(Answer, fields.get("answer"))


def photos(files: Sequence[FileStorage]) -> list[FileStorage]:
    """The uploads that hold something: an empty field sends a nameless one."""
    return [file for file in files if file.filename]
