"""Tables, calendars and mails made of texts that hurt programs: nothing in them runs."""

import csv
import datetime as dt
import email
import email.policy
import io

import icalendar
import openpyxl
import pytest

from tests.web.hostile import TEXTS
from yishi.documents.calendars import CalendarEntry, ics
from yishi.documents.tables import write_csv, write_xlsx
from yishi.notices.channels import Letter
from yishi.notices.channels.mime import as_bytes

NOW = dt.datetime(2026, 11, 28, 1, tzinfo=dt.UTC)
HEADERS = {
    *("From", "To", "Subject", "Date", "Message-ID", "References", "In-Reply-To"),
    *("Auto-Submitted", "MIME-Version", "Content-Type"),
}


def test_no_cell_of_a_workbook_is_computed() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx([("表", TEXTS, [TEXTS])])))

    cells = [cell for row in book["表"].iter_rows() for cell in row if cell.value is not None]

    assert len(cells) > 100
    assert {cell.data_type for cell in cells} == {"s"}


def test_no_cell_of_a_csv_is_computed() -> None:
    text = write_csv(["文"], [[text] for text in TEXTS]).decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(text, newline="")))

    assert len(rows) == len(TEXTS) + 1
    assert not [row for row in rows for cell in row if cell.lstrip().startswith(tuple("=+-@"))]


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_calendar_has_one_date(text: str) -> None:
    entry = CalendarEntry("1@yishi", text, NOW, NOW, NOW, place=text, text=text, url="http://a")

    calendar = icalendar.Calendar.from_ical(ics([entry], text))

    assert len(calendar.walk("VEVENT")) == 1


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_a_mail_has_one_recipient_and_our_headers(text: str) -> None:
    subject = " ".join(text.split())
    letter = Letter(1, 1, "a@b.example", text, text, subject, text, text, "", "<1@b>", "<2@b>")

    message = email.message_from_bytes(as_bytes(letter, "o@b.example"), policy=email.policy.SMTP)

    assert set(message.keys()) == HEADERS
    assert [a.addr_spec for a in message["To"].addresses] == ["a@b.example"]
