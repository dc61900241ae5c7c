"""What everybody sees: the schedule, a day before it and its result, calendar files, the poster."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from yishi import clock
from yishi.deliberations import papers, queries
from yishi.deliberations.models import Deliberation
from yishi.deliberations.queries.result import result_of
from yishi.deliberations.rules import WITH_RESULT
from yishi.documents.calendars import ics
from yishi.documents.download import download
from yishi.documents.qr import qr_svg
from yishi.organizations import queries as organizations
from yishi.organizations.queries import Office
from yishi.organizations.rules import office_code
from yishi.web import fields
from yishi.web.policies import public
from yishi.web.urls import public_url_for

public_bp = Blueprint("deliberations_public", __name__)

IN_A_CALENDAR = 200
ON_A_POSTER = 30


@public_bp.get("/schedule")
@public
def schedule() -> ResponseReturnValue:
    """[公开议事日程表] Planned and announced days, by area and month."""
    now, area, month = clock.now(), _area(), fields.month(request.args.get("month"))
    page = queries.schedule(now, area_code=area, month=month, after=request.args.get("after"))
    return render_template(
        "deliberations/schedule.html",
        page=page,
        now=now,
        area=area,
        office=_office(page.rows, area),
        area_options=[("", "全部"), *queries.areas_with_days()],
        month=month,
        month_options=[
            ("", "今天起"),
            *((f"{m:%Y-%m}", f"{m.year}年{m.month}月") for m in _months(now)),
        ],
        filtered=bool(area or month),
        paged="after" in request.args,
    )


@public_bp.get("/schedule.ics")
@public
def schedule_calendar() -> Response:
    """The coming days as a calendar file."""
    now = clock.now()
    days = queries.days(now, area_codes=_areas(), limit=IN_A_CALENDAR)
    entries = [papers.calendar_entry(day, _address(day), now) for day in days]
    return download(ics(entries, "居民公开议事日"), "议事日.ics")


@public_bp.get("/schedule/poster")
@public
def schedule_poster() -> ResponseReturnValue:
    """The schedule on one sheet, A4 or A3."""
    now, area, month = clock.now(), _area(), fields.month(request.args.get("month"))
    url = public_url_for("deliberations_public.schedule", **({"area": area} if area else {}))
    days = queries.days(now, area_codes=_areas(), month=month, limit=ON_A_POSTER)
    return render_template(
        "deliberations/schedule_poster.html",
        days=days,
        month=month,
        large=request.args.get("size") == "a3",
        qr=qr_svg(url, "看日程的二维码") if url else None,
        office=_office(days, area),
        printed_at=now,
    )


@public_bp.get("/deliberations/<int:day_id>")
@public
def show(day_id: int) -> ResponseReturnValue:
    """A day: before it what will be discussed, after publication what came of it."""
    day = queries.public_day(day_id)
    return render_template(
        "deliberations/public.html",
        day=day,
        office=organizations.office(day.area_code),
        result=result_of(day, clock.now()),
        has_result=day.state in WITH_RESULT,
        schedule_url=url_for("deliberations_public.schedule"),
    )


@public_bp.get("/deliberations/<int:day_id>/calendar")
@public
def calendar(day_id: int) -> Response:
    """The day as a calendar file."""
    day = queries.public_day(day_id)
    entry = papers.calendar_entry(day, _address(day), clock.now())
    return download(ics([entry], day.title), f"{day.title}.ics")


def _office(days: Sequence[Any], area: str) -> Office | None:
    """The office of the area asked for, or of all the days shown; else of the installation."""
    codes = {area} if area else {office_code(day.area_code) for day in days}
    return organizations.office(codes.pop()) if len(codes) == 1 else organizations.default_office()


def _area() -> str:
    code = request.args.get("area", "")
    return code if code.isalnum() else ""


def _areas() -> list[str]:
    return [code] if (code := _area()) else []


def _address(day: Deliberation) -> str | None:
    return public_url_for("deliberations_public.show", day_id=day.id)


def _months(now: dt.datetime) -> list[dt.date]:
    """Two months back, this one, three ahead."""
    first = clock.local(now).date().replace(day=1)
    return [_shifted(first, by) for by in range(-2, 4)]


def _shifted(first: dt.date, by: int) -> dt.date:
    month = first.month - 1 + by
    return dt.date(first.year + month // 12, month % 12 + 1, 1)
