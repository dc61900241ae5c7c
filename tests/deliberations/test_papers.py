"""The room's own papers: texts and sheets."""

from tests.cast import Cast
from tests.deliberations import plans
from yishi.deliberations import papers
from yishi.deliberations.models import Deliberation

GROUP_TEXT = """11月28日（周六）9:00，社区广场开公开议事日，下雨改居委会二楼。
议三件事：东街路灯晚上不亮、3号楼下水道返水、小广场晚上音响太吵。鑫和物业、县城管局都来，当面答复。
谁都可以来，不用报名。来不了的打 0635-1234567。"""

SITE_TEXT = """光明居二期公开议事日公告

时间：11月28日（周六）9:00
地点：社区广场
主持：吕主任
议题：
1. 东街路灯晚上不亮
2. 3号楼下水道返水
3. 小广场晚上音响太吵
到会答复的单位：鑫和物业、县城管局

谁都可以来听、来说，不用报名。来不了的请打电话 0635-1234567。
铜城街道办事处　11月24日（周二）"""


def test_the_groups_text_is_finished(cast: Cast) -> None:
    day = plans.announced(cast, place="社区广场，下雨改居委会二楼")

    assert papers.group_text(day, "0635-1234567", None) == GROUP_TEXT


def test_an_address_is_in_the_text_only_where_there_is_a_door(cast: Cast) -> None:
    day = plans.announced(cast)

    assert "议程：https://yishi.example/d/1" in papers.group_text(
        day, "", "https://yishi.example/d/1"
    )
    assert "http" not in papers.group_text(day, "", None)


def test_the_countys_site_gets_the_announcement_as_text(cast: Cast) -> None:
    day = plans.announced(cast)

    assert papers.site_text(day, "铜城街道办事处", "0635-1234567") == SITE_TEXT


def test_the_sheets_are_counted_as_they_are_printed(cast: Cast) -> None:
    three = papers.sheets(plans.drafted(cast))
    twelve = papers.sheets(plans.drafted(cast, titles=[f"第 {n} 件事" for n in range(12)]))

    assert (three, three.total) == (papers.Sheets(2, 1, 2, 3), 8)
    assert (twelve.cards, twelve.slips) == (3, 12)


def test_sign_in_numbers_run_on_and_leave_room_for_the_units(cast: Cast) -> None:
    first, second = papers.sign_in_rows(plans.drafted(cast))

    assert (first[0], first[-1], second[0]) == (1, 17, 18)
    assert len(second) == papers.SIGN_IN_ROWS


def test_a_halted_day_is_cancelled_in_calendars(cast: Cast) -> None:
    day: Deliberation = plans.announced(cast)
    day.halted_at = plans.TUESDAY

    entry = papers.calendar_entry(day, None, plans.TUESDAY)

    assert (entry.cancelled, entry.url, entry.uid) == (True, "", f"deliberation-{day.id}@yishi")
