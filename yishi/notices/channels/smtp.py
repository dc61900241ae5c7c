"""Mail by SMTP, step by step, so that the point of no return is ours to see.

Time limits by phase (RFC 5321, 4.5.3.2): connect 10 s, EHLO to RCPT 60 s, DATA
120 s, after the dot 600 s. One recipient a message. 4xx is for now; 5xx to RCPT or
after DATA is the recipient's; any 5xx earlier is the server's own fault.
"""

import contextlib
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from yishi import settings
from yishi.accounts import contacts
from yishi.accounts.models import ContactPoint
from yishi.notices.channels import Answer, Away, Later, Letter, Lost, Refused, Taken
from yishi.notices.channels.mime import as_bytes
from yishi.notices.rules import ChannelName
from yishi.settings import Mail

CONNECT, COMMANDS, DATA, AFTER_DOT = 10, 60, 120, 600  # seconds

_BROKEN = (smtplib.SMTPServerDisconnected, OSError)


class SmtpLine:
    """An open SMTP connection."""

    def __init__(self, smtp: smtplib.SMTP, sender: str) -> None:
        self.smtp = smtp
        self.sender = sender
        self.usable = True

    def send(self, letter: Letter, leaving: Callable[[], bool]) -> Answer:
        """MAIL, RCPT; then `leaving`; then DATA and the dot."""
        content = as_bytes(letter, self.sender)
        _wait(self.smtp, COMMANDS)
        try:
            self._mail()
            self._rcpt(letter.address)
        except _BROKEN as error:
            self.usable = False
            raise Later(str(error)) from error
        if not leaving():
            self._reset()
            raise Taken
        return self._data(content)

    def _mail(self) -> None:
        code, words = self.smtp.mail(self.sender)
        if code >= 500:
            self.usable = False
            raise Away(_said(code, words))
        self._check(code, words)

    def _rcpt(self, address: str) -> None:
        try:
            code, words = self.smtp.rcpt(address)
        except UnicodeError as error:
            self._reset()
            raise Refused(f"邮箱里有不能用的字符：{address}") from error
        self._check(code, words)

    def _check(self, code: int, words: bytes) -> None:
        """For MAIL and RCPT: the connection goes on after a refusal, unless it says goodbye."""
        if code < 400:
            return
        if code == 421:
            self.usable = False
        else:
            self._reset()
        raise (Refused if code >= 500 else Later)(_said(code, words))

    def _data(self, content: bytes) -> Answer:
        try:
            _wait(self.smtp, DATA)
            code, words = self.smtp.docmd("DATA")
            if code == 354:
                self.smtp.send(content)
                _wait(self.smtp, AFTER_DOT)
                code, words = self.smtp.getreply()
        except _BROKEN as error:
            self.usable = False
            raise Lost(f"交出去以后没有回音：{error}") from error
        if 200 <= code < 300:
            return Answer(str(code), words.decode(errors="replace"))
        self.usable = code >= 400 and code != 421
        raise (Refused if code >= 500 else Later)(_said(code, words))

    def _reset(self) -> None:
        try:
            self.usable = self.smtp.rset()[0] == 250
        except _BROKEN:
            self.usable = False


class SmtpChannel:
    """(邮件) The office's mail server."""

    name = ChannelName.MAIL

    def __init__(self, server: Mail) -> None:
        self.server = server

    def address(self, point: ContactPoint) -> str | None:
        """The mail address."""
        return contacts.mail(point)

    @contextmanager
    def line(self) -> Iterator[SmtpLine]:
        """Connects, greets, encrypts and signs in as set. Raises Away."""
        try:
            smtp = self._connect()
        except (smtplib.SMTPException, OSError) as error:
            raise Away(f"{self.server.host}:{self.server.port} {_reason(error)}") from error
        try:
            yield SmtpLine(smtp, self.server.sender)
        finally:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                _wait(smtp, CONNECT)
                smtp.quit()
            smtp.close()

    def _connect(self) -> smtplib.SMTP:
        smtp = self._open()
        try:
            _wait(smtp, COMMANDS)
            smtp.ehlo_or_helo_if_needed()
            if self.server.tls == "starttls":
                smtp.starttls(context=ssl.create_default_context())
            if self.server.user:
                smtp.login(self.server.user, self.server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def _open(self) -> smtplib.SMTP:
        us = urlsplit(settings.current().base_url).hostname or "localhost"
        host, port = self.server.host, self.server.port
        if self.server.tls == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(host, port, local_hostname=us, timeout=CONNECT, context=context)
        return smtplib.SMTP(host, port, local_hostname=us, timeout=CONNECT)


def channel() -> SmtpChannel | None:
    """The channel, if SMTP_HOST is set."""
    server = settings.current().mail
    return SmtpChannel(server) if server else None


def _wait(smtp: smtplib.SMTP, seconds: int) -> None:
    """How long the next answer may take."""
    if smtp.sock is not None:
        smtp.sock.settimeout(seconds)


def _said(code: int, words: bytes) -> str:
    return f"{code} {words.decode(errors='replace')}"


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        return _said(error.smtp_code, words if isinstance(words, bytes) else str(words).encode())
    return str(error) or type(error).__name__
