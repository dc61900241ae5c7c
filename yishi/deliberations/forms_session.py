"""What the session page sends."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import Length, Optional

from yishi.deliberations.forms import DayField
from yishi.deliberations.services.promising import Confirming, Vow
from yishi.web.fields import one_of

OTHER = 0  # ＋ 别的单位


class VowForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """Who promised what by when; `asked` once the vague words were pointed at."""

    unit_id = IntegerField(validators=[Optional()])
    due_on = DayField(validators=[Optional()])
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
        return one_of(Confirming, self.how.data) or Confirming.OPEN
