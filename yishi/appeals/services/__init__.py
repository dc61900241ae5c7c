"""What can be done with an appeal, one function an intention; `rules.MOVES` says when."""

from yishi.appeals.services._notices import receipt_link
from yishi.appeals.services.asking import ask_verdict
from yishi.appeals.services.deciding import (
    accept,
    answer,
    decline,
    finish,
    place_on_agenda,
    public_path,
    refer,
    release,
    save_public_text,
    take_back,
    taken_off_agenda,
)
from yishi.appeals.services.receipts import (
    add_photos,
    change_phone,
    look_up,
    may_object,
    object_to_answer,
    require_code,
)
from yishi.appeals.services.receiving import Received, Said, submit, submit_on_behalf
from yishi.appeals.services.voiding import confirm_void, propose_void, refuse_void

__all__ = [
    "Received",
    "Said",
    "accept",
    "add_photos",
    "answer",
    "ask_verdict",
    "change_phone",
    "confirm_void",
    "decline",
    "finish",
    "look_up",
    "may_object",
    "object_to_answer",
    "place_on_agenda",
    "propose_void",
    "public_path",
    "receipt_link",
    "refer",
    "refuse_void",
    "release",
    "require_code",
    "save_public_text",
    "submit",
    "submit_on_behalf",
    "take_back",
    "taken_off_agenda",
]
