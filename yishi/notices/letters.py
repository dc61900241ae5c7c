"""A claimed notice as a letter: words, sender, and the names that thread its mails."""

import datetime as dt
import hashlib
from urllib.parse import urlsplit

from yishi import settings
from yishi.notices.channels import Letter
from yishi.notices.models import Notice
from yishi.notices.rules import ChannelName
from yishi.notices.texts import Text, mail_text, sms_text
from yishi.organizations import queries as organizations


def write(notice: Notice, address: str, now: dt.datetime) -> Letter:
    """Everything a channel needs. Raises what a broken template raises."""
    mail = notice.channel is ChannelName.MAIL
    text = mail_text(notice, now) if mail else Text("", "", "")
    office = organizations.office(notice.area_code)
    return Letter(
        notice_id=notice.id,
        fence=notice.fence,
        address=address,
        recipient=notice.contact_point.name,
        sender=f"{office.name}议事办" if office else "居民议事",
        subject=text.subject,
        plain=text.plain,
        html=text.html,
        sms="" if mail else sms_text(notice, now),
        message_id=_id(notice.dedupe_key),
        thread_id=_id(notice.subject_ref),
    )


def _id(text: str) -> str:
    """The same for every resend; tells nothing of the text."""
    host = urlsplit(settings.current().base_url).hostname or "localhost"
    return f"<{hashlib.sha256(text.encode()).hexdigest()[:32]}@{host}>"
