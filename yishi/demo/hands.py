"""What people do with appeals and issues: the office, the units, the residents."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

from werkzeug.datastructures import FileStorage

from yishi.appeals import services as appeals
from yishi.appeals.models import Appeal
from yishi.appeals.rules import Source, VoidReason
from yishi.database import db
from yishi.demo.stage import Stage
from yishi.files import queries as files
from yishi.files.photos import redraw
from yishi.followups import services as followups
from yishi.issues import services as issues
from yishi.issues.rules import AcknowledgedHow, Answer, Outcome, VerdictSource
from yishi.organizations.rules import IssueClass


@dataclass(frozen=True)
class Told:
    """(反映) What a resident told: own words, and the words that were released."""

    key: str
    estate: str
    title: str
    text: str
    public: str = ""
    category: str = ""
    phone: str = ""
    building: str = ""
    source: Source = Source.WEB
    photo: Callable[[], bytes] | None = None


class Hands:
    """Everybody at work; `office` and `second` are the logins of the two who decide."""

    def __init__(self, stage: Stage, office: str, second: str) -> None:
        self.stage = stage
        self.office = office
        self.second = second

    def tell(self, told: Told, *, now: dt.datetime) -> None:
        """A resident tells something; the office has not looked yet."""
        estate = self.stage.estate(told.estate)
        said = appeals.Said(
            area_code=estate.area_code,
            estate_id=estate.id,
            category_id=self.stage.category(told.category).id if told.category else None,
            title=told.title,
            text=told.text,
            building=told.building,
            phone=told.phone,
            may_contact=bool(told.phone),
            source=told.source,
        )
        photos = [redraw(told.photo())] if told.photo else []
        if told.source is Source.WEB:
            received = appeals.submit(said, photos, now=now)
        else:
            by = self.stage.actor(self.second)
            received = appeals.submit_on_behalf(said, photos, by=by, now=now)
        self.stage.kept[told.key] = received.appeal.id

    def release(self, told: Told, *, now: dt.datetime) -> Appeal:
        """The office has read it: the public words are open."""
        appeal = db.session.get_one(Appeal, self.stage.kept[told.key])
        pictures = [file.id for file in files.of(appeal.ref)]
        words, by = told.public or told.text, self.stage.actor(self.office)
        if appeal.released_at is None:
            appeals.release(appeal, told.title, words, pictures, by=by, now=now)
        return appeal

    def answer(self, told: Told, text: str, *, now: dt.datetime, by: str = "") -> None:
        """Answered in public."""
        appeal = self.release(told, now=now)
        appeals.answer(appeal, text, by=self.stage.actor(by or self.office), now=now)

    def accept(self, told: Told, *, now: dt.datetime) -> None:
        """Taken in; the decision follows."""
        appeals.accept(self.release(told, now=now), by=self.stage.actor(self.office), now=now)

    def decline(
        self, told: Told, reason: str, channel: str, phone: str, *, now: dt.datetime
    ) -> None:
        """Not for the office: the reason, and whom to turn to; read by the resident alone."""
        appeal = db.session.get_one(Appeal, self.stage.kept[told.key])
        by = self.stage.actor(self.office)
        appeals.decline(appeal, reason, channel, phone, by=by, now=now, withheld=True)

    def void(self, told: Told, *, now: dt.datetime) -> None:
        """Two people agree that it is none."""
        appeal = db.session.get_one(Appeal, self.stage.kept[told.key])
        by, other = self.stage.actor(self.office), self.stage.actor(self.second)
        appeals.propose_void(appeal, VoidReason.SPAM, by=by, now=now)
        appeals.confirm_void(appeal, by=other, now=now)

    def object(self, told: Told, words: str, *, now: dt.datetime) -> None:
        """The resident is not satisfied with the answer; somebody else answers again."""
        appeal = db.session.get_one(Appeal, self.stage.kept[told.key])
        appeals.object_to_answer(appeal, words, by=self.stage.actor(self.second), now=now)

    def refer(
        self,
        told: Told,
        unit: str,
        issue_class: IssueClass,
        *,
        now: dt.datetime,
        due_on: dt.date | None = None,
    ) -> None:
        """Dispatched to a unit; the issue is kept under the appeal's name and 事."""
        appeal = self.release(told, now=now)
        unit_id, by = self.stage.unit(unit).id, self.stage.actor(self.office)
        issue = appeals.refer(appeal, unit_id, issue_class, by=by, now=now, due_on=due_on)
        self.stage.kept[matter(told)] = issue.id

    def acknowledge(self, key: str, *, now: dt.datetime) -> None:
        """The unit takes it: by account, or by link where it has none."""
        issue = self.stage.issue(key)
        by = self.stage.worker(issue.lead_unit_id)
        how = AcknowledgedHow.DESK if by.person_id else AcknowledgedHow.LINK
        issues.acknowledge(issue, how=how, by=by, now=now)

    def note(self, key: str, text: str, *, now: dt.datetime) -> None:
        """How far it is."""
        issue = self.stage.issue(key)
        issues.note(issue, text, by=self.stage.worker(issue.lead_unit_id), now=now)

    def submit(
        self, key: str, text: str, photos: Sequence[bytes] = (), *, now: dt.datetime
    ) -> None:
        """The unit reports it done."""
        issue = self.stage.issue(key)
        uploads = [FileStorage(BytesIO(photo), "photo.jpg") for photo in photos]
        by = self.stage.worker(issue.lead_unit_id)
        issues.submit(issue, text, by=by, now=now, photos=uploads)

    def review(self, key: str, *, now: dt.datetime) -> None:
        """Another person looked, and it is done; the photographs are open."""
        issue = self.stage.issue(key)
        pictures = [file.id for file in files.of(issues.submitted(issue).ref)]
        by = self.stage.actor(self.office)
        issues.review_pass(issue, Outcome.SOLVED, by=by, now=now, released=pictures)

    def send_back(self, key: str, reason: str, *, now: dt.datetime) -> None:
        """Something is missing: back to the unit."""
        issues.review_return(
            self.stage.issue(key), reason, by=self.stage.actor(self.office), now=now
        )

    def judge(
        self,
        key: str,
        answer: Answer,
        words: str = "",
        *,
        now: dt.datetime,
        reporter: bool = True,
    ) -> None:
        """A resident said on the telephone how it is."""
        followups.verdict_by_desk(
            self.stage.issue(key),
            source=VerdictSource.PHONE,
            by=self.stage.actor(self.second),
            now=now,
            answer=answer,
            by_reporter=reporter,
            by_name="反映人" if reporter else "邻居",
            text=words,
            satisfied=answer is Answer.SOLVED,
        )


def matter(told: Told) -> str:
    """The name under which the issue of an appeal is kept."""
    return f"{told.key}/事"
