"""What is still to come: announced, planned, drafted; postponed and cancelled."""

import datetime as dt

from yishi.demo.diary import Diary
from yishi.demo.hands import Hands, Told
from yishi.demo.sittings import Hall, Matter, Sitting
from yishi.demo.stage import Stage
from yishi.demo.stories.common import before, day_after

BUS = Told(
    "馨润/公交",
    "馨润花园",
    "D1路能不能在馨润花园设一站",
    "我们小区七百多户，到最近的站要走二十分钟，老人去医院不方便，D1路从门口过不停。",
    "小区七百多户，到最近的站要走二十分钟，老人去医院不方便；D1路从门口过，不停。",
    "公交和道路",
    "13900000031",
    "4",
)
SCHOOL = Told(
    "馨润/校车",
    "馨润花园",
    "学生上学那趟公交太挤",
    "早上七点那班挤不上去，孩子迟到好几回了，能不能加一班。",
    category="公交和道路",
    phone="13900000032",
)


def write(stage: Stage, diary: Diary) -> None:
    """Three weeks ahead, and two days that did not take place."""
    hands, hall = Hands(stage, "wangjuan", "liuyang"), Hall(stage, "wangjuan")
    _bus(stage, diary, hands, hall)
    _planned(stage, diary, hall)
    _moved(stage, diary, hall)


def _bus(stage: Stage, diary: Diary, hands: Hands, hall: Hall) -> None:
    """The next day: announced, two units have said who comes."""
    matters = (
        Matter("", told=BUS),
        Matter("", told=SCHOOL),
        Matter("站牌和候车亭放在哪边", "东边宽，西边离门近。"),
    )
    units = ("县公交公司", "馨润物业", "县交警大队")
    place, start = "馨润花园北门广场", stage.saturday(0)
    sitting = Sitting("馨润/站", "馨润花园", start, place, "高峰", units, matters)
    for hours, told in ((0, BUS), (5, SCHOOL)):
        diary.at(stage.at(-9, 9 + hours), hands.tell, told)
        diary.at(stage.at(-8, 9 + hours), hands.release, told)
    diary.at(stage.at(-5, 9), hall.plan, sitting)
    diary.at(stage.at(-3, 10), hall.announce, sitting)
    diary.at(stage.at(-2, 9), hall.call, sitting, ("县交警大队",))


def _planned(stage: Stage, diary: Diary, hall: Hall) -> None:
    rows = (
        (
            "如意/二",
            "如意苑",
            1,
            "如意苑物业楼前",
            "门禁和停车办得怎么样",
            ("如意物业", "县城管局"),
        ),
        ("光明/冬", "光明居二期", 4, "光明居二期社区广场", "车棚怎么收费", ("鑫和物业",)),
        ("艾山/一", "艾山新村", 3, "艾山新村村委会院里", "变压器噪声", ("县供电公司",)),
    )
    for key, estate, weeks, place, title, units in rows:
        start = stage.saturday(weeks)
        until = day_after(start, -8)
        sitting = Sitting(key, estate, start, place, "郭敏", units, [Matter(title)], until)
        diary.at(stage.at(-4, 15), hall.plan, sitting)
    start = stage.saturday(2, 14)
    place, units = "大秦新村文化广场", ("县水务公司",)
    matter = Matter("自来水压力小")
    sitting = Sitting("大秦/稿", "大秦新村", start, place, "", units, [matter])
    diary.at(stage.work(-1, 16), hall.plan, sitting, public=False)


def _moved(stage: Stage, diary: Diary, hall: Hall) -> None:
    """One postponed for the rain, one cancelled because it was solved before."""
    start = stage.at(1, 9)
    place = "立信坛小区中心亭"
    matter = Matter("楼顶漏水谁来修", "四栋楼顶层都漏。")
    sitting = Sitting("立信/延", "立信坛小区", start, place, "郭敏", ("县住建局",), [matter])
    diary.at(stage.at(-10, 9), hall.plan, sitting)
    diary.at(stage.at(-8, 9), hall.announce, sitting)
    diary.at(stage.at(-2, 17), hall.postpone, sitting, "那天有大雨，院里没有棚")
    gone = stage.at(-9, 9)
    matter = Matter("自来水压力小", "三楼以上早晚没水。")
    place = "大秦新村文化广场"
    off = Sitting("大秦/停", "大秦新村", gone, place, "郭敏", ("县水务公司",), [matter])
    diary.at(before(gone, 10, 9), hall.plan, off)
    diary.at(before(gone, 8, 9), hall.announce, off)
    reason = "加压泵昨天已经换好，水压正常，村民同意不开了"
    diary.at(gone - dt.timedelta(hours=20), hall.cancel, off, reason)
