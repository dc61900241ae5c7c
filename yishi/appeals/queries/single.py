"""One appeal: for the desk through the scope, for residents only what was released."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from yishi.accounts import scoping
from yishi.accounts.actors import Actor
from yishi.accounts.models import AccessLink
from yishi.accounts.scoping import scoped
from yishi.appeals.models import Appeal
from yishi.appeals.rules import AppealState
from yishi.database import db
from yishi.errors import NotFound

HIDDEN = frozenset({AppealState.VOID, AppealState.MERGED})
_WHOLE = (
    joinedload(Appeal.estate),
    joinedload(Appeal.category),
    selectinload(Appeal.decisions),
)


def find(id_: int, actor: Actor) -> Appeal:
    """The appeal with this id; NotFound for another office's as for a missing one."""
    query = scoped(Appeal, actor).where(Appeal.id == id_).options(*_WHOLE)
    appeal = db.session.scalars(query).one_or_none()
    if appeal is None:
        raise NotFound
    return appeal


def find_locked(id_: int, actor: Actor) -> Appeal:
    """The same, for whoever changes it: another waits until this one is done."""
    return scoping.find(Appeal, id_, actor, lock=True)


def find_public(number: str) -> Appeal:
    """The released appeal with this number; until a person released it there is none."""
    query = sa.select(Appeal).where(
        Appeal.number == number,
        Appeal.released_at.is_not(None),
        Appeal.withheld.is_(False),
        Appeal.state.not_in(HIDDEN),
    )
    appeal = db.session.scalars(query.options(*_WHOLE)).one_or_none()
    if appeal is None:
        raise NotFound("没有这一条，或者还没有公开。有编号和查询码可以在“查我的诉求”里看。")
    return appeal


def of_receipt(link: AccessLink) -> Appeal:
    """The appeal behind a receipt link."""
    query = sa.select(Appeal).where(Appeal.id == int(link.subject_ref.removeprefix("appeal:")))
    return db.session.scalars(query.options(*_WHOLE)).one()
