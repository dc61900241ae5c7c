"""作废, by the word of two people."""

import datetime as dt

from flask import request
from flask.typing import ResponseReturnValue

from yishi.accounts.actors import Actor
from yishi.accounts.rules import Role
from yishi.appeals import services
from yishi.appeals.models import Appeal
from yishi.appeals.rules import VoidReason
from yishi.appeals.views.blueprint import OFFICE, bp
from yishi.appeals.views.deciding import attempt
from yishi.errors import Invalid
from yishi.web.fields import one_of
from yishi.web.policies import permit


@bp.post("/desk/appeals/<int:appeal_id>/void")
@permit(Role.ORGANIZER)
def void_create(appeal_id: int) -> ResponseReturnValue:
    """[请另一个人同意作废]"""

    def propose(appeal: Appeal, actor: Actor, now: dt.datetime) -> str:
        reason = one_of(VoidReason, request.form.get("void_reason"))
        if reason is None:
            raise Invalid("请选为什么作废。", {"void_reason": "请选为什么作废。"})
        services.propose_void(appeal, reason, by=actor, now=now)
        return "提出作废了，等另一个人同意。"

    return attempt(appeal_id, propose, fold="void")


@bp.post("/desk/appeals/<int:appeal_id>/void/confirmation")
@permit(*OFFICE)
def void_confirmation_create(appeal_id: int) -> ResponseReturnValue:
    """[同意作废], by somebody else."""

    def agree(appeal: Appeal, actor: Actor, now: dt.datetime) -> str:
        services.confirm_void(appeal, by=actor, now=now)
        return "作废了。"

    return attempt(appeal_id, agree)


@bp.post("/desk/appeals/<int:appeal_id>/void/removal")
@permit(*OFFICE)
def void_removal(appeal_id: int) -> ResponseReturnValue:
    """[不作废，照常办]"""

    def refuse(appeal: Appeal, actor: Actor, now: dt.datetime) -> str:
        services.refuse_void(appeal, by=actor, now=now)
        return "不作废，照常办。"

    return attempt(appeal_id, refuse, stay=True)
