"""What the room keeps of a day: itself, its agenda, who is invited, its minutes."""

from yishi.deliberations.models.day import AgendaItem, Deliberation, DeliberationChange
from yishi.deliberations.models.invitation import Invitation
from yishi.deliberations.models.minutes import Correction, Minutes, MinutesParagraph, Objection
from yishi.deliberations.models.session import ConfirmLater, PromiseReview

__all__ = [
    "AgendaItem",
    "ConfirmLater",
    "Correction",
    "Deliberation",
    "DeliberationChange",
    "Invitation",
    "Minutes",
    "MinutesParagraph",
    "Objection",
    "PromiseReview",
]
