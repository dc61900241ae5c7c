"""The room of the follow-ups asks whoever reported it; the receipt page has it from here."""

import datetime as dt

from yishi.appeals.models import Appeal, AppealQuestion
from yishi.database import db
from yishi.issues.models import Issue


def ask_verdict(appeal: Appeal, issue: Issue, *, until: dt.datetime, now: dt.datetime) -> None:
    """解决了吗, for what came of the appeal; asked anew when it was done again."""
    row = db.session.get(AppealQuestion, (appeal.id, issue.id))
    if row is None:
        row = AppealQuestion(appeal_id=appeal.id, issue_id=issue.id)
        db.session.add(row)
    row.cycle, row.asked_at, row.until = issue.cycle, now, until
    db.session.flush()
