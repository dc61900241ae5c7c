"""如意苑: one day, six matters, and every way in which a promise can go."""

from yishi.deliberations.rules import Outcome
from yishi.demo.diary import Diary
from yishi.demo.hands import Hands, Told
from yishi.demo.pictures import road
from yishi.demo.sittings import Hall, Matter, Said, Sitting
from yishi.demo.stage import Stage
from yishi.demo.stories.common import before, hold, prepare
from yishi.issues.rules import Answer

ESTATE = "如意苑"

DRAIN = Told(
    "如意/下水",
    ESTATE,
    "3号楼一楼下水道返水",
    "一下雨我家一楼厨房就往上冒脏水，物业捅一次好两天，住3号楼1单元101。",
    "一下雨3号楼一楼厨房就往上冒脏水，物业捅一次好两天。",
    "供水供电供气供热",
    "13900000021",
    "3",
)


def write(stage: Stage, diary: Diary) -> None:
    """Four weeks ago, and since then."""
    hands, hall = Hands(stage, "wangjuan", "liuyang"), Hall(stage, "wangjuan")
    _day(stage, diary, hands, hall)
    _gate(stage, diary, hands)
    _parking(stage, diary, hands)
    _drain(stage, diary, hands)
    _hall_lights(stage, diary, hands)
    _fence(stage, diary, hands)


def _day(stage: Stage, diary: Diary, hands: Hands, hall: Hall) -> None:
    start = stage.saturday(-4)
    gate = Said("门禁", "如意物业", "换掉6号楼坏了的门禁主机。", stage.work_day(-2), "段海")
    parking = Said(
        "停车", "县城管局", "北门两侧画六十个车位，装隔离桩。", stage.work_day(1), "牛建"
    )
    drain = Said("下水", "县水务公司", "3号楼主管换成二百毫米的新管。", stage.work_day(-6), "田军")
    lights = Said(
        "楼道灯", "鑫和物业", "四个单元的楼道灯全换成声控的。", stage.work_day(-5), "韩磊"
    )
    fence = Said("围墙", "县住建局", "南围墙裂的那段拆了重砌。", stage.work_day(2), "")
    matters = (
        _promise("6号楼门禁坏了没人修", "主机停产，整套换。", gate),
        _promise("北门口乱停车", "早晚堵在门口，救护车进不来。", parking),
        Matter("", told=DRAIN, note="主管太细，得换。", outcome=Outcome.PROMISE_MADE, said=[drain]),
        _promise("楼道灯常年不亮", "老人摸黑上楼。", lights),
        Matter(
            "快递柜晚上太吵",
            note="柜子是企业租的场地，由业委会按合同去谈，谈的结果贴在门口。",
            outcome=Outcome.FORMAL_CHANNEL,
        ),
        Matter(
            "南围墙裂缝",
            note="裂缝在承重的一段，要拆了重砌。",
            outcome=Outcome.ASSIGNED_BY_MEETING,
            said=[fence],
        ),
    )
    units = ("如意物业", "县城管局", "县水务公司", "鑫和物业", "县住建局")
    place = "如意苑物业楼前"
    sitting = Sitting("如意/一", ESTATE, start, place, "郭敏", units, matters)
    diary.at(before(start, 14, 21), hands.tell, DRAIN)
    diary.at(before(start, 13, 11), hands.release, DRAIN)
    prepare(diary, hall, sitting)
    hold(diary, hall, sitting, heads=38, absent=("县住建局",))


def _gate(stage: Stage, diary: Diary, hands: Hands) -> None:
    """Red: two working days over, still at work."""
    start = stage.saturday(-4)
    diary.at(stage.on(start, 1, 10), hands.acknowledge, "门禁")
    diary.at(stage.on(start, 5, 16), hands.note, "门禁", "主机已订货，厂家说十天到。")


def _parking(stage: Stage, diary: Diary, hands: Hands) -> None:
    """Yellow: due tomorrow."""
    start = stage.saturday(-4)
    diary.at(stage.on(start, 1, 9), hands.acknowledge, "停车")
    diary.at(stage.work(-3, 11), hands.note, "停车", "线画了四十个，隔离桩明天装。")


def _drain(stage: Stage, diary: Diary, hands: Hands) -> None:
    """Reported done, not solved: done again on the clock of class B."""
    start = stage.saturday(-4)
    diary.at(stage.on(start, 1, 14), hands.acknowledge, "下水")
    reply = "3号楼主管已经换成二百毫米的新管，试水一个上午没有返水。"
    diary.at(stage.work(-8, 11), hands.submit, "下水", reply, [road(mended=True)])
    diary.at(stage.work(-8, 16), hands.review, "下水")
    diary.at(stage.work(-3, 10), hands.judge, "下水", Answer.NOT_SOLVED, "昨天下雨又返了。")
    again = "查了，是出户井堵了，今天清掏，再接一段管。"
    diary.at(stage.work(-2, 15), hands.note, "下水", again)


def _hall_lights(stage: Stage, diary: Diary, hands: Hands) -> None:
    """Kept and followed up; closes by itself."""
    start = stage.saturday(-4)
    diary.at(stage.on(start, 1, 15), hands.acknowledge, "楼道灯")
    reply = "四个单元五十六盏楼道灯全部换成声控灯，逐层试过都亮。"
    diary.at(stage.work(-7, 10), hands.submit, "楼道灯", reply)
    again = "请附一张夜里的照片，写明哪几层。"
    diary.at(stage.work(-7, 15), hands.send_back, "楼道灯", again)
    second = "四个单元一到七层五十六盏灯全部换好，夜里逐层试过，照片附后。"
    diary.at(stage.work(-6, 20), hands.submit, "楼道灯", second, [road(mended=True)])
    diary.at(stage.work(-5, 9), hands.review, "楼道灯")
    diary.at(stage.at(-4, 10), hands.judge, "楼道灯", Answer.SOLVED, "都亮了", reporter=False)


def _fence(stage: Stage, diary: Diary, hands: Hands) -> None:
    """Assigned by the meeting, undenied; reported done and waiting for review."""
    start = stage.saturday(-4)
    diary.at(stage.on(start, 3, 10), hands.acknowledge, "围墙")
    diary.at(stage.work(-4, 10), hands.note, "围墙", "裂的十二米已经拆除，正在砌。")
    reply = "南围墙裂缝段十二米拆除重砌，加了两道构造柱，养护三天后抹灰完工。"
    diary.at(stage.work(-1, 15), hands.submit, "围墙", reply, [road(mended=True)])


def _promise(title: str, note: str, said: Said) -> Matter:
    return Matter(title, note=note, outcome=Outcome.PROMISE_MADE, said=[said])
