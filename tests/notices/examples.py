"""One example of every kind of notice, as the rooms queue them."""

import datetime as dt
from typing import Any

from tests.cast import OURS, Cast
from yishi import clock
from yishi.accounts.links import issue_link
from yishi.accounts.models import ContactPoint
from yishi.notices import services
from yishi.notices.models import Notice
from yishi.notices.rules import Fact

DUE = clock.at(dt.date(2026, 12, 14), dt.time(17, 30))
DAY = clock.at(dt.date(2026, 11, 28), dt.time(9, 0))

ISSUE: dict[str, Fact] = {
    "number": "SX2026-0123",
    "title": "光明居二期充电车棚选址",
    "measure": "定出三处车棚的位置，征得相邻楼栋同意，在小区门口公示 5 天",
    "estate": "光明居二期",
    "unit": "鑫和物业",
    "due_at": DUE,
}
MEETING: dict[str, Fact] = {
    "title": "光明居二期公开议事日",
    "starts_at": DAY,
    "estate": "光明居二期",
}
LATE = {"acknowledge_by_at": clock.at(dt.date(2026, 11, 24), dt.time(11, 30))}

FACTS: dict[str, dict[str, Fact]] = {
    "announcement": {**MEETING, "place": "社区广场", "items": "充电车棚选址；公交站点"},
    "change": {**MEETING, "place": "党群服务中心二楼", "what": "下雨改到室内"},
    "cancellation": {**MEETING, "reason": "当天社区停电"},
    "invitation": {
        **MEETING,
        "place": "社区广场",
        "unit": "鑫和物业",
        "items": "充电车棚选址",
        "reply_by_at": clock.at(dt.date(2026, 11, 26), dt.time(17, 30)),
    },
    "assignment": {**ISSUE, "promised_by": "王经理", "acknowledge_within": "4个工作小时"},
    "unacknowledged": {**ISSUE, **LATE},
    "unacknowledged_again": {**ISSUE, **LATE},
    "yellow": {**ISSUE, "left": "剩1个工作日"},
    "red": {
        **ISSUE,
        "overdue": "1个工作日",
        "last_progress": "12月7日：7号楼东侧已定，另两处在征求意见",
        "also_to": "鑫和物业负责人，铜城街道分管领导，街道议事办",
        "next_step": "12月17日（周四）还没办结，将发督办单",
    },
    "returned": {**ISSUE, "reason": "少一张验收单，请两位居民签字"},
    "receipt": {
        "number": "SQ2026-000123",
        "title": "3号楼前路灯不亮",
        "answer_by_on": dt.date(2026, 11, 30),
    },
    "answer": {
        "number": "SQ2026-000123",
        "title": "3号楼前路灯不亮",
        "answer": "灯头已经换好，11月24日晚上起正常亮。",
        "by": "县城管局",
    },
    "question": {
        "number": "SQ2026-000123",
        "title": "3号楼前路灯不亮",
        "unit": "县城管局",
        "said": "灯头已经换好，11月24日晚上起正常亮。",
        "receipt": 1,
    },
    "result": {**MEETING, "promises": 2, "summary": "3 个议题都有答复。"},
}

_SUBJECTS = {"receipt": "appeal:7", "answer": "appeal:7", "question": "appeal:7"}


def subject_of(kind: str) -> str:
    """What a notice of this kind is about."""
    return _SUBJECTS.get(kind, "issue:42" if "measure" in FACTS[kind] else "deliberation:5")


def put(
    cast: Cast, kind: str, now: dt.datetime, to: ContactPoint | None = None, **more: Any
) -> list[Notice]:
    """Queues an example to the head of the property company."""
    point = to or cast.head_contact.contact_point
    wanted = {
        "subject_ref": subject_of(kind),
        "area_code": OURS,
        "facts": FACTS[kind],
        "key": f"{kind}:42",
        "now": now,
        **more,
    }
    return services.queue(kind, point, **wanted)


def link_to(point: ContactPoint, now: dt.datetime) -> Any:
    """The link of an assignment."""
    later = now + dt.timedelta(days=7)
    return issue_link(
        "assignment", "issue:42", contact_point_id=point.id, expires_at=later, now=now
    )
