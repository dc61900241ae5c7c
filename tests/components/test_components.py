"""Every component on one page, as a form would stand after a refusal."""

import datetime as dt
from pathlib import Path

import pytest
from flask import Flask, make_response, render_template_string
from wtforms import BooleanField, DateField, Form, TextAreaField

from tests.pages import Page
from yishi import clock
from yishi.records.models import TimelineEntry
from yishi.workdays.rules.lights import Colour, Light, grey

GALLERY = (Path(__file__).parent / "gallery.html").read_text()
AT = clock.at(dt.date(2026, 12, 14), dt.time(17, 30))
LIGHTS = [
    Light(Colour.GREEN, "正常", "剩4个工作日", "正在办"),
    Light(Colour.YELLOW, "临期", "剩1个工作日", "快到期"),
    Light(Colour.RED, "超期", "2个工作日", "已超期"),
    grey("挂起", "暂停", "到12月20日"),
]


class Everything(Form):
    """Fields of WTForms, one refused."""

    day = DateField("完成日期")
    text = TextAreaField("请写详细些", description="在哪里、什么时候、希望怎么办")
    agree = BooleanField("可以让承办单位联系我")


def gallery(*, desk: bool) -> str:
    form = Everything()
    form.day.errors = ("请把完成日期改到 12月1日 或之后 (今天是 11月30日)",)
    entry = TimelineEntry(at=AT, by_name="王娟", kind="签收", text="签收截止 <b>今天</b>。")
    return render_template_string(
        GALLERY, desk=desk, form=form, at=AT, lights=LIGHTS, entries=[entry, entry]
    )


@pytest.mark.parametrize("desk", [True, False], ids=["desk", "public"])
def test_every_component_is_clean(app: Flask, session: object, desk: bool) -> None:
    with app.test_request_context("/"):
        page = Page(make_response(gallery(desk=desk)))

    assert "请写 4 位数字" in page.text
    assert page.by_id("tail").get("aria-describedby") == "tail-hint tail-error"
    assert page.by_id("day").get("aria-invalid") == "true"


def test_what_people_wrote_is_text_never_markup(app: Flask, session: object) -> None:
    with app.test_request_context("/"):
        html = gallery(desk=True)

    assert "一楼三户&lt;下雨&gt;就返水" in html
    assert "<b>今天</b>" not in html


def test_lights_speak_as_a_neighbour_outside_and_as_an_office_inside(
    app: Flask, session: object
) -> None:
    with app.test_request_context("/"):
        text = Page(make_response(gallery(desk=False))).text

    assert "快到期 剩1个工作日" in text
    assert "临期 剩1个工作日" in text
    assert "已超期2个工作日" in text


def test_quotation_marks_of_a_promise_are_not_doubled(app: Flask, session: object) -> None:
    with app.test_request_context("/"):
        text = Page(make_response(gallery(desk=False))).text

    assert "““" not in text
    assert "“三个带监控" in text
