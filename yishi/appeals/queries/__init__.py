"""Reading appeals."""

from yishi.appeals.queries.lists import (
    STATES,
    Filters,
    count_to_triage,
    estates_of_register,
    next_to_triage,
    ready_for_agenda,
    register,
)
from yishi.appeals.queries.owed import due_of, due_words, light_of, owed
from yishi.appeals.queries.places import Place, Places, place_of, places, places_of
from yishi.appeals.queries.questions import Question, questions
from yishi.appeals.queries.single import find, find_locked, find_public, of_receipt
from yishi.appeals.queries.triage import Proposal, proposal

__all__ = [
    "STATES",
    "Filters",
    "Place",
    "Places",
    "Proposal",
    "Question",
    "count_to_triage",
    "due_of",
    "due_words",
    "estates_of_register",
    "find",
    "find_locked",
    "find_public",
    "light_of",
    "next_to_triage",
    "of_receipt",
    "owed",
    "place_of",
    "places",
    "places_of",
    "proposal",
    "questions",
    "ready_for_agenda",
    "register",
]
