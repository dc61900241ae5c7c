"""The forms of planning a day."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, Optional

from yishi.accounts.rules import telephone
from yishi.clock import at, local
from yishi.deliberations.models import Deliberation
from yishi.deliberations.rules import USUAL_LENGTH
from yishi.deliberations.services.inviting import NewUnit
from yishi.deliberations.services.planning import Frame
from yishi.errors import Invalid
from yishi.web import fields

MOST_LINES = 50
NO_DATE = "日期写得不对，请从日历里选，如 2026-11-28。"
UNIT_LINE = "请写成：单位 联系人 电话，如：县水务公司 李工 0635-1234567。"


class DayField(DateField):
    """A date of our century whose refusal is Chinese."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(NO_DATE) from error
        if self.data is not None and self.data.year not in fields.YEARS:
            self.data = None
            raise ValueError(NO_DATE)


class HourField(TimeField):
    """A time whose refusal is Chinese."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError("时间写得不对，请写几点几分，如 09:00。") from error


class TimeForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """When and where."""

    date = DayField("日期", validators=[InputRequired("请选日期。")])
    start = HourField("开始", validators=[InputRequired("请写几点开始，如 9:00。")])
    place = StringField("地点", validators=[Length(max=60, message="地点请写在 60 个字以内。")])

    @property
    def starts_at(self) -> dt.datetime:
        """The moment of the two fields together."""
        assert self.date.data is not None
        assert self.start.data is not None
        return at(self.date.data, self.start.data)

    def show(self, day: Deliberation) -> None:
        """Fills the fields in from a day."""
        self.date.data, self.start.data = local(day.starts_at).date(), local(day.starts_at).time()
        self.place.data = day.place


class ChangeForm(TimeForm):
    """改时间地点: with the reason that residents will read."""

    reason = StringField(
        "为什么改", validators=[Length(max=60, message="原因请写在 60 个字以内。")]
    )


class FrameForm(TimeForm):
    """Time, place, chair, and the words of the notice."""

    version = HiddenField()
    end = HourField("预计结束", validators=[Optional()])
    chair_name = StringField("主持人", validators=[Length(max=20, message="请写在 20 个字以内。")])
    urgent_reason = StringField(
        "紧急议事的理由", validators=[Length(max=80, message="理由请写在 80 个字以内。")]
    )
    call_until = DayField("议题征集到", validators=[Optional()])
    notice_text = TextAreaField(
        "还要告诉大家的", validators=[Length(max=500, message="请写在 500 个字以内。")]
    )

    def frame(self, length: dt.timedelta = USUAL_LENGTH) -> Frame:
        """What was typed; without an end the day is as long as `length`."""
        starts_at = self.starts_at
        ends_at = (
            at(local(starts_at).date(), self.end.data) if self.end.data else starts_at + length
        )
        return Frame(
            starts_at=starts_at,
            ends_at=ends_at,
            place=self.place.data or "",
            chair_name=self.chair_name.data or "",
            call_until=self.call_until.data,
            urgent_reason=self.urgent_reason.data or "",
            notice_text=self.notice_text.data or "",
        )

    def show(self, day: Deliberation) -> None:
        """Fills the fields in from a day."""
        super().show(day)
        self.end.data, self.version.data = local(day.ends_at).time(), str(day.version)
        self.chair_name.data, self.urgent_reason.data = day.chair_name, day.urgent_reason
        self.call_until.data, self.notice_text.data = day.call_until, day.notice_text


class NewDayForm(FrameForm):
    """办一场: the one form. `where` is estate:12 or area:371524001001."""

    where = SelectField("小区或村", validate_choice=False)
    new_estate = StringField("新的小区或自然村", validators=[Length(max=40)])
    put_off = SelectMultipleField("上次转来的", coerce=fields.whole, validate_choice=False)
    appeal = SelectMultipleField("诉求", coerce=fields.whole, validate_choice=False)
    more = TextAreaField("再加几题，一行一题")
    unit = SelectMultipleField("请谁来", coerce=fields.whole, validate_choice=False)
    more_units = TextAreaField("别的单位，一行一家")

    @property
    def titles(self) -> list[str]:
        """The lines of 再加几题."""
        return lines(self.more.data)

    @property
    def new_units(self) -> list[NewUnit]:
        """The lines of 别的单位; raises Invalid for one that cannot be read."""
        return [read_unit(line) for line in lines(self.more_units.data)]


class ItemForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """One matter of the agenda."""

    title = StringField("议题")
    situation = TextAreaField(
        "现在什么情况", validators=[Length(max=2000, message="请写在 2000 个字以内。")]
    )
    version = IntegerField(validators=[Optional()])


class AnswerForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """Who comes for a unit."""

    attendee_name = StringField("谁来")
    attendee_post = StringField("职务")
    may_promise = StringField("能不能当场答应")
    item = SelectMultipleField("答哪几题", coerce=fields.whole, validate_choice=False)

    @property
    def answer(self) -> bool | None:
        """May promise, may not, or nobody said."""
        return {"yes": True, "no": False}.get(self.may_promise.data or "")


def lines(text: str | None) -> list[str]:
    """The lines that say something, at most fifty."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()][:MOST_LINES]


def read_unit(line: str) -> NewUnit:
    """县水务公司 李工 0635-1234567; the telephone may be missing, the name may not."""
    parts = line.replace("，", " ").replace(",", " ").replace("　", " ").split()
    phone = parts.pop() if len(parts) > 1 and telephone(parts[-1]) else ""
    name, *contact = parts
    if phone and not contact:
        contact = ["值班"]
    if contact and not phone:
        raise Invalid(
            "单位还差电话",
            {"more_units": f"“{line}”里没有电话。{UNIT_LINE}"},
        )
    return NewUnit(name, "".join(contact), phone)


def first_error(form: FlaskForm) -> str:
    """One sentence for the head of a refused form."""
    errors: Sequence[str] = [str(error) for errors in form.errors.values() for error in errors]
    return errors[0] if errors else ""


def add_errors(form: FlaskForm, refusal: Invalid) -> None:
    """Shows what a service refused beside the fields it names."""
    for name, words in refusal.errors.items():
        if name in form:
            form[name].errors = [*form[name].errors, words]
