"""ICS (RFC 5545): dates that a telephone or Outlook takes over."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yishi.dates import SHANGHAI

if TYPE_CHECKING:
    import icalendar


@dataclass(frozen=True)
class CalendarEntry:
    """One date; `uid` never changes, `sequence` counts the changes, moments are aware."""

    uid: str
    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    stamp: dt.datetime
    place: str = ""
    text: str = ""
    url: str = ""
    cancelled: bool = False
    sequence: int = 0


def ics(entries: Iterable[CalendarEntry], name: str) -> bytes:
    """A calendar file with Beijing time written out; cancelled dates say so."""
    import icalendar  # late: a sixth of the start, for a page that few ask for

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//yishi//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", " ".join(name.split()))  # one line, for it is not escaped
    for entry in entries:
        calendar.add_component(_event(entry))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry) -> "icalendar.Event":
    import icalendar

    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("summary", entry.title)
    event.add("dtstart", entry.starts_at.astimezone(SHANGHAI))
    event.add("dtend", entry.ends_at.astimezone(SHANGHAI))
    event.add("dtstamp", entry.stamp.astimezone(dt.UTC))
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    for key, value in (("location", entry.place), ("description", entry.text), ("url", entry.url)):
        if value:
            event.add(key, value)
    return event
