"""A mail server that keeps what it accepted, and answers each step as a test tells it."""

import asyncio
import socket
import threading
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

OK = "250 OK"


@dataclass
class Sink:
    """`answers`: step (MAIL, RCPT, DATA) → its next answers; an empty list means 250.

    "hang up" closes the connection instead of answering (for DATA: after the dot),
    "hang" says nothing for a minute; DATA counts as accepted in both.
    """

    answers: dict[str, list[str]] = field(default_factory=dict)
    messages: list[EmailMessage] = field(default_factory=list)
    connections: int = 0
    hanging: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    def start(self) -> None:
        """Listens on a free port of loopback."""
        self._loop = asyncio.new_event_loop()
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", self.port))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        # Its own thread opens it: in a journey the browser's loop runs in this one.
        self._server = asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(5)

    def stop(self) -> None:
        """Closes the port and every connection."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    async def _open(self) -> asyncio.Server:
        return await self._loop.create_server(self._greet, sock=self._socket)

    def recipients(self) -> list[str]:
        """To whom mail was accepted, in order."""
        return [str(message["To"]) for message in self.messages]

    async def handle_MAIL(  # noqa: N802  aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        answer = await self._next("MAIL", server)
        if answer == OK:
            envelope.mail_from = address
        return answer

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        answer = await self._next("RCPT", server)
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        taken = message_from_bytes(bytes(envelope.content or b""), policy=policy.SMTP)
        if (self.answers.get("DATA") or [OK])[0] in {OK, "hang up", "hang"}:
            self.messages.append(taken)
        return await self._next("DATA", server)

    async def _next(self, step: str, server: SMTP) -> str:
        waiting = self.answers.get(step, [])
        answer = waiting.pop(0) if waiting else OK
        self.hanging.set() if answer == "hang" else self.hanging.clear()
        if answer == "hang up" and server.transport is not None:
            server.transport.abort()
        if answer == "hang":
            await asyncio.sleep(60)
        return answer

    def _greet(self) -> SMTP:
        self.connections += 1
        return SMTP(self, hostname="sink.example", loop=self._loop, data_size_limit=None)

    async def _close(self) -> None:
        self._server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
