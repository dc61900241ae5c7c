"""南湖小区: a day that is being held right now."""

import datetime as dt

from yishi.deliberations.rules import Outcome
from yishi.deliberations.services.promising import Confirming
from yishi.demo.diary import Diary
from yishi.demo.sittings import Hall, Matter, Said, Sitting
from yishi.demo.stage import Stage
from yishi.demo.stories.common import day_after

ESTATE = "南湖小区"


def write(stage: Stage, diary: Diary) -> None:
    """Opened fifty minutes ago: one matter done, one half, two to come."""
    hall = Hall(stage, "wangjuan")
    matters = _matters(stage)
    first, second, third, _ = matters
    units = ("县城管局", "街道城建办", "县供电公司")
    start, place = _quarter(stage.ago(50)), "南湖小区东亭子"
    sitting = Sitting("南湖/今", ESTATE, start, place, "郭敏", units, matters)
    diary.at(stage.at(-9, 9), hall.plan, sitting)
    diary.at(stage.at(-7, 10), hall.announce, sitting)
    diary.at(stage.at(-6, 9), hall.call, sitting)
    diary.at(stage.ago(48), hall.open, sitting, 46)
    diary.at(stage.ago(30), hall.discuss, sitting, first)
    diary.at(stage.ago(9), hall.discuss, sitting, second)
    diary.at(stage.ago(6), hall.drop, sitting, "路灯杆")
    diary.at(stage.ago(2), hall.discuss, sitting, third)


def _matters(stage: Stage) -> tuple[Matter, Matter, Matter, Matter]:
    moved = "早市挪到文化路空地，南湖门口七点半前清完。"
    market = Said("早市", "县城管局", moved, day_after(stage.first, 9), "许静")
    road = _unconfirmed(stage, "路面", "街道城建办", "南门内三处坑用沥青补平。", 6)
    pole = _unconfirmed(stage, "路灯杆", "县供电公司", "把碍事的电线杆往里挪两米。", 15)
    agreed = "城管局提出挪到文化路空地，摊主代表也同意。"
    patched = "城建办说能补，先补三处大的。"
    jam, puddle = "早上七点到九点门口走不了车。", "下雨积水，老人摔过。"
    made = Outcome.PROMISE_MADE
    return (
        Matter("门口早市占道", jam, note=agreed, outcome=made, said=[market]),
        Matter("南门内路面坑洼", puddle, note=patched, outcome=made, said=[road, pole]),
        Matter("社区食堂什么时候开", "装修好半年没有开门。", note="承包方没来，"),
        Matter("遛狗不拴绳"),
    )


def _unconfirmed(stage: Stage, key: str, unit: str, words: str, days: int) -> Said:
    by = {"街道城建办": "谢明", "县供电公司": "马超"}[unit]
    return Said(key, unit, words, day_after(stage.first, days), by, Confirming.OPEN)


def _quarter(moment: dt.datetime) -> dt.datetime:
    """The quarter of an hour at which such a day begins."""
    return moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0)
