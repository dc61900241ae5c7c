"""What can be done with an issue, one function an intention; `rules.TABLE` says when."""

from yishi.issues.services._notices import (
    PURPOSE,
    contacts_of,
    facts_of,
    fresh_link,
    handler_of,
    link_for,
    recipients,
)
from yishi.issues.services._voices import unit_of
from yishi.issues.services.assigning import (
    assign_confirmed,
    assign_referred,
    assign_rest,
    let_stand,
    set_acknowledge_by,
)
from yishi.issues.services.drafting import (
    amend_draft,
    await_confirmation,
    confirm,
    discard,
    draft_promise,
)
from yishi.issues.services.reviewing import release_photos, review_pass, review_return, submitted
from yishi.issues.services.sweeping import sweep
from yishi.issues.services.verdicts import (
    Rest,
    close,
    nobody_reached,
    record_verdict,
    tries_used_up,
)
from yishi.issues.services.working import acknowledge, note, running, submit

__all__ = [
    "PURPOSE",
    "Rest",
    "acknowledge",
    "amend_draft",
    "assign_confirmed",
    "assign_referred",
    "assign_rest",
    "await_confirmation",
    "close",
    "confirm",
    "contacts_of",
    "discard",
    "draft_promise",
    "facts_of",
    "fresh_link",
    "handler_of",
    "let_stand",
    "link_for",
    "nobody_reached",
    "note",
    "recipients",
    "record_verdict",
    "release_photos",
    "review_pass",
    "review_return",
    "running",
    "set_acknowledge_by",
    "submit",
    "submitted",
    "sweep",
    "tries_used_up",
    "unit_of",
]
