"""Everything about deadlines that can be read to an official. Pure."""

from yishi.workdays.rules.calendar import Calendar, Day, DayKind, Known
from yishi.workdays.rules.hours import BadHours, Hours, hours_problem, read_hours
from yishi.workdays.rules.lights import Colour, Light, grey, light
from yishi.workdays.rules.panel import Panel, panel
from yishi.workdays.rules.terms import TERMS, Clock, Span, Terms, red_at, yellow_at

__all__ = [
    "TERMS",
    "BadHours",
    "Calendar",
    "Clock",
    "Colour",
    "Day",
    "DayKind",
    "Hours",
    "Known",
    "Light",
    "Panel",
    "Span",
    "Terms",
    "grey",
    "hours_problem",
    "light",
    "panel",
    "read_hours",
    "red_at",
    "yellow_at",
]
