import datetime as dt

import pytest

from tests.appeals import makers
from tests.cast import Cast
from tests.files.test_photos import photo
from yishi.accounts.actors import Actor
from yishi.accounts.models import ContactPoint
from yishi.appeals import queries as appeals
from yishi.appeals import services
from yishi.appeals.rules import AppealState
from yishi.database import db
from yishi.errors import Invalid, NotAllowed
from yishi.files import photos, queries

RESIDENT = Actor("居民")


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**8:08}"


def test_number_and_code_find_it_and_the_phone_tail_if_one_was_left(
    cast: Cast, now: dt.datetime
) -> None:
    with_phone = makers.received(cast, now)
    without = makers.received(cast, now, phone="")

    def find(got: services.Received, tail: str) -> object:
        return services.look_up(got.appeal.number, got.code, tail, address="10.0.0.1", now=now)

    assert find(with_phone, "0005") is with_phone.appeal
    assert find(without, "") is without.appeal
    with pytest.raises(Invalid):
        find(with_phone, "")


def test_whatever_was_wrong_the_answer_is_the_same(cast: Cast, now: dt.datetime) -> None:
    got = makers.received(cast, now)
    tries = [
        ("SQ2026-999999", got.code, "0005"),
        (got.appeal.number, wrong(got.code), "0005"),
        (got.appeal.number, got.code, "9999"),
    ]

    answers = set()
    for number, code, tail in tries:
        with pytest.raises(Invalid) as refused:
            services.look_up(number, code, tail, address="10.0.0.1", now=now)
        answers.add(refused.value.message)
    assert len(answers) == 1


def test_five_wrong_codes_close_the_door_for_fifteen_minutes(cast: Cast, now: dt.datetime) -> None:
    got = makers.received(cast, now)
    for _ in range(5):
        with pytest.raises(Invalid):
            services.require_code(got.appeal, wrong(got.code), now=now)

    with pytest.raises(NotAllowed, match="15 分钟"):
        services.require_code(got.appeal, got.code, now=now)
    services.require_code(got.appeal, got.code, now=now + dt.timedelta(minutes=16))


def test_photographs_follow_later_up_to_six(cast: Cast, now: dt.datetime) -> None:
    appeal = makers.received(cast, now).appeal
    one = photos.redraw(photo())

    services.add_photos(appeal, [one] * 4, now=now)
    with pytest.raises(Invalid, match="还能再传 2 张"):
        services.add_photos(appeal, [one] * 3, now=now)

    assert len(queries.of(appeal.ref)) == 4


def test_a_phone_can_be_changed_and_deleted(cast: Cast, now: dt.datetime) -> None:
    appeal = makers.received(cast, now).appeal
    point = db.session.get_one(ContactPoint, appeal.contact_point_id)

    services.change_phone(appeal, "13900000009", True, by=RESIDENT)
    assert (point.phone_tail, appeal.may_contact) == ("0009", True)
    services.change_phone(appeal, "", True, by=RESIDENT)
    assert (point.phone_tail, point.phone_sealed, appeal.may_contact) == (None, None, False)


def test_not_content_goes_to_another_person_once(cast: Cast, now: dt.datetime) -> None:
    appeal = makers.answered(cast, now)
    later = now + dt.timedelta(days=3)

    services.object_to_answer(appeal, "灯还是不亮", by=RESIDENT, now=later)

    assert appeal.state is AppealState.ACCEPTED
    assert appeal.owes_answer
    with pytest.raises(Invalid, match="另一位同事"):
        services.answer(appeal, makers.ANSWER, by=cast.actor(cast.organizer), now=later)
    services.answer(appeal, makers.ANSWER, by=cast.actor(cast.second_organizer), now=later)
    with pytest.raises(Invalid, match="只能提一次"):
        services.object_to_answer(appeal, "", by=RESIDENT, now=later)


def test_after_ten_days_the_answer_stands(cast: Cast, now: dt.datetime) -> None:
    appeal = makers.answered(cast, now)

    assert services.may_object(appeal, now + dt.timedelta(days=10))
    assert not services.may_object(appeal, now + dt.timedelta(days=10, minutes=1))


def test_an_objection_is_taken_where_the_whole_appeal_was_read(
    cast: Cast, now: dt.datetime
) -> None:
    """The row is locked though estate and category were read with it, by outer joins."""
    appeal = makers.answered(cast, now)
    id_, actor = appeal.id, cast.actor(cast.organizer)
    db.session.commit()
    db.session.expunge_all()  # as in a request of its own

    whole = appeals.find(id_, actor)
    services.object_to_answer(whole, "还是不亮", by=RESIDENT, now=now)

    assert whole.state is AppealState.ACCEPTED
