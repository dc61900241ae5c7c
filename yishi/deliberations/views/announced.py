"""看公告, 发布公告, and 已公告，接下来三件事: the text to copy, the papers, the calls."""

import datetime as dt

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts import contacts
from yishi.accounts.actors import current_actor
from yishi.accounts.rules import Role
from yishi.accounts.scoping import find
from yishi.deliberations import papers, queries
from yishi.deliberations.models import Deliberation
from yishi.deliberations.rules import State, may_move, open_checks
from yishi.deliberations.services import announcing, planning
from yishi.deliberations.views.blueprint import bp
from yishi.documents.calendars import ics
from yishi.documents.download import download
from yishi.organizations import queries as organizations
from yishi.web.htmx import go
from yishi.web.policies import permit
from yishi.web.urls import public_url_for


def announced_page(day: Deliberation, now: dt.datetime) -> str:
    """The three things to do after the announcement, and where else it may go."""
    office = organizations.office(day.area_code)
    url = public_url_for("deliberations_public.show", day_id=day.id)
    telephone = office.telephone if office else ""
    return render_template(
        "deliberations/announced.html",
        day=day,
        now=now,
        days_left=(clock.local(day.starts_at).date() - clock.local(now).date()).days,
        group_text=papers.group_text(day, telephone, url),
        site_text=papers.site_text(day, office.signature if office else "", telephone),
        public_url=url,
        sheets=papers.sheets(day),
        phones=phones_of(day),
    )


def phones_of(day: Deliberation) -> dict[int, str | None]:
    """The telephone of each invitation's contact."""
    return {
        invitation.id: contacts.phone(invitation.contact.contact_point)
        for invitation in day.invitations
        if invitation.contact is not None
    }


@bp.get("/desk/deliberations/<int:day_id>/notice")
@permit(Role.ORGANIZER)
def notice(day_id: int) -> ResponseReturnValue:
    """看公告: what everybody will see, before anybody does."""
    day, now = queries.full_day(day_id, current_actor()), clock.now()
    may_announce = may_move(day.state, State.ANNOUNCED)
    return render_template(
        "deliberations/notice.html",
        day=day,
        missing=open_checks(announcing.checks(day, now)) if may_announce else [],
        may_announce=may_announce,
        office=organizations.office(day.area_code),
    )


@bp.post("/desk/deliberations/<int:day_id>/announcement")
@permit(Role.ORGANIZER)
def announcement_create(day_id: int) -> ResponseReturnValue:
    """[发布公告]"""
    actor = current_actor()
    day = find(Deliberation, day_id, actor, lock=True)
    announcing.announce(day, by=actor, now=clock.now())
    words = "已公告。下面三件事做完，就等开会。"
    return go(url_for("deliberations.show", day_id=day_id), words)


@bp.post("/desk/deliberations/<int:day_id>/plan")
@permit(Role.ORGANIZER)
def plan_create(day_id: int) -> ResponseReturnValue:
    """[列入日程] Public as 计划."""
    actor = current_actor()
    day = find(Deliberation, day_id, actor, lock=True)
    planning.publish_plan(day, by=actor, now=clock.now())
    return go(url_for("deliberations.prepare", day_id=day_id), "已列入公开日程。")


@bp.get("/desk/deliberations/<int:day_id>/web-page")
@permit(Role.ORGANIZER)
def web_page(day_id: int) -> ResponseReturnValue:
    """The public page as one file with everything in it, for the county's site."""
    day = queries.public_day(find(Deliberation, day_id, current_actor()).id)
    html = render_template(
        "deliberations/export.html", day=day, office=organizations.office(day.area_code)
    )
    return download(html.encode(), f"{day.title} {clock.local(day.starts_at):%Y-%m-%d}.html")


@bp.get("/desk/deliberations/schedule-page")
@permit(Role.ORGANIZER)
def schedule_page() -> ResponseReturnValue:
    """The schedule of this office as one file, for the county's site."""
    actor = current_actor()
    days = queries.days(clock.now(), area_codes=actor.area_codes)
    office = organizations.office(actor.home_area)
    signature, telephone = (office.signature, office.telephone) if office else ("", "")
    html = render_template(
        "deliberations/schedule_export.html",
        days=days,
        office=office,
        text=papers.schedule_text(days, signature, telephone),
    )
    return download(html.encode(), f"议事日程 {clock.today():%Y-%m-%d}.html")


@bp.get("/desk/deliberations/<int:day_id>/calendar")
@permit(Role.ORGANIZER)
def calendar(day_id: int) -> Response:
    """放进我的日历"""
    day = queries.full_day(day_id, current_actor())
    return calendar_file(day)


def calendar_file(day: Deliberation) -> Response:
    """One day as an ICS file."""
    url = public_url_for("deliberations_public.show", day_id=day.id)
    entry = papers.calendar_entry(day, url, clock.now())
    return download(ics([entry], day.title), f"{day.title}.ics")
