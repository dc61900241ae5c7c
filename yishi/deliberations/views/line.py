"""How one item of the session is shown, in the page and alone: the same fragment."""

from collections.abc import Mapping
from typing import Any

from flask import g, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts.actors import current_actor
from yishi.deliberations.models import AgendaItem
from yishi.deliberations.queries.on_site import Line, OnSite, find_day, on_site
from yishi.deliberations.rules import Outcome
from yishi.deliberations.rules.session import note_asks
from yishi.errors import Conflict
from yishi.passages.clash import Clash
from yishi.passages.models import Passage
from yishi.web.htmx import is_htmx, respond

CHANGED = "session-changed"  # the guard listens
TAPS = [
    Outcome.SOLVED_ON_SITE,
    Outcome.PROMISE_MADE,
    Outcome.FORMAL_CHANNEL,
    Outcome.REFERRED_UP,
    Outcome.NEXT_TIME,
    Outcome.NOT_ADOPTED,
]


def page_context(site: OnSite) -> dict[str, Any]:
    """What the page and each fragment need beside their own line."""
    absent = any(not invitation.came for invitation in site.invitations)
    taps = [*TAPS, Outcome.ASSIGNED_BY_MEETING] if absent else TAPS
    return {
        "site": site,
        "day": site.day,
        "taps": [(tap.value, tap.label) for tap in taps],
        "units": unit_options(site),
        "note_asks": note_asks,
        "today": clock.today(),
        "now": clock.now(),
        "vow": {},
        "errors": {},
        "ask": "",
    }


def unit_options(site: OnSite) -> list[tuple[int, str, str]]:
    """Whom a promise can come from: unit, 安居物业 段经理, and who confirms it aloud."""
    options = []
    for invitation in site.invitations:
        contact = invitation.contact.title if invitation.contact else ""
        person = invitation.attendee or contact
        words = f"{invitation.unit.name} {person}".strip()
        options.append((invitation.unit_id, words, person or invitation.unit.name))
    return options


def page_url(item_id: int | None, day_id: int) -> str:
    """The page at this item."""
    anchor = f"item-{item_id}" if item_id else None
    return url_for("deliberations.session", day_id=day_id, _anchor=anchor)


def answer_line(
    site: OnSite, line: Line, *, status: int = 200, is_open: bool = False, **more: Any
) -> ResponseReturnValue:
    """One item after a change: the fragment, or 303 back to the page at this item."""
    fragment = render_template(
        "deliberations/session/_line.html",
        **(page_context(site) | more),
        line=line,
        is_open=is_open,
        saved=status == 200,
    )
    if status == 200:
        return respond(fragment, page_url(line.item.id, site.day.id), trigger=CHANGED)
    return make_response(fragment, status) if is_htmx() else _whole_page(site, line, status, more)


def fresh_line(day_id: int, item_id: int, **more: Any) -> ResponseReturnValue:
    """The same, read anew."""
    site = on_site(find_day(day_id, current_actor()))
    return answer_line(site, site.line(item_id), **more)


def answer_clash(item: AgendaItem, note: Passage, conflict: Conflict) -> ResponseReturnValue:
    """409: both texts of a note, in place of the item or as a page."""
    url = url_for("deliberations.note_create", day_id=item.deliberation_id, item_id=item.id)
    clash = Clash(
        passage=note,
        conflict=conflict,
        url=url,
        back=page_url(item.id, item.deliberation_id),
        title=item.title,
        target=f"#line-{item.id}",
        text_name="note",
        revision_name="note_revision",
        fields={"whole": "1"},
    )
    if not is_htmx():
        return render_template("passages/conflict.html", clash=clash), 409
    fragment = render_template("deliberations/session/_clash.html", clash=clash, item=item)
    response = make_response(fragment, 409)
    response.headers["HX-Retarget"] = clash.target
    response.headers["HX-Reswap"] = "outerHTML"
    g.redirect_to = clash.back
    return response


def _whole_page(
    site: OnSite, line: Line, status: int, more: Mapping[str, Any]
) -> ResponseReturnValue:
    """Without scripts a refused form comes back on the whole page, nothing typed is lost."""
    context = page_context(site) | dict(more) | {"refused_id": line.item.id}
    page = render_template(
        "deliberations/session/page.html", message="", open_id=line.item.id, **context
    )
    return make_response(page, status)
