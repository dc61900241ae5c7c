"""马庙新村: for years nobody wanted central heating, and then they did.

The first years come from the hotline as history with its dates; then residents
write themselves. Three sessions: not adopted, next time, promised.
"""

import datetime as dt
from collections.abc import Iterator

from yishi import clock
from yishi.appeals.rules import Brings, Source
from yishi.appeals.services import importing
from yishi.deliberations.rules import Outcome
from yishi.demo.diary import Diary
from yishi.demo.hands import Hands, Told
from yishi.demo.people import JIZHOU
from yishi.demo.sittings import Hall, Matter, Said, Sitting
from yishi.demo.stage import Stage
from yishi.demo.stories.common import before, day_after, hold, prepare
from yishi.documents.tables import write_csv
from yishi.issues.rules import Answer

ESTATE, PLACE, CHAIR = "马庙新村", "马庙新村文化大院", "周洁"
SIGNERS = ("周洁（议事办主任）", "九州街道办主任")
HEADS = ("编号", "标题", "内容", "来电时间", "答复", "答复时间", "小区")
UNITS = ("高新热力公司", "高新区建设局", "马庙新村村委会")

# How many asked in which year before this one: demand grows.
HISTORY = ((3, 3), (2, 8), (1, 15))
ASKED = (
    ("家里有老人，想接集中供暖", "生炉子怕煤气中毒，想接集中供暖。"),
    ("村里什么时候能通暖气", "隔壁小区都通了，我们村什么时候能通。"),
    ("烧煤太脏，愿意出钱接暖", "烧一冬天煤要两千多，不如接暖气，我家愿意出钱。"),
    ("电暖器费电，能不能接管网", "电暖器一个月八百，接管网划算。"),
    ("孩子写作业冻手", "西屋只有八度，孩子写作业冻手。"),
)
QUESTION = "村里要不要接集中供暖"
NOT_YET = "管网没有到村口，愿意接的还不到一半，今年先登记，每户意见贴在文化大院。"


def write(stage: Stage, diary: Diary) -> None:
    """Four years."""
    hands, hall = Hands(stage, "zhoujie", "songyan"), Hall(stage, "zhoujie")
    diary.at(stage.at(-420, 9), _bring_history, stage)
    _sessions_before(stage, diary, hall)
    _this_year(stage, diary, hands)
    _autumn(stage, diary, hands, hall)


def _bring_history(stage: Stage, *, now: dt.datetime) -> None:
    """Twenty-six calls of the hotline, answered then, imported as history."""
    content = write_csv(HEADS, list(_calls(stage)))
    by = stage.actor("zhoujie")
    batch = importing.begin(
        content,
        "12345马庙新村供暖.csv",
        area_code=JIZHOU,
        source_name="12345热线",
        brings=Brings.ANSWERED,
        by=by,
        now=now,
    )
    importing.finish(batch, by=by, now=now)


def _calls(stage: Stage) -> Iterator[list[str]]:
    for years, count in HISTORY:
        for number in range(count):
            title, text = ASKED[(years + number) % len(ASKED)]
            asked = clock.local(stage.at(-365 * years - 60 - number * 7, 9 + number % 8))
            told = asked + dt.timedelta(days=4)
            yield [
                f"RX{asked.year}{years}{number:03}",
                title,
                text,
                asked.strftime("%Y-%m-%d %H:%M"),
                NOT_YET,
                told.strftime("%Y-%m-%d %H:%M"),
                ESTATE,
            ]


def _sessions_before(stage: Stage, diary: Diary, hall: Hall) -> None:
    """Not adopted, then: next time."""
    no = "愿意接的二十三户，不愿意的六十一户，嫌入户费高，这次不采纳。"
    almost = "愿意接的九十四户，差一点过半；热力公司开春来量管线，下次再议。"
    rows = ((-106, Outcome.NOT_ADOPTED, no, 86), (-54, Outcome.NEXT_TIME, almost, 118))
    for weeks, outcome, note, heads in rows:
        start = stage.saturday(weeks)
        next_on = day_after(start, 340) if outcome is Outcome.NEXT_TIME else None
        matter = Matter(
            QUESTION,
            "入户费每平方四十五元。",
            note=note,
            outcome=outcome,
            next_on=next_on,
        )
        key = f"马庙/{weeks}"
        sitting = Sitting(key, ESTATE, start, PLACE, CHAIR, UNITS, (matter,))
        prepare(diary, hall, sitting)
        hold(diary, hall, sitting, heads=heads, signers=SIGNERS)


def _this_year(stage: Stage, diary: Diary, hands: Hands) -> None:
    """Twenty more in ten months, written by the residents themselves."""
    for number in range(20):
        title, text = ASKED[number % len(ASKED)]
        asked = stage.on(stage.at(-320 + number * 13), 0, 19)
        told = Told(
            f"供暖/{number}",
            ESTATE,
            title,
            text,
            category="供水供电供气供热",
            phone=f"139000001{number:02}" if number % 2 else "",
            building=str(number + 1),
            source=Source.GRID_WORKER if number % 4 == 3 else Source.WEB,
        )
        diary.at(asked, hands.tell, told)
        words = f"已登记，愿意接的现在是 {96 + number * 2} 户，过半就上议事日，热力公司到会答复。"
        diary.at(stage.on(asked, 1, 16), hands.answer, told, words)


def _autumn(stage: Stage, diary: Diary, hands: Hands, hall: Hall) -> None:
    """More than half want it: promised, in works, and the first part is kept."""
    start = stage.saturday(-7)
    told = Told(
        "供暖/上会",
        ESTATE,
        "一百三十六户签了字，今年能不能通暖",
        "全村二百一十四户，一百三十六户签了字，钱也商量好了，今年冬天能不能通。",
        category="供水供电供气供热",
        phone="13900000199",
        source=Source.GRID_WORKER,
    )
    pipes = Said(
        "供暖/管网",
        "高新热力公司",
        "主管网接到村口，一百三十六户的入户管全部装好，试压通热。",
        stage.work_day(12),
        "曹峰",
    )
    money = Said(
        "供暖/出资",
        "马庙新村村委会",
        "每户出资和补贴的明细贴到文化大院，一户一行。",
        day_after(start, 10),
        "马长河",
    )
    yes = "一百三十六户愿意，过了半数；入户费每平方三十八元，高新区补一半。"
    now = "热力公司当场答应，这个供暖季里通热。"
    made = Outcome.PROMISE_MADE
    matters = (
        Matter(QUESTION, note=yes, outcome=made, said=[money], carried=True),
        Matter("", told=told, note=now, outcome=made, said=[pipes]),
    )
    sitting = Sitting("马庙/今", ESTATE, start, PLACE, CHAIR, UNITS, matters)
    diary.at(before(start, 15, 9), hands.tell, told)
    diary.at(before(start, 14, 9), hands.release, told)
    prepare(diary, hall, sitting)
    hold(diary, hall, sitting, heads=151, signers=SIGNERS)
    _works(stage, diary, hands, start)
    _next(stage, diary, hands, hall)


def _works(stage: Stage, diary: Diary, hands: Hands, start: dt.datetime) -> None:
    diary.at(stage.on(start, 1, 9), hands.acknowledge, "供暖/管网")
    diary.at(stage.on(start, 10, 15), hands.note, "供暖/管网", "主管沟开挖一千二百米，焊了一半。")
    half = "主管通到村口，入户装了八十一户。"
    diary.at(stage.work(-3, 16), hands.note, "供暖/管网", half)
    diary.at(stage.on(start, 1, 14), hands.acknowledge, "供暖/出资")
    reply = "二百一十四户的出资和补贴明细已贴在文化大院东墙，一户一行，公示七天无异议。"
    diary.at(stage.on(start, 4, 10), hands.submit, "供暖/出资", reply)
    diary.at(stage.on(start, 5, 10), hands.review, "供暖/出资")
    words = "贴了，看得明白"
    diary.at(stage.on(start, 8, 10), hands.judge, "供暖/出资", Answer.SOLVED, words, reporter=False)


def _next(stage: Stage, diary: Diary, hands: Hands, hall: Hall) -> None:
    """A day is planned, and somebody asks about the price."""
    start = stage.saturday(2)
    matters = (Matter("热费怎么收，装表还是按面积"),)
    sitting = Sitting("马庙/后", ESTATE, start, PLACE, CHAIR, UNITS, matters, day_after(start, -8))
    diary.at(stage.at(-5, 16), hall.plan, sitting)
    told = Told(
        "供暖/价",
        ESTATE,
        "没入住的房子要不要交热费",
        "儿子一家在外地，房子空着，热费要不要全交。",
        category="供水供电供气供热",
        phone="13900000198",
        building="17",
    )
    diary.at(stage.ago(140), hands.tell, told)
