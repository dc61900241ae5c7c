"""办一场: one form, filled in from the estate's last day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.accounts.actors import Actor, current_actor
from yishi.accounts.rules import Role
from yishi.appeals import queries as appeals
from yishi.appeals.models import Appeal
from yishi.database import db
from yishi.deliberations import forms, queries
from yishi.deliberations.models import AgendaItem, Deliberation
from yishi.deliberations.queries.carried import put_off
from yishi.deliberations.queries.desk import Proposal, last_day
from yishi.deliberations.rules import Check, Plan, announce_checks, open_checks
from yishi.deliberations.services import announcing, inviting, planning
from yishi.deliberations.services.planning import Wish
from yishi.deliberations.views.blueprint import bp
from yishi.errors import Invalid, NotFound
from yishi.issues import queries as issues
from yishi.organizations import queries as organizations
from yishi.organizations import services as directory
from yishi.organizations.models import Area, Estate, Unit
from yishi.web.fields import number
from yishi.web.htmx import go
from yishi.web.policies import permit

UNITS_AT_ONCE = 12


@dataclass(frozen=True)
class Place:
    """Where the day is, and what the form offers there."""

    where: Estate | Area | None
    key: str
    name: str
    appeals: Sequence[Appeal]
    units: Sequence[Unit]
    promises: int
    put_off: Sequence[AgendaItem]


@bp.get("/desk/deliberations/new")
@permit(Role.ORGANIZER)
def create() -> ResponseReturnValue:
    """The form, filled in."""
    actor, now = current_actor(), clock.now()
    place = _place(request.args.get("where") or _usual_place(actor), actor)
    last = _last_at(place, actor) if place.where is not None else None
    proposal = queries.proposal(last, now)
    form = forms.NewDayForm(None)
    _fill_in(form, proposal, place)
    form.more.data = request.args.get("more", "")
    form.more_units.data = request.args.get("more_units", "")
    return _page(form, place, proposal, now)


@bp.get("/desk/deliberations/checks")
@permit(Role.ORGANIZER)
def checks() -> ResponseReturnValue:
    """The guard panel for what is typed so far."""
    form = forms.NewDayForm(request.args, meta={"csrf": False})
    place = _place(form.where.data or "", current_actor())
    return render_template(
        "deliberations/_ready.html", checks=_checks(form, place, clock.now()), fresh=True
    )


@bp.post("/desk/deliberations")
@permit(Role.ORGANIZER)
def day_create() -> ResponseReturnValue:
    """Keeps the day; `then` says what comes next: notice, announce, plan or nothing."""
    actor, now = current_actor(), clock.now()
    form = forms.NewDayForm()
    then = request.form.get("then", "")
    place = _place(form.where.data or "", actor)
    try:
        if not form.validate():
            raise Invalid(forms.first_error(form))
        with db.session.begin_nested():
            day = _create(form, place, then, by=actor, now=now)
    except Invalid as refusal:
        forms.add_errors(form, refusal)
        return _page(form, place, queries.proposal(None, now), now, refusal.message), 422
    return _after(day, then)


def _create(
    form: forms.NewDayForm, place: Place, then: str, *, by: Actor, now: dt.datetime
) -> Deliberation:
    if then == "announce" and (missing := open_checks(_checks(form, place, now))):
        raise Invalid(f"还差 {len(missing)} 项才能发公告：{missing[0].words}。")
    unit_ids = [*(form.unit.data or []), *(_new_unit(unit, by) for unit in form.new_units)]
    wish = Wish(
        form.frame(), form.appeal.data or [], form.titles, unit_ids, form.put_off.data or []
    )
    day = planning.draft(_where(form, place, by), wish, by=by, now=now)
    if then == "announce":
        announcing.announce(day, by=by, now=now)
    elif then == "plan":
        planning.publish_plan(day, by=by, now=now)
    return day


def _after(day: Deliberation, then: str) -> ResponseReturnValue:
    if then == "notice":
        return go(url_for("deliberations.notice", day_id=day.id))
    if then == "announce":
        return go(
            url_for("deliberations.show", day_id=day.id), "已公告。下面三件事做完，就等开会。"
        )
    words = "已列入公开日程。" if then == "plan" else "已存成草稿，只有本办看得到。"
    return go(url_for("deliberations.prepare", day_id=day.id), words)


def _checks(form: forms.NewDayForm, place: Place, now: dt.datetime) -> list[Check]:
    plan = Plan(
        day=form.date.data,
        place=form.place.data or "",
        item_count=sum(map(len, (form.put_off.data or [], form.appeal.data or [], form.titles))),
        unit_count=len(form.unit.data or []) + len(forms.lines(form.more_units.data)),
        urgent_reason=form.urgent_reason.data or "",
        promises_to_review=place.promises,
    )
    return announce_checks(plan, clock.local(now).date())


def _page(
    form: forms.NewDayForm, place: Place, proposal: Proposal, now: dt.datetime, message: str = ""
) -> str:
    actor = current_actor()
    near, far = _near_and_far(place.units, form.unit.data or [])
    return render_template(
        "deliberations/new.html",
        form=form,
        place=place,
        near=near,
        far=far,
        proposal=proposal,
        estates=_estates(actor),
        areas=_areas(actor),
        checks=_checks(form, place, now),
        message=message,
        today=clock.local(now).date(),
    )


def _near_and_far(
    units: Sequence[Unit], chosen: Sequence[int]
) -> tuple[Sequence[Unit], Sequence[Unit]]:
    """Those ticked and the first dozen are seen at once, the rest unfolds."""
    near = [u for n, u in enumerate(units) if n < UNITS_AT_ONCE or u.id in chosen]
    return near, [unit for unit in units if unit not in near]


def _place(key: str, actor: Actor) -> Place:
    """The place that was chosen; without one only the office's units are offered."""
    kind, _, code = key.partition(":")
    if kind == "estate" and (estate_id := number(code)) is not None:
        return _at(organizations.find(Estate, estate_id, actor), key)
    if kind == "area":
        return _at(organizations.find(Area, code, actor), key)
    return Place(None, "", "", [], organizations.usable_units(actor.home_area), 0, [])


def _at(where: Estate | Area, key: str) -> Place:
    area_code, estate_id = where.area_code, where.id if isinstance(where, Estate) else None
    promises = issues.open_promises(area_code="" if estate_id else area_code, estate_id=estate_id)
    return Place(
        where,
        key,
        where.name,
        appeals.ready_for_agenda(estate_id, area_code),
        organizations.usable_units(area_code),
        len(promises),
        put_off(area_code, estate_id),
    )


def _where(form: forms.NewDayForm, place: Place, by: Actor) -> Estate | Area:
    """The chosen place; a new estate lies in the chosen place's area or the office's own."""
    if name := (form.new_estate.data or "").strip():
        area_code = place.where.area_code if place.where else by.home_area
        try:
            return directory.create_estate(area_code, name, by=by)
        except Invalid as refusal:
            raise Invalid(refusal.message, {"new_estate": _any(refusal)}) from refusal
    if place.where is None:
        raise Invalid("还没有选在哪个小区办", {"where": "请选小区，或在下面写一个新的。"})
    return place.where


def _new_unit(unit: inviting.NewUnit, by: Actor) -> int:
    try:
        return inviting.register(unit, by=by)
    except Invalid as refusal:
        raise Invalid(refusal.message, {"more_units": _any(refusal)}) from refusal


def _any(refusal: Invalid) -> str:
    return next(iter(refusal.errors.values()), refusal.message)


def _fill_in(form: forms.NewDayForm, proposal: Proposal, place: Place) -> None:
    start, end = clock.local(proposal.starts_at), clock.local(proposal.ends_at)
    form.date.data, form.start.data, form.end.data = start.date(), start.time(), end.time()
    form.place.data, form.chair_name.data = proposal.place, proposal.chair_name
    known = {unit.id for unit in place.units}
    form.where.data, form.appeal.data = place.key, []
    form.put_off.data = [item.id for item in place.put_off]
    form.unit.data = [unit_id for unit_id in proposal.unit_ids if unit_id in known]


def _usual_place(actor: Actor) -> str:
    """Where the office's last day was; else its only estate."""
    day = last_day(actor)
    if day is not None:
        return f"estate:{day.estate_id}" if day.estate_id else f"area:{day.area_code}"
    estates = _estates(actor)
    return f"estate:{estates[0].id}" if len(estates) == 1 else ""


def _last_at(place: Place, actor: Actor) -> Deliberation | None:
    if isinstance(place.where, Estate):
        return last_day(actor, estate_id=place.where.id)
    return last_day(actor, area_code=place.where.code if place.where else None)


def _estates(actor: Actor) -> list[Estate]:
    return [e for code in _codes(actor) for e in organizations.estates(code)]


def _areas(actor: Actor) -> list[Area]:
    return [a for code in _codes(actor) for a in organizations.offices_below(code)]


def _codes(actor: Actor) -> tuple[str, ...]:
    if not actor.area_codes:
        raise NotFound
    return actor.area_codes
