"""What the room keeps of a day: itself, its agenda, who is invited, its minutes."""

from yishi.deliberations.models.day import AgendaItem, Deliberation, DeliberationChange
from yishi.deliberations.models.invitation import Invitation
from yishi.deliberations.models.minutes import Minutes, MinutesParagraph

__all__ = [
    "AgendaItem",
    "Deliberation",
    "DeliberationChange",
    "Invitation",
    "Minutes",
    "MinutesParagraph",
]
