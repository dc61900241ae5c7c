"""光明居二期: lamps mended in time, wires taken away late, three sheds promised yesterday."""

import datetime as dt
from functools import partial

from yishi import clock
from yishi.deliberations.rules import Outcome
from yishi.deliberations.services.promising import Confirming
from yishi.demo.diary import Diary
from yishi.demo.hands import Hands, Told
from yishi.demo.pictures import lamp, shed
from yishi.demo.sittings import Hall, Matter, Said, Sitting
from yishi.demo.stage import Stage
from yishi.demo.stories.common import before, day_after, hold, prepare
from yishi.issues.rules import Answer

ESTATE, PLACE, CHAIR = "光明居二期", "光明居二期社区广场", "郭敏"

LAMP = Told(
    "光明/灯",
    ESTATE,
    "7号楼东边的路灯坏了四天",
    "我是7号楼的老马，楼东边两盏灯坏了四天，我娘昨晚在那儿绊了一跤，能不能快点修。",
    "7号楼东边两盏灯坏了四天，昨晚有老人在那儿绊了一跤。能不能快点修。",
    "公共照明",
    "13900000005",
    "7",
    photo=partial(lamp, lit=False),
)
CHARGE = Told(
    "光明/充电",
    ESTATE,
    "电动车没地方充电，楼道里都是飞线",
    "我家3号楼，全小区三百多辆电动车只有六个插口，家家从窗户往下拉线，看着就怕起火。",
    "全小区三百多辆电动车只有六个插口，很多人家从窗户往下拉线，怕起火。",
    "充电和公共设施",
    "13900000011",
    "3",
    photo=partial(shed, built=False),
)
SHED = Told(
    "光明/车棚",
    ESTATE,
    "2号楼后面能不能建个车棚充电",
    "2号楼后面那块空地一直荒着，能不能建个车棚，带充电桩和监控。",
    category="充电和公共设施",
    building="2",
)


def write(stage: Stage, diary: Diary) -> None:
    """Eleven weeks, two sessions."""
    hands, hall = Hands(stage, "wangjuan", "liuyang"), Hall(stage, "wangjuan")
    _autumn(stage, diary, hands, hall)
    _lamp(stage, diary, hands)
    _wires(stage, diary, hands)
    _wall(stage, diary, hands)
    _yesterday(stage, diary, hands, hall)


def _autumn(stage: Stage, diary: Diary, hands: Hands, hall: Hall) -> None:
    start = stage.saturday(-11)
    light = Said(
        "灯", "县城管局", "换两套灯头，查一遍电缆，当晚亮灯。", day_after(start, 7), "许静"
    )
    wire_words = "三个单元的飞线全部拆掉，装两组充电插座。"
    wires = Said("飞线", "鑫和物业", wire_words, day_after(start, 20), "韩磊")
    wall_words = "5号楼北墙铲掉重做防水和保温，一共四百平方米。"
    wall = Said("外墙", "县住建局", wall_words, stage.work_day(18), "秦涛")
    matters = (
        _promise("", "城管局看过，灯头烧了，电缆可能进水。", light, told=LAMP),
        _promise("楼道里的飞线", "插座不够是根子：先拆线，同时加插座。", wires),
        _promise("5号楼北墙渗水", "住建局带来检测单，要整面重做。", wall),
        Matter(
            "垃圾早上几点清运",
            "六点就来车，吵醒人。",
            note="物业当场答应改到七点半，明天起就改，大家没有意见。",
            outcome=Outcome.SOLVED_ON_SITE,
        ),
        Matter(
            "把健身器材搬到北边",
            "有住户嫌吵。",
            note="北边是消防通道，不能放。器材晚上九点后停用，物业贴告示。",
            outcome=Outcome.NOT_ADOPTED,
        ),
    )
    units = ("县城管局", "鑫和物业", "县住建局")
    sitting = Sitting("光明/秋", ESTATE, start, PLACE, CHAIR, units, matters)
    diary.at(before(start, 13, 20), hands.tell, LAMP)
    diary.at(before(start, 12, 9), hands.release, LAMP)
    prepare(diary, hall, sitting)
    hold(diary, hall, sitting, heads=52)


def _lamp(stage: Stage, diary: Diary, hands: Hands) -> None:
    """Kept: mended on the fourth day, and the reporter says so."""
    start = stage.saturday(-11)
    diary.at(stage.on(start, 1, 9, 20), hands.acknowledge, "灯")
    diary.at(stage.on(start, 2, 16), hands.note, "灯", "换了灯头，电缆接头进了水，明天重做。")
    reply = "两套灯头已换，进水的电缆接头重新做了防水，昨晚七点两盏灯都亮。"
    diary.at(stage.on(start, 4, 10), hands.submit, "灯", reply, [lamp(lit=True)])
    diary.at(stage.on(start, 4, 15), hands.review, "灯")
    diary.at(stage.on(start, 6, 10), hands.judge, "灯", Answer.SOLVED, "亮了，老人敢出门了。")


def _wires(stage: Stage, diary: Diary, hands: Hands) -> None:
    """Not kept: done, but five days after the promised one."""
    start = stage.saturday(-11)
    diary.at(stage.on(start, 1, 11), hands.acknowledge, "飞线")
    diary.at(stage.on(start, 6, 9), hands.note, "飞线", "三单元的线拆完了，插座还在等货。")
    reply = "三个单元的飞线全部拆除，东西两头各装一组充电插座，共十六个口。"
    diary.at(stage.on(start, 18, 11), hands.submit, "飞线", reply, [shed(built=True)])
    diary.at(stage.on(start, 18, 16), hands.review, "飞线")
    words = "拆是拆了，晚了几天。"
    diary.at(stage.on(start, 21, 10), hands.judge, "飞线", Answer.SOLVED, words, reporter=False)


def _wall(stage: Stage, diary: Diary, hands: Hands) -> None:
    """Works that run on: green, with notes."""
    start = stage.saturday(-11)
    diary.at(stage.on(start, 2, 11), hands.acknowledge, "外墙")
    plan = "检测单位出了方案，材料在招标，赶在上冻前把外面做完。"
    diary.at(stage.on(start, 12, 10), hands.note, "外墙", plan)
    diary.at(stage.work(-6, 15), hands.note, "外墙", "脚手架搭好了，旧保温层铲了一半。")


def _yesterday(stage: Stage, diary: Diary, hands: Hands, hall: Hall) -> None:
    start = clock.at(stage.last_session_day, dt.time(9))
    units = ("鑫和物业", "县供电公司", "县交警大队")
    sitting = Sitting("光明/昨", ESTATE, start, PLACE, CHAIR, units, _matters(stage))
    diary.at(before(start, 16, 20), hands.tell, CHARGE)
    diary.at(before(start, 15, 15), hands.release, CHARGE)
    diary.at(before(start, 14, 12), hands.tell, SHED)
    answered = "和另一条一起列入议事日第一题，定了地点和日期就在这里公布结果。"
    diary.at(before(start, 11, 16), hands.answer, SHED, answered)
    prepare(diary, hall, sitting, days=8)
    hold(diary, hall, sitting, heads=61)
    afternoon = clock.at(stage.last_session_day, dt.time(14, 30))
    diary.at(afternoon, hands.acknowledge, "车棚")


def _matters(stage: Stage) -> tuple[Matter, ...]:
    sheds = "在2号楼后面建三个带监控和充电桩的标准车棚，能停一百二十辆。"
    power = "从东门拉一路五十千瓦的电到2号楼后面。"
    bump = "东门口装一道减速带，画上斑马线。"
    promised = [
        Said("车棚", "鑫和物业", sheds, day_after(stage.first, 31), "韩磊"),
        Said("拉电", "县供电公司", power, day_after(stage.first, 20), "孙立"),
    ]
    where = "地点定在2号楼后面，物业出钱建，供电公司拉线，电费按表收。"
    police = "交警说位置合适，回去报批，明天答复。"
    pumps = "请县里定移交的办法，定下来前由物业先修。"
    name = "改名要过半数业主同意，签名只有四十户，不采纳。"
    made = Outcome.PROMISE_MADE
    return (
        Matter("", told=CHARGE, note=where, outcome=made, said=promised),
        Matter(
            "东门口车开得太快",
            "放学时接孩子过马路害怕。",
            note=police,
            outcome=made,
            said=[_later("减速带", "县交警大队", bump, stage)],
        ),
        Matter(
            "二次供水的泵房谁来管",
            "泵房没有移交，坏了两家推。",
            note=pumps,
            outcome=Outcome.REFERRED_UP,
        ),
        Matter("小区改名叫光明花园", note=name, outcome=Outcome.NOT_ADOPTED),
    )


def _promise(title: str, note: str, said: Said, told: Told | None = None) -> Matter:
    return Matter(title, told=told, note=note, outcome=Outcome.PROMISE_MADE, said=[said])


def _later(key: str, unit: str, words: str, stage: Stage) -> Said:
    """What its unit has yet to confirm."""
    due = day_after(stage.first, 12)
    return Said(key, unit, words, due, "郑刚", Confirming.LATER)
