"""The ladder as a table: when each rung comes."""

import datetime as dt
from dataclasses import replace

import pytest

from yishi import clock
from yishi.organizations.rules import IssueClass
from yishi.supervision.rules import Due, Fired, Level, Standing, due, look_again
from yishi.workdays.rules import TERMS, Calendar, yellow_at

CALENDAR = Calendar()


def at(text: str) -> dt.datetime:
    """11-23 10:00"""
    return dt.datetime.fromisoformat(f"2026-{text}").replace(tzinfo=clock.SHANGHAI)


def standing(issue_class: IssueClass = IssueClass.B, **changes: object) -> Standing:
    """Assigned on Monday 23 November at 10:00, told at once, not acknowledged."""
    start = at("11-23 10:00")
    finish = TERMS[issue_class].finish
    due_at = finish.after(start, CALENDAR) if finish else at("12-25 17:30")
    values = {
        "issue_class": issue_class,
        "unacknowledged": True,
        "assigned_at": start,
        "acknowledge_by": TERMS[issue_class].acknowledge.after(start, CALENDAR),
        "due_at": due_at,
        "yellow_at": yellow_at(due_at, issue_class, CALENDAR, start),
    }
    return Standing(**(values | changes))  # type: ignore[arg-type]


def climb(here: Standing, moments: list[dt.datetime]) -> list[tuple[str, str]]:
    """Which rungs come when the sweep runs at these moments."""
    story = []
    for now in moments:
        while step := due(here, now, CALENDAR):
            here = replace(
                here, sent={**here.sent, step.rung.level: Fired(step.due_at, now, step.late)}
            )
            if step.rung.kind:
                story.append((step.rung.level.value, f"{clock.local(now):%m-%d %H:%M}"))
                break
    return story


def every_minute(here: Standing, until: str) -> list[tuple[str, str]]:
    """A sweep whenever the ladder asks for one."""
    now, story = here.assigned_at, []
    while now <= at(until):
        step = due(here, now, CALENDAR)
        if step:
            here = replace(
                here, sent={**here.sent, step.rung.level: Fired(step.due_at, now, step.late)}
            )
            story += [(step.rung.level.value, f"{clock.local(now):%m-%d %H:%M}")]
            continue
        following = look_again(here, now, CALENDAR)
        if following is None:
            break
        now = following
    return story[1:]


@pytest.mark.parametrize(
    ("issue_class", "story"),
    [
        (IssueClass.E, ["11-23 10:30", "11-23 11:00", "11-24 06:00", "11-24 10:00"]),
        (IssueClass.A, ["11-23 12:00", "11-23 15:30", "11-24 09:00", "11-25 09:00"]),
        (IssueClass.B, ["11-23 15:30", "11-24 10:30", "11-27 09:00", "12-01 09:00"]),
        (IssueClass.C, ["11-24 17:30", "11-25 17:30", "12-11 09:00", "12-15 09:00"]),
        (IssueClass.D, ["11-24 17:30", "11-25 17:30", "12-18 09:00", "12-28 09:00"]),
    ],
)
def test_an_issue_that_nobody_touches_climbs(issue_class: IssueClass, story: list[str]) -> None:
    levels = ["0a", "0b", "1", "2"]

    assert every_minute(standing(issue_class), "12-31 12:00") == list(
        zip(levels, story, strict=True)
    )


def test_an_acknowledged_issue_is_not_reminded_to_acknowledge() -> None:
    here = standing(unacknowledged=False)

    assert every_minute(here, "12-31 12:00") == [("1", "11-27 09:00"), ("2", "12-01 09:00")]


def test_the_time_to_acknowledge_does_not_run_before_word_left() -> None:
    here = standing(acknowledge_by=None)

    assert look_again(here, at("11-23 10:05"), CALENDAR) == at("11-23 10:00")  # level 0
    assert [level for level, _ in climb(here, [at("11-24 10:00")])] == []


def test_after_days_of_downtime_one_notice_then_a_night_to_react() -> None:
    moments = [at("12-03 10:00"), at("12-03 10:01"), at("12-04 08:59"), at("12-04 09:00")]

    assert climb(standing(unacknowledged=False), moments) == [
        ("1", "12-03 10:00"),
        ("2", "12-04 09:00"),
    ]


def test_what_comes_late_says_so() -> None:
    here = standing(
        unacknowledged=False,
        sent={Level.ASSIGNED: Fired(at("11-23 10:00"), at("11-23 10:00"), False)},
    )

    in_time = due(here, at("11-27 09:01"), CALENDAR)
    late = due(here, at("11-27 10:01"), CALENDAR)

    assert isinstance(in_time, Due)
    assert isinstance(late, Due)
    assert (in_time.late, late.late) == (False, True)


def test_a_yellow_light_from_before_the_assignment_waits_for_the_due_morning() -> None:
    here = standing(
        unacknowledged=False,
        due_at=at("11-24 17:30"),
        yellow_at=at("11-23 09:00"),
    )

    assert every_minute(here, "12-31 12:00") == [("1", "11-24 09:00"), ("2", "11-25 09:00")]


def test_what_was_sent_asks_for_nothing_more() -> None:
    fired = Fired(at("11-23 10:00"), at("11-23 10:00"), False)
    here = standing(unacknowledged=False, sent=dict.fromkeys(Level, fired))

    assert look_again(here, at("12-31 10:00"), CALENDAR) is None
