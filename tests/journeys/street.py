"""铜城街道 on a machine of its own: a real SMTP sink, SMS into the file, the cast of the tests."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, BrowserContext

from tests.cast import OURS, build_cast
from tests.faults.machine import Machine
from tests.journeys.township import move
from tests.notices.sink import Sink
from yishi import create_app
from yishi.accounts import contacts, sessions
from yishi.accounts.actors import SYSTEM
from yishi.accounts.models import ContactPoint, Person
from yishi.database import db
from yishi.organizations import services as organizations
from yishi.settings import Settings

PASSWORD = "we hold a day in the square"


@dataclass
class Street:
    """The running machine, its clock, its mail and its SMS."""

    machine: Machine
    clock_file: Path
    sink: Sink

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.machine.port}"

    def go_to(self, day: dt.date, hour: int, minute: int = 0) -> None:
        """Every process of the machine now stands at this moment in Liaocheng."""
        move(self.clock_file, day, hour, minute)

    def mails(self, words: str, to: str = "") -> list[EmailMessage]:
        """The mails accepted so far whose subject has these words."""
        found = [m for m in list(self.sink.messages) if words in str(m["Subject"])]
        return [m for m in found if to in str(m["To"])]

    def texts(self, words: str) -> list[str]:
        """The SMS written so far that have these words."""
        log = self.machine.data / "sms.log"
        lines = log.read_text().splitlines() if log.exists() else []
        return [line for line in lines if words in line]

    def link_in(self, words: str, to: str) -> str:
        """The address in the newest mail with these words in its subject."""
        body = self.mails(words, to)[-1].get_body(("plain",))
        assert body
        return re.findall(r"http://\S+/k/\S+", body.get_content())[0]

    def browser_of(self, browser: Browser, login: str, viewport: dict[str, int]) -> BrowserContext:
        """A browser in which a person has typed the password."""
        context = browser.new_context(base_url=self.address, viewport=viewport)  # type: ignore[arg-type]
        self.sign_in(context, login)
        return context

    def sign_in(self, context: BrowserContext, login: str) -> None:
        """Types the password; days later one signs in again."""
        page = context.new_page()
        page.goto("/sign-in")
        page.locator("[name=login]").fill(login)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
        page.wait_for_url(re.compile("/desk"))
        page.close()


@contextmanager
def running(folder: Path, start: dt.date) -> Iterator[Street]:
    """The street office, settled, at 09:00 of a day; ended whatever happens."""
    clock_file, sink = folder / "clock", Sink()
    move(clock_file, start, 9)
    sink.start()
    machine = Machine(
        folder / "var",
        YISHI_TESTING="1",
        YISHI_CLOCK=str(clock_file),
        YISHI_SMS="file",
        SMTP_HOST="127.0.0.1",
        SMTP_PORT=str(sink.port),
        MAIL_FROM="yishi@tongcheng.example",
    )
    try:
        machine.up()
        _settle(create_app(Settings.from_environment(machine.env)))
        yield Street(machine, clock_file, sink)
    finally:
        if machine.process and machine.process.poll() is None:
            machine.end()
        sink.stop()


def _settle(app: Flask) -> None:
    with app.app_context():
        cast = build_cast()
        hashed = sessions.hash_password(PASSWORD)
        for person in db.session.scalars(db.select(Person)):
            person.password_hash = hashed
        _give_mail(cast.deputy.contact_point, "lv@tongcheng.example")
        _give_mail(cast.handler_contact.contact_point, "duan@xinhe.example")
        organizations.set_setting(OURS, "office.telephone", "0635-3260000", by=SYSTEM)
        db.session.commit()
        db.engine.dispose()


def _give_mail(point: ContactPoint | None, mail: str) -> None:
    assert point
    contacts.change(point, phone=contacts.phone(point) or "", mail=mail)
