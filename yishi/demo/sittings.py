"""A day of deliberation, from the plan to the pressed publication."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from yishi.accounts.actors import Actor
from yishi.appeals.models import Appeal
from yishi.database import db
from yishi.deliberations.models import Deliberation
from yishi.deliberations.queries.carried import put_off
from yishi.deliberations.queries.minutes import draft_of_day
from yishi.deliberations.queries.on_site import Line, on_site
from yishi.deliberations.rules import Outcome
from yishi.deliberations.rules.session import ReviewResult
from yishi.deliberations.services import (
    agenda,
    announcing,
    arriving,
    closing,
    inviting,
    planning,
    promising,
    reviewing,
    signing,
)
from yishi.deliberations.services import (
    on_site as recording,
)
from yishi.deliberations.services.promising import Confirming, Vow
from yishi.demo.hands import Told
from yishi.demo.stage import Stage

LONG = dt.timedelta(hours=2, minutes=30)


@dataclass(frozen=True)
class Said:
    """(承诺) A promise as it was said; `key` is the name under which its issue is kept."""

    key: str
    unit: str
    words: str
    due_on: dt.date
    by: str
    confirming: Confirming = Confirming.SAID


@dataclass(frozen=True)
class Matter:
    """(一题) A matter, what was noted and how it ended; `carried`: put off by an earlier day."""

    title: str
    situation: str = ""
    told: Told | None = None
    note: str = ""
    outcome: Outcome | None = None
    said: Sequence[Said] = ()
    next_on: dt.date | None = None
    carried: bool = False


@dataclass(frozen=True)
class Sitting:
    """(一场) When and where, who leads and who is asked, and its matters."""

    key: str
    estate: str
    starts_at: dt.datetime
    place: str
    chair: str
    units: Sequence[str]
    matters: Sequence[Matter]
    call_until: dt.date | None = None


class Hall:
    """The office that plans and holds days; `office` presses the buttons."""

    def __init__(self, stage: Stage, office: str) -> None:
        self.stage = stage
        self.office = office

    @property
    def by(self) -> Actor:
        return self.stage.actor(self.office)

    def day(self, sitting: Sitting) -> Deliberation:
        """The row of a sitting."""
        return db.session.get_one(Deliberation, self.stage.kept[sitting.key])

    def plan(self, sitting: Sitting, *, now: dt.datetime, public: bool = True) -> None:
        """Drafts the day with its agenda and units; `public` puts it into the schedule."""
        frame = planning.Frame(
            sitting.starts_at,
            sitting.starts_at + LONG,
            sitting.place,
            sitting.chair,
            call_until=sitting.call_until,
        )
        units = [self.stage.unit(name).id for name in sitting.units]
        wish = planning.Wish(frame, unit_ids=units)
        estate = self.stage.estate(sitting.estate)
        day = planning.draft(estate, wish, by=self.by, now=now)
        self.stage.kept[sitting.key] = day.id
        for matter in sitting.matters:
            self._place(day, matter, now)
        if public:
            planning.publish_plan(day, by=self.by, now=now)

    def announce(self, sitting: Sitting, *, now: dt.datetime) -> None:
        """Makes time, place and agenda known."""
        announcing.announce(self.day(sitting), by=self.by, now=now)

    def call(self, sitting: Sitting, but: Sequence[str] = (), *, now: dt.datetime) -> None:
        """Calls the units; each says who comes and that they may promise."""
        for invitation in self.day(sitting).invitations:
            if invitation.unit.name in but:
                continue
            contact = invitation.contact
            inviting.answer(
                invitation,
                attendee_name=contact.name if contact else "",
                attendee_post=contact.post if contact else "",
                may_promise=True,
                item_ids=(),
                by=self.by,
                now=now,
            )

    def postpone(self, sitting: Sitting, reason: str, *, now: dt.datetime) -> None:
        """Gives the date up."""
        announcing.postpone(self.day(sitting), reason, by=self.by, now=now)

    def cancel(self, sitting: Sitting, reason: str, *, now: dt.datetime) -> None:
        """Calls the day off."""
        announcing.cancel(self.day(sitting), reason, by=self.by, now=now)

    def open(
        self, sitting: Sitting, heads: int, absent: Sequence[str] = (), *, now: dt.datetime
    ) -> None:
        """The session begins: heads counted, units ticked, old promises looked back at."""
        day = self.day(sitting)
        recording.open_day(day, by=self.by, now=now)
        arriving.count_heads(day, heads, day.heads, by=self.by)
        for invitation in day.invitations:
            arriving.note_presence(invitation, invitation.unit.name not in absent, by=self.by)
        for line in on_site(day).lines:
            for looked in line.looked:
                result = looked.review.result or ReviewResult.BROKEN
                hands = (None, None) if result is ReviewResult.NOT_DUE else (6, 31)
                version = looked.review.version
                reviewing.say(looked.review, result, hands, version, by=self.by, now=now)

    def discuss(self, sitting: Sitting, matter: Matter, *, now: dt.datetime) -> None:
        """One matter: what was said, how it ended, what was promised."""
        day = self.day(sitting)
        line = self._line(day, matter)
        if matter.note:
            assert line.note is not None
            note = line.note
            recording.write_note(line.item, note, matter.note, note.revision, by=self.by, now=now)
        if matter.outcome is None:
            return
        version = line.item.version
        recording.decide(line, matter.outcome, matter.next_on, version, by=self.by, now=now)
        db.session.refresh(line.item)
        for said in matter.said:
            self._take_down(line, said, now)

    def drop(self, sitting: Sitting, key: str, *, now: dt.datetime) -> None:
        """A promise that was not confirmed is taken off again."""
        promising.drop(self.day(sitting), self.stage.issue(key), by=self.by, now=now)

    def close(self, sitting: Sitting, *, now: dt.datetime) -> None:
        """散会: the promises are dispatched, the minutes drafted."""
        closing.conclude(self.day(sitting), by=self.by, now=now)

    def press(self, sitting: Sitting, reviewer: str, signer: str, *, now: dt.datetime) -> None:
        """无异议即公布: published by itself when the review ends."""
        draft = draft_of_day(self.day(sitting))
        signing.publish_unless_objected(draft, reviewer, signer, by=self.by, now=now)

    def _place(self, day: Deliberation, matter: Matter, now: dt.datetime) -> None:
        if matter.carried:
            waiting = put_off(day.area_code, day.estate_id)
            agenda.carry_over(day, waiting[0].id, by=self.by, now=now)
            return
        if matter.told is None:
            agenda.add_line(day, matter.title, matter.situation, by=self.by, now=now)
            return
        appeal = db.session.get_one(Appeal, self.stage.kept[matter.told.key])
        agenda.add_appeal(day, appeal.id, by=self.by, now=now)

    def _line(self, day: Deliberation, matter: Matter) -> Line:
        title = matter.told.title if matter.told else matter.title
        return next(line for line in on_site(day).lines if line.item.title == title)

    def _take_down(self, line: Line, said: Said, now: dt.datetime) -> None:
        unit = self.stage.unit(said.unit)
        vow = Vow(unit.id, said.words, said.due_on, said.by)
        issue = promising.take_down(line, vow, said.confirming, by=self.by, now=now)
        self.stage.kept[said.key] = issue.id
