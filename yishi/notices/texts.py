"""The words of a notice: subject, plain text, HTML and SMS from `templates/notices/<kind>/`.

Facts come from the row, the recipient's name from the contact point, the address
of the one button from the access link, by the door its reader can reach.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import current_app
from jinja2 import Environment, StrictUndefined
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException

from yishi import settings
from yishi.accounts import links
from yishi.notices.channels import manual
from yishi.notices.models import Notice
from yishi.notices.rules import KINDS, sms
from yishi.organizations import queries as organizations

TO_LOOK = "看这件事"
PATHS = {"assignment": "/k/", "invitation": "/i/", "verdict": "/v/", "receipt": "/receipts/"}


class Text(NamedTuple):
    """A notice in words."""

    subject: str
    plain: str
    html: str


def mail_text(notice: Notice, now: dt.datetime) -> Text:
    """The mail. Raises what a broken template raises."""
    context = _context(notice, now)
    return Text(
        " ".join(_render(notice.kind, "subject.txt", context).split()),
        _render(notice.kind, "body.txt", context).strip() + "\n",
        _render(notice.kind, "body.html", context),
    )


def sms_text(notice: Notice, now: dt.datetime) -> str:
    """The SMS: at most 70 characters with its signature."""
    context = _context(notice, now)
    parts = {part: sms.plain(str(context[part])) for part in sms.SHRINKABLE if context.get(part)}

    def write(shorter: Mapping[str, str], name: str) -> str:
        words = {**context, **shorter, "name": sms.plain(name)}
        return "".join(_render(notice.kind, "sms.txt", words).split("\n")).strip()

    return sms.fit(write, parts, str(context["name"]))


def text_by_hand(notice: Notice, now: dt.datetime) -> str:
    """The finished text for a person to copy."""
    return manual.text(sms_text(notice, now), action(notice), address(notice))


def action(notice: Notice) -> str:
    """What the button says; who only gets a copy is asked for nothing."""
    return TO_LOOK if notice.params.get("copy") else KINDS[notice.kind].action


def address(notice: Notice) -> str | None:
    """Where the button leads; None if no door of ours reaches the reader."""
    here, link = settings.current(), notice.access_link
    if link is not None:
        base, path = here.public_url, PATHS[link.purpose] + links.token(link)
    else:
        room, _, number = notice.subject_ref.partition(":")
        day = notice.params.get("deliberation") or (number if room == "deliberation" else "")
        base = here.base_url if room == "issue" else here.public_url
        path = f"/desk/issues/{number}" if room == "issue" else f"/deliberations/{day}"
    return f"{base}{path}" if base and _is_a_page(path) else None


def _context(notice: Notice, now: dt.datetime) -> dict[str, Any]:
    kind = KINDS[notice.kind]
    office = organizations.office(notice.area_code)
    facts = {name: _fact(name, value) for name, value in notice.params.items()}
    return {
        **dict.fromkeys((*kind.required, *kind.optional), ""),
        **facts,
        "name": notice.contact_point.name,
        "office_name": office.name if office else "",
        "telephone": office.telephone if office else "",
        "signature": sms.signature(office.name if office else "居民议事"),
        "link": address(notice),
        "action": action(notice),
        "label": kind.label,
        "sent_at": now,
    }


def _fact(name: str, value: str | int) -> str | int | dt.datetime | dt.date:
    if name.endswith("_at"):
        return dt.datetime.fromisoformat(str(value))
    if name.endswith("_on"):
        return dt.date.fromisoformat(str(value))
    return value


def _render(kind: str, name: str, context: Mapping[str, Any]) -> str:
    return _environment().get_template(f"notices/{kind}/{name}").render(context)


def _environment() -> Environment:
    """The app's templates, but a name that does not exist is an error."""
    kept = current_app.extensions.get("yishi_notice_texts")
    if kept is None:
        kept = current_app.jinja_env.overlay(
            undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        current_app.extensions["yishi_notice_texts"] = kept
    environment: Environment = kept
    return environment


def _is_a_page(path: str) -> bool:
    """Whether the address leads somewhere: nothing not yet built is linked."""
    try:
        current_app.url_map.bind("localhost").match(path, method="GET")
    except (HTTPException, RoutingException):
        return False
    return True
