"""What waits for the organizer: to triage, to answer, to agree that it is void."""

import datetime as dt

from yishi import clock
from yishi.accounts.actors import Actor
from yishi.accounts.rules import Role
from yishi.appeals.models import Appeal
from yishi.appeals.queries.lists import owing
from yishi.dates import moment_words
from yishi.organizations.rules import IssueClass
from yishi.web.owed import Group, Owed
from yishi.web.urls import path_for
from yishi.workdays.queries import calendar
from yishi.workdays.rules import Light, grey, light


def owed(actor: Actor, now: dt.datetime) -> list[Owed]:
    """The rows of the workbench, for whoever triages."""
    if not actor.has(Role.ORGANIZER):
        return []
    return [_row(appeal, actor, now) for appeal in owing(actor)]


def due_of(appeal: Appeal) -> dt.datetime | None:
    """Until when the next thing is owed; None if nothing is."""
    if appeal.owes_triage:
        return appeal.triage_due_at
    return appeal.answer_due_at if appeal.owes_answer else None


def light_of(appeal: Appeal, now: dt.datetime) -> Light:
    """The light of what is owed next; grey with the state's word where nothing is."""
    due = due_of(appeal)
    if due is None:
        word = appeal.brings.label if appeal.brings and not appeal.decided_at else ""
        return grey(word or appeal.state.label, appeal.state.public_words)
    pace = IssueClass.A if appeal.owes_triage else IssueClass.B
    return light(due, now, calendar(appeal.area_code), pace)


def due_words(appeal: Appeal, now: dt.datetime) -> str:
    """今天 17:30 前要分办; 应在11月25日（周三）17:30 前答复 once it has passed."""
    due = due_of(appeal)
    if due is None:
        return ""
    act = "分办" if appeal.owes_triage else "答复"
    if due < now:
        return f"应在{moment_words(due)} 前{act}"
    local = clock.local(due)
    today = local.date() == clock.local(now).date()
    return f"{f'今天 {local:%H:%M}' if today else moment_words(due)} 前要{act}"


def _row(appeal: Appeal, actor: Actor, now: dt.datetime) -> Owed:
    due = due_of(appeal)
    return Owed(
        group=_group(due, now),
        title=appeal.public_title or appeal.title,
        url=path_for("appeals.show", appeal_id=appeal.id),
        action=_action(appeal, actor),
        light=light_of(appeal, now),
        number=appeal.number,
        unit_name=appeal.estate.name if appeal.estate else "",
        due_at=due,
    )


def _group(due: dt.datetime | None, now: dt.datetime) -> str:
    if due is not None and due < now:
        return Group.OVERDUE
    today = due is not None and clock.local(due).date() == clock.local(now).date()
    return Group.DUE_TODAY if today else Group.TO_ANSWER


def _action(appeal: Appeal, actor: Actor) -> str:
    if appeal.void_asked_at and appeal.void_by_id != actor.person_id:
        return "看要不要作废"
    return "分办" if appeal.owes_triage else "答复"
