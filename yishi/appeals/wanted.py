"""Whether a notice to a resident is still wanted when it is about to leave."""

import datetime as dt

from yishi.accounts.models import ContactPoint
from yishi.appeals.models import Appeal
from yishi.appeals.rules import AppealState
from yishi.database import db
from yishi.notices import registry
from yishi.notices.models import Notice


def register() -> None:
    """Tells the outbox how to ask."""
    for kind in ("receipt", "answer"):
        registry.register(kind, _still_wanted, "居民删掉了电话，或这一条已作废")


def _still_wanted(notice: Notice, _now: dt.datetime) -> bool:
    kind, _, id_ = notice.subject_ref.partition(":")
    appeal = db.session.get(Appeal, int(id_)) if kind == "appeal" else None
    point = db.session.get(ContactPoint, notice.contact_point_id)
    if appeal is None or point is None:
        return False
    return appeal.state is not AppealState.VOID and point.phone_sealed is not None
