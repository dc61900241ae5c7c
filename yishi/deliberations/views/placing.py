"""From triage: an appeal is placed on a day, and the text it stands on is released with it."""

import datetime as dt

from flask.typing import ResponseReturnValue

from yishi.accounts.actors import Actor, current_actor
from yishi.accounts.rules import Role
from yishi.accounts.scoping import find
from yishi.appeals import services as appeals
from yishi.appeals.models import Appeal
from yishi.appeals.rules import AppealState
from yishi.appeals.views.deciding import attempt, release_as_typed
from yishi.dates import short_day
from yishi.deliberations.models import Deliberation
from yishi.deliberations.services import agenda
from yishi.deliberations.views.blueprint import bp
from yishi.web.policies import permit


@bp.post("/desk/deliberations/<int:day_id>/appeals/<int:appeal_id>")
@permit(Role.ORGANIZER)
def placing_create(day_id: int, appeal_id: int) -> ResponseReturnValue:
    """[列入 11月28日, 公开这段文字], then the next appeal; a refusal keeps what was typed."""
    day = find(Deliberation, day_id, current_actor(), lock=True)

    def place(appeal: Appeal, actor: Actor, now: dt.datetime) -> str:
        release_as_typed(appeal, actor, now)
        agenda.add_appeal(day, appeal.id, by=actor, now=now)
        if appeal.state is AppealState.RECEIVED:  # the day is not public yet: placed when it is
            appeals.accept(appeal, by=actor, now=now)
        return f"已列入{short_day(day.starts_at)}{day.title}。"

    return attempt(appeal_id, place)
