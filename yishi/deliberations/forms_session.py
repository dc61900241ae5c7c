"""What the session page sends."""

import datetime as dt

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, IntegerField, StringField
from wtforms.validators import Length, Optional

from yishi.deliberations.services.promising import Confirming, Vow

OTHER = 0  # ＋ 别的单位


class VowForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """Who promised what by when; `asked` once the vague words were pointed at."""

    unit_id = IntegerField(validators=[Optional()])
    due_on = DateField(validators=[Optional()])
    measure = StringField(validators=[Length(max=500, message="请写在 500 个字以内。")])
    said_by = StringField(validators=[Length(max=20, message="名字请写在 20 个字以内。")])
    new_unit = StringField(validators=[Length(max=40)])
    new_phone = StringField(validators=[Length(max=20)])
    asked = BooleanField()
    how = StringField(default="open")

    @property
    def vow(self) -> Vow:
        """What was said."""
        return Vow(
            unit_id=self.unit_id.data or None,
            measure=self.measure.data or "",
            due_on=self.due_on.data,
            said_by=self.said_by.data or "",
            new_unit=self.new_unit.data or "",
            new_phone=self.new_phone.data or "",
        )

    @property
    def confirming(self) -> Confirming:
        """Aloud, later, or not said."""
        known = set(Confirming)
        return Confirming(self.how.data) if self.how.data in known else Confirming.OPEN


def number(form: "MultiDict[str, str]", name: str) -> int | None:
    """A whole number, full-width digits too; None for anything else."""
    text = form.get(name, "").strip()
    return int(text) if text.isdecimal() and len(text) < 10 else None


def date(form: "MultiDict[str, str]", name: str) -> dt.date | None:
    """An ISO date; None for anything else."""
    try:
        return dt.date.fromisoformat(form.get(name, "").strip())
    except ValueError:
        return None
