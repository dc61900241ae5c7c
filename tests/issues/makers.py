"""A promise and a referral, made through the services."""

import datetime as dt
import io
from typing import Any

from PIL import Image
from werkzeug.datastructures import FileStorage

from tests.cast import COMMUNITY, Cast
from yishi import clock
from yishi.accounts.actors import Actor, by_link
from yishi.issues import services
from yishi.issues.models import Issue
from yishi.issues.rules import Outcome
from yishi.organizations.rules import IssueClass

REPLY = "三个车棚都已建好，监控和充电桩已经通电，居民可以使用。"


def at(text: str) -> dt.datetime:
    """A moment of 2026 in Liaocheng: "11-28 09:47"."""
    return dt.datetime.fromisoformat(f"2026-{text}").replace(tzinfo=clock.SHANGHAI)


def promise(cast: Cast, now: dt.datetime, **changes: Any) -> Issue:
    """鑫和物业 promises three sheds by 25 December."""
    values: dict[str, Any] = {
        "area_code": COMMUNITY,
        "estate_id": cast.estate.id,
        "deliberation_id": 1,
        "agenda_item_id": 2,
        "title": "光明居二期建三个充电车棚",
        "measure": "三个带监控和充电桩的标准车棚，十二月二十五号以前给大家用上。",
        "unit_id": cast.property_company.id,
        "contact_id": cast.head_contact.id,
        "promised_by": "王经理",
        "due_on": dt.date(2026, 12, 25),
        "judge": "附议的住户",
        "origin": {"text": "光明居二期公开议事日第 2 题", "url": "/deliberations/1"},
        "by": cast.actor(cast.organizer),
        "now": now,
    }
    return services.draft_promise(**(values | changes))


def assigned_promise(cast: Cast, now: dt.datetime, **changes: Any) -> Issue:
    """The same promise, confirmed and dispatched."""
    issue, by = promise(cast, now, **changes), cast.actor(cast.organizer)
    services.confirm(issue, "said", by=by, now=now)
    services.assign_confirmed(issue, by=by, now=now)
    return issue


def referral(cast: Cast, now: dt.datetime, **changes: Any) -> Issue:
    """A broken lamp goes to 县城管局, class B."""
    values: dict[str, Any] = {
        "area_code": COMMUNITY,
        "estate_id": cast.estate.id,
        "appeal_id": 7,
        "title": "光明居二期东门路灯不亮",
        "measure": "把东门的两盏路灯修亮。",
        "unit_id": cast.city_management.id,
        "issue_class": IssueClass.B,
        "judge": "反映人",
        "reporter_contact_id": None,
        "origin": {"text": "诉求 SQ2026-000007"},
        "by": cast.actor(cast.organizer),
        "now": now,
    }
    return services.assign_referred(**(values | changes))


def under_review(cast: Cast, now: dt.datetime, **changes: Any) -> Issue:
    """A promise that its unit reported done."""
    issue = assigned_promise(cast, now, **changes)
    services.submit(issue, REPLY, by=manager(cast), now=now)
    return issue


def resolved(cast: Cast, now: dt.datetime, **changes: Any) -> Issue:
    """A promise that passed review."""
    issue = under_review(cast, now, **changes)
    services.review_pass(issue, Outcome.SOLVED, by=cast.actor(cast.second_organizer), now=now)
    return issue


def manager(cast: Cast) -> Actor:
    """王经理, acting by link."""
    contact = cast.head_contact
    return by_link(contact.contact_point_id, contact.title, contact.unit_id, head=True)


def photo(name: str = "棚.jpg") -> FileStorage:
    """A small photograph."""
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(content, "JPEG")
    content.seek(0)
    return FileStorage(content, name, "photos", "image/jpeg")
