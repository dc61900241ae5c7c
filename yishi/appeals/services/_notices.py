"""What a resident who left a phone is told: received, and every answer."""

import datetime as dt

import sqlalchemy as sa

from yishi import clock
from yishi.accounts.models import AccessLink, ContactPoint
from yishi.appeals.models import Appeal, AppealDecision
from yishi.appeals.services._moves import told
from yishi.database import db
from yishi.notices import services as notices


def received(
    appeal: Appeal, point: ContactPoint | None, link: AccessLink, now: dt.datetime
) -> None:
    """编号, and until when the answer comes."""
    if point is None or not point.phone_index or appeal.answer_due_at is None:
        return
    notices.queue(
        "receipt",
        point,
        subject_ref=appeal.ref,
        area_code=appeal.area_code,
        facts={
            "number": appeal.number,
            "title": appeal.title,
            "answer_by_on": clock.local(appeal.answer_due_at).date(),
        },
        key=f"receipt:{appeal.id}",
        now=now,
        link=link,
    )


def answered(appeal: Appeal, decision: AppealDecision, now: dt.datetime, by: str = "") -> None:
    """Who does what by when, or why not and whom to turn to."""
    point = (
        db.session.get(ContactPoint, appeal.contact_point_id) if appeal.contact_point_id else None
    )
    if point is None or not point.phone_index:
        return
    notices.queue(
        "answer",
        point,
        subject_ref=appeal.ref,
        area_code=appeal.area_code,
        facts={
            "number": appeal.number,
            "title": appeal.public_title or appeal.title,
            "answer": told(decision),
            **({"by": by} if by else {}),
        },
        key=f"answer:{decision.id}",
        now=now,
        link=receipt_link(appeal),
    )


def receipt_link(appeal: Appeal) -> AccessLink | None:
    """The link of the receipt page; imported appeals have none."""
    return db.session.scalars(
        sa.select(AccessLink)
        .where(
            AccessLink.purpose == "receipt",
            AccessLink.subject_ref == appeal.ref,
            AccessLink.revoked_at.is_(None),
        )
        .order_by(AccessLink.id)
        .limit(1)
    ).one_or_none()
