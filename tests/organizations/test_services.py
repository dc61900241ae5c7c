"""Places, units, the catalogue and settings: every change audited, other offices untouched."""

import datetime as dt
from collections.abc import Iterable

import pytest
import sqlalchemy as sa

from tests.cast import COMMUNITY, OURS, THEIRS, Cast
from yishi.accounts import contacts
from yishi.accounts.actors import SYSTEM
from yishi.database import db
from yishi.errors import Invalid, NotFound
from yishi.organizations import queries, seeds, services
from yishi.organizations.models import Area, Category
from yishi.organizations.rules import Duty, IssueClass, UnitKind
from yishi.records.models import Audit


def audited(action: str) -> list[Audit]:
    return list(db.session.scalars(sa.select(Audit).where(Audit.action == action)))


def names(rows: Iterable[object]) -> list[str]:
    return [getattr(row, "name") for row in rows]  # noqa: B009


def test_the_nearest_ancestor_decides_a_setting(cast: Cast) -> None:
    by = cast.actor(cast.organizer)
    services.set_setting("371524", "office.telephone", "0635-1000000", by=by)
    services.set_setting(OURS, "office.telephone", "0635-2000000", by=by)

    assert queries.setting(COMMUNITY, "office.telephone") == "0635-2000000"
    assert queries.setting("371524002", "office.telephone") == "0635-1000000"
    assert queries.setting(THEIRS, "office.telephone") == ""
    assert len(audited("settings.change")) == 2


def test_a_setting_out_of_bounds_changes_none_of_them(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        services.set_settings(
            OURS,
            {"office.signature": "街道", "office.telephone": "打给我"},
            by=cast.actor(cast.organizer),
        )

    assert list(refusal.value.errors) == ["office.telephone"]
    assert queries.setting(OURS, "office.signature") == ""


def test_an_area_follows_its_ancestors_again_after_a_reset(cast: Cast) -> None:
    by = cast.actor(cast.organizer)
    services.set_setting(OURS, "office.telephone", "0635-2000000", by=by)

    services.reset(OURS, "office.telephone", by=by)

    assert queries.setting(OURS, "office.telephone") == ""


def test_the_office_of_a_community_is_the_street_with_its_telephone(cast: Cast) -> None:
    services.set_setting(OURS, "office.telephone", "0635-2000000", by=SYSTEM)

    office = queries.office(COMMUNITY)

    assert office is not None
    assert (office.area_code, office.name) == (OURS, "铜城街道")
    assert (office.telephone, office.signature) == ("0635-2000000", "铜城街道办事处")
    assert queries.office("999999") is None
    assert queries.office(None) is None


def test_the_default_office_is_the_chosen_one_else_the_first(cast: Cast) -> None:
    first = queries.default_office()
    services.choose_home(THEIRS, by=SYSTEM)
    chosen = queries.default_office()

    assert first is not None
    assert chosen is not None
    assert (first.area_code, chosen.area_code) == (THEIRS, THEIRS)


def test_units_of_the_office_and_of_its_ancestors_can_be_asked(cast: Cast) -> None:
    services.create_unit("371524", "县住建局", UnitKind.COUNTY_DEPARTMENT, by=SYSTEM)
    services.create_unit(COMMUNITY, "吉祥苑社区居委会", UnitKind.COMMUNITY, by=SYSTEM)

    usable = names(queries.usable_units(COMMUNITY))

    assert set(usable) == {"县住建局", "吉祥苑社区居委会", "鑫和物业", "县城管局"}
    assert names(queries.usable_units(THEIRS)) == ["柳园物业"]


def test_a_dissolved_unit_is_asked_no_more(cast: Cast, now: dt.datetime) -> None:
    services.dissolve_unit(cast.property_company, now, by=SYSTEM)
    services.dissolve_unit(cast.property_company, now, by=SYSTEM)

    assert names(queries.usable_units(OURS)) == ["县城管局"]
    assert len(audited("units.dissolve")) == 1


def test_a_unit_has_one_name_in_an_office(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        services.create_unit(OURS, " 鑫和物业 ", by=SYSTEM)

    assert "name" in refusal.value.errors
    assert services.create_unit(THEIRS, "鑫和物业", by=SYSTEM).id


@pytest.mark.parametrize("phone", ["12", "打电话", "1380000000a"])
def test_a_duty_number_must_be_one(cast: Cast, phone: str) -> None:
    with pytest.raises(Invalid) as refusal:
        services.create_unit(OURS, "新单位", duty_phone=phone, by=SYSTEM)

    assert "duty_phone" in refusal.value.errors


def test_the_audit_tells_that_a_telephone_changed_and_never_which(cast: Cast) -> None:
    contact = services.add_contact(
        cast.property_company, "李", post="主任", phone="13911112222", by=SYSTEM
    )
    services.change_contact(
        contact, "李", post="主任", duty=Duty.HEAD, phone="13933334444", mail="", by=SYSTEM
    )
    rows = audited("contacts.create") + audited("contacts.change")

    assert contacts.phone(contact.contact_point) == "13933334444"
    assert rows[1].after is not None
    assert rows[1].after["phone"] == "改了"
    assert not any("139" in str(row.after) + str(row.before) for row in rows)


def test_a_contact_without_telephone_and_mail_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        services.add_contact(cast.property_company, "李", by=SYSTEM)

    assert "phone" in refusal.value.errors


def test_who_left_answers_no_more(cast: Cast, now: dt.datetime) -> None:
    services.contact_left(cast.head_contact, now, by=SYSTEM)

    assert names(queries.contacts_of(cast.property_company.id)) == ["段"]
    assert queries.heads_of(cast.property_company.id) == []


def test_an_estate_has_one_name_in_a_community(cast: Cast) -> None:
    with pytest.raises(Invalid):
        services.create_estate(COMMUNITY, "光明居二期", by=SYSTEM)
    with pytest.raises(Invalid):
        services.create_estate(COMMUNITY, "新小区", 0, by=SYSTEM)
    with pytest.raises(Invalid):
        services.create_estate("999", "新小区", by=SYSTEM)

    services.change_estate(
        cast.estate, area_code=COMMUNITY, name="光明居二期", household_count=650, by=SYSTEM
    )
    assert cast.estate.household_count == 650
    assert names(queries.estates(OURS)) == ["光明居二期"]


def test_fourteen_kinds_are_shipped_once(cast: Cast) -> None:
    seeds.plant(db.session.connection())
    seeds.plant(db.session.connection())

    shipped = db.session.scalars(sa.select(Category).where(Category.area_code == "")).all()
    assert len(shipped) == 14


def test_an_own_row_of_the_catalogue_stands_before_the_shipped_one(cast: Cast) -> None:
    seeds.plant(db.session.connection())
    shipped = next(row for row in queries.categories(THEIRS) if row.name == "公共照明")

    own = services.change_category(
        shipped,
        THEIRS,
        issue_class=IssueClass.A,
        lead_unit_id=cast.their_unit.id,
        duty_phone="",
        level="街道",
        by=SYSTEM,
    )

    assert [r.id for r in queries.categories(THEIRS) if r.name == "公共照明"] == [own.id]
    assert len(queries.categories(THEIRS)) == 14
    assert shipped.issue_class is IssueClass.B
    with pytest.raises(NotFound):
        queries.category(own.id, OURS)


def test_an_area_by_hand_lies_under_its_parent(cast: Cast) -> None:
    county = db.session.get_one(Area, "371524")
    area = services.create_area(county, "新城街道", by=SYSTEM)

    assert area.code.startswith("371524")
    assert names(queries.area_path(area.code)) == ["聊城市", "东阿县", "新城街道"]
    assert queries.area_name(COMMUNITY) == "铜城街道吉祥苑社区"
    with pytest.raises(Invalid):
        services.create_area(county, "新城街道", by=SYSTEM)
