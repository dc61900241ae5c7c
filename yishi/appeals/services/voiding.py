"""作废: spam, tests and abuse go by the word of two people, and are counted in public."""

import datetime as dt

from yishi.accounts.actors import Actor
from yishi.appeals import rules
from yishi.appeals.models import Appeal
from yishi.appeals.rules import Act, VoidReason
from yishi.appeals.services._moves import lock, move, tell, voice_of
from yishi.errors import Conflict, NotAllowed
from yishi.records.services import audit

KIND = "作废"


def propose_void(appeal: Appeal, reason: VoidReason, *, by: Actor, now: dt.datetime) -> None:
    """Asks a second person to void it; until then it is owed as before. Raises Conflict."""
    lock(appeal)
    if rules.step(appeal.state, Act.VOID) is None:
        raise Conflict(f"{appeal.number} 现在是“{appeal.state.label}”，不能作废。")
    appeal.void_reason, appeal.void_asked_at = reason, now
    appeal.void_by, appeal.void_by_id = by.name, by.person_id
    audit(by, "appeal.void_asked", appeal.ref, after={"reason": reason})
    text = f"提出按“{reason.label}”作废，等另一个人同意。"
    tell(appeal, KIND, text, voice_of(by), now, public=False)


def confirm_void(appeal: Appeal, *, by: Actor, now: dt.datetime) -> None:
    """The second person agrees; raises NotAllowed for the first one."""
    lock(appeal)
    if appeal.void_reason is None:
        raise Conflict("没有人提出作废，或已经撤回。请看页面上最新的情况。")
    if appeal.void_by_id == by.person_id:
        raise NotAllowed("作废要另一个人同意，提出的人自己不能同意。")
    move(appeal, Act.VOID, by=by)
    appeal.decided_at = appeal.decided_at or now
    appeal.triage_due_at = appeal.answer_due_at = None
    text = f"{by.name}同意，按“{appeal.void_reason.label}”作废。"
    tell(appeal, KIND, text, voice_of(by), now, public=False)


def refuse_void(appeal: Appeal, *, by: Actor, now: dt.datetime) -> None:
    """The second person does not agree, or the first one thinks again: it stays owed."""
    lock(appeal)
    appeal.void_reason = appeal.void_asked_at = appeal.void_by_id = None
    appeal.void_by = ""
    audit(by, "appeal.void_refused", appeal.ref)
    tell(appeal, KIND, "不作废，照常办理。", voice_of(by), now, public=False)
