"""Plays what happened, in order of time; between two entries the clock's own steps happen."""

import datetime as dt
import enum
import heapq
import itertools
from collections.abc import Callable
from functools import partial
from typing import Any

import sqlalchemy as sa

from yishi.appeals.models import Appeal
from yishi.appeals.rules import AppealState
from yishi.appeals.services import following
from yishi.database import db, transaction
from yishi.deliberations.models import Deliberation
from yishi.deliberations.rules import ARCHIVED_AFTER
from yishi.deliberations.rules import State as DayState
from yishi.deliberations.services import archiving, publishing
from yishi.demo.stage import Stage
from yishi.followups import services as followups
from yishi.followups.models import FollowUp
from yishi.issues import services as issues
from yishi.issues.models import Issue
from yishi.issues.rules import DONE, IssueState, guards
from yishi.notices import services as notices
from yishi.notices.models import Notice
from yishi.notices.rules import ByHand, State
from yishi.supervision import services as supervision

Act = Callable[..., object]

BY_HAND = dt.timedelta(minutes=4)  # until the office has passed a notice on
UNSENT = dt.timedelta(minutes=90)  # what is younger still waits on the to-send page
STEP = dt.timedelta(minutes=25)  # the sweeps of the town come at most so often
CLOSES_AFTER = dt.timedelta(days=guards.DAYS_TO_CLOSE)


class Step(enum.Enum):
    """What happens by the clock alone, in the order of its rooms."""

    LADDER = enum.auto()
    ISSUES = enum.auto()
    DAYS = enum.auto()
    QUESTIONS = enum.auto()
    ANSWERS = enum.auto()
    NOTICES = enum.auto()


class Diary:
    """Entries by moment; `play` runs each in its own transaction, with that moment as now."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.entries: list[tuple[dt.datetime, int, Act]] = []
        self.order = itertools.count()
        self.now = stage.first - dt.timedelta(days=3650)
        self.what_is_due = sa.select(*_moments(stage.first))

    def at(self, moment: dt.datetime, act: Act, *what: Any, **how: Any) -> None:
        """`act(*what, now=moment, **how)` happened; raises ValueError for what lies ahead."""
        if moment > self.stage.first:
            raise ValueError(f"{moment} lies after the first start")
        entry: Act = partial(act, *what, now=moment, **how)
        heapq.heappush(self.entries, (moment, next(self.order), entry))

    def play(self) -> None:
        """Everything that was written, then the time until the first start."""
        while self.entries:
            moment, _, act = heapq.heappop(self.entries)
            self._let_pass(moment)
            with transaction():
                act()
        self._let_pass(self.stage.first)

    def _let_pass(self, until: dt.datetime) -> None:
        """Takes every step that time alone makes due, each at its own moment."""
        while due := {step: at for step, at in self._next_due().items() if at <= until}:
            self.now = max(min(due.values()), self.now + STEP)
            if self.now > until:
                break
            for step, at in due.items():
                if at <= self.now:
                    self._take(step)
        self.now = max(self.now, until)

    def _take(self, step: Step) -> None:
        """One pass of the sweep that this step belongs to."""
        if step is Step.LADDER:
            supervision.sweep(self.now)
            return
        with transaction():
            if step is Step.ISSUES:
                issues.sweep(self.now)
            elif step is Step.DAYS:
                publishing.publish_due(self.now)
                archiving.archive_due(self.now)
            elif step is Step.QUESTIONS:
                followups.sweep(self.now)
            elif step is Step.ANSWERS:
                for appeal_id in following.to_follow():
                    following.follow(appeal_id, now=self.now)
            else:
                self._pass_on()

    def _pass_on(self) -> None:
        """The office sends or calls what may leave by now, but for the latest."""
        for notice in db.session.scalars(_held(self.now)):
            when = max(self.now, notice.not_before) + BY_HAND
            if when > self.stage.first - UNSENT:
                continue
            office = "zhoujie" if notice.area_code.startswith("371590") else "wangjuan"
            how = ByHand.PHONED if notice.id % 3 else ByHand.SENT
            try:
                notices.pass_on(notice, how, by=self.stage.actor(office), now=when)
            except notices.Overtaken:
                continue

    def _next_due(self) -> dict[Step, dt.datetime]:
        """When time alone next makes each kind of step due; what never will is left out."""
        row = db.session.execute(self.what_is_due).one()
        sweep, confirm, followed, publish, published, held, asked, answered = row
        found = {
            Step.LADDER: [sweep],
            Step.ISSUES: [confirm, followed and followed + CLOSES_AFTER],
            Step.DAYS: [publish, published and published + ARCHIVED_AFTER],
            Step.NOTICES: [held],
            Step.QUESTIONS: [self.now if asked else None],
            Step.ANSWERS: [self.now if answered else None],
        }
        known = {step: [at for at in moments if at] for step, moments in found.items()}
        return {step: min(moments) for step, moments in known.items() if moments}


def _held(moment: dt.datetime) -> sa.Select[Notice]:
    waiting = (Notice.state == State.HELD, Notice.settled_at.is_(None))
    return sa.select(Notice).where(*waiting, Notice.not_before <= moment).order_by(Notice.id)


def _moments(first: dt.datetime) -> list[Any]:
    """What each kind of step waits for, as scalar subqueries in one statement."""
    late = first - UNSENT - BY_HAND
    asked = sa.exists().where(FollowUp.issue_id == Issue.id, FollowUp.cycle == Issue.cycle)
    return [
        _least(Issue.sweep_at, Issue.sweep_at.is_not(None)),
        _least(Issue.confirm_by, Issue.state == IssueState.AWAITING_CONFIRMATION),
        _least(Issue.followed_up_at, Issue.state == IssueState.FOLLOWED_UP),
        _least(Deliberation.publish_at, Deliberation.published_at.is_(None)),
        _least(Deliberation.published_at, Deliberation.state == DayState.PUBLISHED),
        _least(Notice.not_before, (Notice.state == State.HELD) & (Notice.not_before <= late)),
        sa.exists().where(Issue.state == IssueState.RESOLVED, ~asked),
        sa.exists().where(
            Appeal.issue_id == Issue.id,
            Appeal.state == AppealState.REFERRED,
            Issue.state.in_(DONE),
        ),
    ]


def _least(what: Any, condition: Any) -> Any:
    return sa.select(sa.func.min(what)).where(condition).scalar_subquery()
