"""What the stories share: moments relative to the first start, and who acts by name."""

import datetime as dt
from dataclasses import dataclass, field

import sqlalchemy as sa

from yishi import clock
from yishi.accounts.actors import Actor, by_link
from yishi.accounts.models import Person
from yishi.accounts.rules import Role
from yishi.accounts.sessions import actor_of
from yishi.database import db
from yishi.issues.models import Issue
from yishi.organizations.models import Category, Contact, Estate, Unit
from yishi.organizations.rules import Duty
from yishi.workdays.queries import calendar
from yishi.workdays.rules import Calendar


@dataclass
class Stage:
    """The town while it is being built; `kept` holds ids under the names that stories give."""

    first: dt.datetime
    kept: dict[str, int] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    @property
    def today(self) -> dt.date:
        """The day of the first start."""
        return clock.local(self.first).date()

    @property
    def days(self) -> Calendar:
        """The working days of the town."""
        return calendar()

    def at(self, days: int, hour: int = 10, minute: int = 0) -> dt.datetime:
        """So many days from today, at this hour in Liaocheng."""
        return clock.at(self.today + dt.timedelta(days=days), dt.time(hour, minute))

    def work(self, n: int, hour: int = 10, minute: int = 0) -> dt.datetime:
        """The nth working day from today (before it, if negative), at this hour."""
        return clock.at(self.work_day(n), dt.time(hour, minute))

    def work_day(self, n: int) -> dt.date:
        """The date of the nth working day from today."""
        if n < 0:
            return self.days.workdays_before(self.today, -n)
        return self.days.add_workdays(self.today, n)

    @property
    def last_session_day(self) -> dt.date:
        """A working day after whose session a unit still has time to confirm: 17:30 of the next."""
        over = self.days.end_of(self.today) <= self.first
        return self.today if over and self.days.is_workday(self.today) else self.work_day(-1)

    def on(self, start: dt.datetime, n: int, hour: int = 10, minute: int = 0) -> dt.datetime:
        """The nth working day after another moment (before it, if negative), at this hour."""
        day = clock.local(start).date()
        day = self.days.add_workdays(day, n) if n >= 0 else self.days.workdays_before(day, -n)
        return clock.at(day, dt.time(hour, minute))

    def saturday(self, weeks: int, hour: int = 9) -> dt.datetime:
        """A Saturday; 0 is the first one after today."""
        ahead = (5 - self.today.weekday()) % 7 or 7
        return self.at(ahead + 7 * weeks, hour)

    def ago(self, minutes: int) -> dt.datetime:
        """So many minutes before the first start."""
        return self.first - dt.timedelta(minutes=minutes)

    def actor(self, login: str) -> Actor:
        """The account as somebody who acts."""
        if login not in self.actors:
            person = db.session.scalars(sa.select(Person).where(Person.login == login)).one()
            self.actors[login] = actor_of(person)
        return self.actors[login]

    def worker(self, unit_id: int, duty: Duty = Duty.HANDLER) -> Actor:
        """Somebody of a unit: by account where there is one, else by link."""
        role = Role.HANDLER if duty is Duty.HANDLER else Role.UNIT_HEAD
        people = sa.select(Person).where(Person.grants.any(unit_id=unit_id, role=role))
        person = db.session.scalars(people).first()
        if person is not None:
            return self.actor(person.login)
        contact = self.contact(unit_id, duty)
        head = duty is Duty.HEAD
        return by_link(contact.contact_point_id, contact.title, unit_id, head=head)

    def contact(self, unit_id: int, duty: Duty) -> Contact:
        """The unit's person with this duty."""
        query = sa.select(Contact).where(Contact.unit_id == unit_id, Contact.duty == duty)
        return db.session.scalars(query.order_by(Contact.id)).all()[0]

    def unit(self, name: str) -> Unit:
        """A unit by name."""
        return db.session.scalars(sa.select(Unit).where(Unit.name == name)).one()

    def estate(self, name: str) -> Estate:
        """An estate by name."""
        return db.session.scalars(sa.select(Estate).where(Estate.name == name)).one()

    def category(self, name: str) -> Category:
        """A shipped row of the catalogue by name."""
        query = sa.select(Category).where(Category.name == name, Category.area_code == "")
        return db.session.scalars(query).one()

    def issue(self, key: str) -> Issue:
        """The issue that a story keeps under this name."""
        return db.session.get_one(Issue, self.kept[key])
