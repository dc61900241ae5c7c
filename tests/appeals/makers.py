"""Appeals in the states that the tests begin with."""

import datetime as dt

from tests.cast import COMMUNITY, Cast
from yishi.appeals import services
from yishi.appeals.models import Appeal
from yishi.appeals.services import Received, Said

TITLE = "7号楼东边的路灯坏了四天"
TEXT = "我是3号楼2单元501的马桂彦，7号楼东边两盏灯坏了四天，电话138 0000 0005，能不能快点修。"
PUBLIC = "7号楼东边两盏灯坏了四天，昨晚有老人在那儿绊了一跤。能不能快点修。"
ANSWER = "县城管局12月2日前换好两盏路灯，换好后社区去看。"
REASON = "邻里之间的借款纠纷属于民事案件，街道没有权力裁决，可以到法院起诉。"
COURT = "县人民法院诉讼服务中心"


def said(cast: Cast, **more: object) -> Said:
    values: dict[str, object] = {
        "area_code": COMMUNITY,
        "estate_id": cast.estate.id,
        "title": TITLE,
        "text": TEXT,
        "phone": "13800000005",
    }
    return Said(**(values | more))  # type: ignore[arg-type]


def received(cast: Cast, now: dt.datetime, **more: object) -> Received:
    return services.submit(said(cast, **more), now=now)


def released(cast: Cast, now: dt.datetime, **more: object) -> Appeal:
    appeal = received(cast, now, **more).appeal
    services.release(appeal, TITLE, PUBLIC, by=cast.actor(cast.organizer), now=now)
    return appeal


def answered(cast: Cast, now: dt.datetime) -> Appeal:
    appeal = released(cast, now)
    services.answer(appeal, ANSWER, by=cast.actor(cast.organizer), now=now)
    return appeal
