"""The forms of an appeal: what a resident types, and what the office types for one."""

from collections.abc import Iterable, Sequence

from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import (
    BooleanField,
    MultipleFileField,
    StringField,
    TelField,
    TextAreaField,
)

from yishi.appeals.queries import Place, Places
from yishi.appeals.rules import MOST_PHOTOS, ON_BEHALF, Source
from yishi.appeals.services import Said
from yishi.errors import Invalid
from yishi.files import services as files
from yishi.files.photos import Photo
from yishi.organizations.models import Category

NO_PLACE = "请选是哪个小区的事。"
SORT_IT = ("", "说不好，请工作人员分")


class AppealForm(FlaskForm):  # type: ignore[misc]  # flask_wtf has no types
    """我要反映, one column on a telephone."""

    # Place, category and source are drawn as choices by the templates.
    place = StringField("小区")
    title = StringField("用一句话说清楚")
    category_id = StringField("哪一类")
    text = TextAreaField("请写详细些")
    photos = MultipleFileField(f"照片，最多 {MOST_PHOTOS} 张（可不传）")
    building = StringField("号楼")
    unit = StringField("单元")
    room = StringField("室")
    phone = TelField("手机号（可不填）")
    may_contact = BooleanField("可以让承办单位联系我")

    def offer(self, places: Places, categories: Sequence[Category]) -> None:
        """Fills the choices in."""
        self.groups = places.groups
        self.categories = [SORT_IT, *((str(row.id), row.name) for row in categories)]

    def said(self, place: Place | None, categories: Sequence[Category]) -> Said:
        """What was typed; raises Invalid if it names no place that anybody reads."""
        if place is None:
            raise Invalid(NO_PLACE, {"place": NO_PLACE})
        known = {str(row.id): row.id for row in categories}
        return Said(
            area_code=place.area_code,
            estate_id=place.estate_id,
            title=self.title.data or "",
            text=self.text.data or "",
            category_id=known.get(self.category_id.data or ""),
            building=self.building.data or "",
            unit=self.unit.data or "",
            room=self.room.data or "",
            phone=self.phone.data or "",
            may_contact=bool(self.may_contact.data),
            source=self.how(),
            name=self.who(),
        )

    def how(self) -> Source:
        """How it reaches the office."""
        return Source.WEB

    def who(self) -> str:
        """The resident's name; the public form asks for none."""
        return ""

    def blame(self, refusal: Invalid) -> str:
        """Puts what is wrong beside the fields; returns the message for the head of the form."""
        for name, words in refusal.errors.items():
            if name in self._fields:
                self._fields[name].errors = [words]
        return refusal.message


class OnBehalfForm(AppealForm):
    """代填: how it reached the office, and the resident's name if it was told."""

    sources = tuple((source.value, source.label) for source in ON_BEHALF)

    source = StringField("怎么来的", default=Source.PHONE.value)
    name = StringField("反映人姓名（可不填）")
    phone = TelField("反映人电话（可不填）")
    may_contact = BooleanField("反映人同意让承办单位联系他")

    def how(self) -> Source:
        known = {source.value: source for source in ON_BEHALF}
        return known.get(self.source.data or "", Source.PHONE)

    def who(self) -> str:
        return self.name.data or ""


def read_photos(uploads: Iterable[FileStorage]) -> tuple[list[Photo], list[str]]:
    """The photographs that can be kept, and what is wrong with the others.

    One bad photograph never costs a resident the words: they are stored without it.
    """
    photos: list[Photo] = []
    trouble: list[str] = []
    for upload in uploads:
        if not upload.filename:
            continue
        if len(photos) == MOST_PHOTOS:
            trouble.append(f"一共最多 {MOST_PHOTOS} 张，多的没有收。")
            break
        try:
            photos.append(files.read(upload))
        except Invalid as refusal:
            trouble.append(refusal.message)
    return photos, list(dict.fromkeys(trouble))
