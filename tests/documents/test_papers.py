"""QR codes, calendars, downloads."""

import datetime as dt

import icalendar

from yishi import clock
from yishi.documents.calendars import CalendarEntry, ics
from yishi.documents.download import download
from yishi.documents.qr import qr_svg


def test_a_qr_code_is_an_image_with_a_name_and_without_inline_style() -> None:
    drawing = qr_svg("http://localhost/schedule?a=1&b=<x>", label="扫码看日程")

    assert drawing.startswith('<svg role="img"')
    assert "<title>扫码看日程</title>" in drawing
    assert "style=" not in drawing


def test_a_date_keeps_its_beijing_time_in_the_calendar_file() -> None:
    start = clock.at(dt.date(2026, 11, 28), dt.time(9))
    entry = CalendarEntry(
        "d1@yishi",
        "光明居二期公开议事日",
        start,
        start + dt.timedelta(hours=2),
        start,
        place="广场",
    )

    text = ics([entry], "铜城街道议事日").decode()

    assert "DTSTART;TZID=Asia/Shanghai:20261128T090000" in text
    assert icalendar.Calendar.from_ical(text).walk("VEVENT")[0]["summary"] == "光明居二期公开议事日"


def test_a_download_keeps_its_chinese_name() -> None:
    response = download(b"x", "事项 清单.csv")

    assert response.mimetype == "text/csv"
    assert "filename*=UTF-8''%E4%BA%8B%E9%A1%B9%20" in response.headers["Content-Disposition"]
