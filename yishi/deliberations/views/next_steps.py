"""What waits next on a day, as a word and an address."""

import datetime as dt
from typing import NamedTuple

from yishi.deliberations.models import Deliberation
from yishi.deliberations.queries.owed import PAGES
from yishi.deliberations.rules.owing import next_step
from yishi.web.urls import path_for
from yishi.workdays import queries as workdays


class Next(NamedTuple):
    """The action's word and its page."""

    action: str
    url: str


def step_of(day: Deliberation, now: dt.datetime) -> Next | None:
    """The step that stands open now; None where nothing waits."""
    step = next_step(day, workdays.calendar(day.area_code))
    if step is None or step.since > now:
        return None
    return Next(step.action, path_for(PAGES[step.action], day_id=day.id))
