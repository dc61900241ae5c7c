"""A letter as a mail message: headers only through EmailMessage, one fixed Message-ID."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from yishi import clock
from yishi.notices.channels import Letter


def as_message(letter: Letter, sender: str) -> EmailMessage:
    """Plain text and HTML, threaded by subject, marked as written by a machine."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(_name(letter.sender), addr_spec=sender)
    message["To"] = Address(_name(letter.recipient), addr_spec=letter.address)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(clock.local(clock.now()))
    message["Message-ID"] = letter.message_id
    message["References"] = letter.thread_id
    message["In-Reply-To"] = letter.thread_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.plain, cte="base64")
    message.add_alternative(letter.html, subtype="html", cte="base64")
    return message


def as_bytes(letter: Letter, sender: str) -> bytes:
    """What is sent after DATA: leading dots doubled, and the final dot."""
    body = re.sub(rb"(?m)^\.", b"..", as_message(letter, sender).as_bytes())
    return body + (b"" if body.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _name(name: str) -> str:
    return " ".join(name.split())
