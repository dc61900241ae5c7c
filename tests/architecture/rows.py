"""For every kind of desk address with ids: rows of 铜城街道 that it can name.

A new kind of address needs a line here: `test_strangers` fails with a KeyError until then.
"""

import sqlalchemy as sa

from yishi.accounts.models import Person, RoleGrant
from yishi.appeals.models import Appeal, AppealImport
from yishi.deliberations.models import (
    AgendaItem,
    Deliberation,
    Invitation,
    Minutes,
    MinutesParagraph,
    Objection,
    PromiseReview,
)
from yishi.demo.people import TONGCHENG
from yishi.files.models import StoredFile
from yishi.issues.models import Issue, ProgressNote, Submission
from yishi.issues.rules import IssueState
from yishi.notices.models import Notice
from yishi.organizations.models import Category, Contact, Estate, Unit

OPEN = (IssueState.RESOLVED, IssueState.FOLLOWED_UP)

Query = sa.Select[*tuple[int, ...]]
Rows = Query | sa.CompoundSelect[*tuple[int, ...]]


def _here(column: sa.orm.InstrumentedAttribute[str]) -> sa.ColumnElement[bool]:
    return column.startswith(TONGCHENG)


def _days(query: Query) -> Query:
    return query.where(_here(Deliberation.area_code)).order_by(Deliberation.id)


def _appeals(query: Query) -> Query:
    return query.where(_here(Appeal.area_code)).order_by(Appeal.id)


def _of_issue(story: type[ProgressNote] | type[Submission], ref: str) -> Query:
    return (
        sa.select(Issue.id, StoredFile.id)
        .join_from(Issue, story, story.issue_id == Issue.id)
        .join(StoredFile, StoredFile.owner_ref == sa.func.concat(f"{ref}:", story.id))
        .where(_here(Issue.area_code), Issue.lead_unit_id == LEADING)
    )


LEADING = (
    sa.select(Issue.lead_unit_id)
    .where(_here(Issue.area_code))
    .order_by(Issue.id)
    .limit(1)
    .scalar_subquery()
)
_MINE = sa.select(Issue.id).where(_here(Issue.area_code), Issue.lead_unit_id == LEADING)
_TO_CALL = sa.select(Issue.id).where(_here(Issue.area_code), Issue.state.in_(OPEN))
_PHOTO = sa.func.concat("appeal:", Appeal.id)

ROWS: dict[tuple[str, tuple[str, ...]], Rows] = {
    ("appeals", ("appeal_id",)): _appeals(sa.select(Appeal.id)),
    ("appeals", ("appeal_id", "photo_id")): _appeals(
        sa.select(Appeal.id, StoredFile.id).join_from(
            Appeal, StoredFile, StoredFile.owner_ref == _PHOTO
        )
    ),
    ("appeals", ("import_id",)): sa.select(AppealImport.id).where(_here(AppealImport.area_code)),
    ("deliberations", ("day_id",)): _days(sa.select(Deliberation.id)),
    ("deliberations", ("day_id", "appeal_id")): _days(
        sa.select(Deliberation.id, Appeal.id).join_from(
            Deliberation, Appeal, _here(Appeal.area_code)
        )
    ),
    ("deliberations", ("day_id", "invitation_id")): _days(
        sa.select(Deliberation.id, Invitation.id).join_from(Deliberation, Invitation)
    ),
    ("deliberations", ("day_id", "issue_id")): _days(
        sa.select(Deliberation.id, Issue.id).join_from(
            Deliberation, Issue, Issue.deliberation_id == Deliberation.id
        )
    ),
    ("deliberations", ("day_id", "item_id")): _days(
        sa.select(Deliberation.id, AgendaItem.id).join_from(Deliberation, AgendaItem)
    ),
    ("deliberations", ("day_id", "objection_id")): _days(
        sa.select(Deliberation.id, Objection.id)
        .join_from(Deliberation, Minutes)
        .join(Objection, Objection.minutes_id == Minutes.id)
    ),
    ("deliberations", ("day_id", "paragraph_id")): _days(
        sa.select(Deliberation.id, MinutesParagraph.id)
        .join_from(Deliberation, Minutes)
        .join(MinutesParagraph, MinutesParagraph.minutes_id == Minutes.id)
    ),
    ("deliberations", ("day_id", "review_id")): _days(
        sa.select(Deliberation.id, PromiseReview.id).join_from(Deliberation, PromiseReview)
    ),
    ("followups", ("id",)): _TO_CALL,
    ("issues", ("id",)): _MINE,
    ("issues", ("id", "photo_id")): _of_issue(ProgressNote, "note").union_all(
        _of_issue(Submission, "submission")
    ),
    ("notices", ("notice_id",)): sa.select(Notice.id).where(_here(Notice.area_code)),
    ("organizations", ("category_id",)): sa.select(Category.id).where(_here(Category.area_code)),
    ("organizations", ("estate_id",)): sa.select(Estate.id).where(_here(Estate.area_code)),
    ("organizations", ("person_id",)): sa.select(Person.id)
    .where(Person.grants.any(_here(RoleGrant.area_code)))
    .where(~Person.grants.any(RoleGrant.area_code == "")),
    ("organizations", ("person_id", "grant_id")): sa.select(Person.id, RoleGrant.id)
    .join_from(Person, RoleGrant)
    .where(_here(RoleGrant.area_code)),
    ("organizations", ("unit_id",)): sa.select(Unit.id).where(_here(Unit.area_code)),
    ("organizations", ("unit_id", "contact_id")): sa.select(Unit.id, Contact.id)
    .join_from(Unit, Contact)
    .where(_here(Unit.area_code), Contact.left_at.is_(None)),
}
