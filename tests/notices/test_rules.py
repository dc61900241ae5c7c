import datetime as dt

import pytest

from yishi import clock
from yishi.notices.rules import FINAL, KINDS, OPEN, State, Window, closes_at, opens_at, retry_after
from yishi.notices.rules.sms import TooLong, fit, plain
from yishi.workdays.rules import Calendar

CALENDAR = Calendar()


def at(day: int, hour: int, minute: int = 0) -> dt.datetime:
    return clock.at(dt.date(2026, 11, day), dt.time(hour, minute))


@pytest.mark.parametrize(
    ("window", "now", "opens"),
    [
        (Window.AT_ONCE, at(28, 3), at(28, 3)),
        (Window.DAILY, at(28, 7, 59), at(28, 8)),
        (Window.DAILY, at(28, 12), at(28, 12)),
        (Window.DAILY, at(28, 20), at(29, 8)),
        (Window.WORKDAYS, at(27, 17, 59), at(27, 17, 59)),
        (Window.WORKDAYS, at(27, 18), at(30, 8, 30)),
        (Window.WORKDAYS, at(28, 12), at(30, 8, 30)),
    ],
)
def test_a_window_opens(window: Window, now: dt.datetime, opens: dt.datetime) -> None:
    assert opens_at(window, now, CALENDAR) == opens


def test_a_window_closes_in_the_evening() -> None:
    assert closes_at(Window.DAILY, at(28, 12), CALENDAR) == at(28, 20)
    assert closes_at(Window.WORKDAYS, at(28, 12), CALENDAR) == at(30, 18)
    assert closes_at(Window.AT_ONCE, at(28, 12), CALENDAR) is None


def test_retries_come_after_30_s_then_slower_up_to_four_hours() -> None:
    minutes = [retry_after(n, spread=0).total_seconds() / 60 for n in range(1, 12)]

    assert minutes == [0.5, 1, 2, 5, 10, 30, 60, 120, 240, 240, 240]
    assert retry_after(1, spread=1) == dt.timedelta(seconds=36)


def test_every_state_is_open_or_final_and_has_a_word() -> None:
    assert set(State) == OPEN | FINAL
    assert all(state.label for state in State)


def test_every_kind_has_its_texts() -> None:
    assert set(KINDS) >= {"assignment", "unacknowledged", "yellow", "red", "receipt", "result"}
    assert all(kind.label and kind.required for kind in KINDS.values())


def test_the_name_goes_before_the_title_is_unrecognisable() -> None:
    def write(parts: object, name: str) -> str:
        return f"{name}{parts['title']}{'x' * 55}"  # type: ignore[index]

    assert fit(write, {"title": "光明居二期充电车棚选址"}, "王经理王经理王经理") == (
        "光明居二期充电车棚选址" + "x" * 55
    )


def test_words_that_never_fit_are_a_mistake_in_the_template() -> None:
    with pytest.raises(TooLong):
        fit(lambda _parts, _name: "x" * 71, {"title": "a"}, "")


def test_symbols_that_operators_refuse_are_left_out() -> None:
    assert plain("★光明居【二期】\n车棚") == "光明居（二期） 车棚"
