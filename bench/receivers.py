"""Receivers of messages on loopback that keep a ledger, and that can be as bad as real ones.

One HTTP server and a mail server a mood, all in one event loop.  A receiver is healthy until it is given a mood;
what it has taken in full it writes into the ledger before it answers, because that is the moment
from which on the message has arrived, whatever the answer and whoever hears it.
"""

from __future__ import annotations

import asyncio
import json
import random
import socket
import struct
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import default as modern_policy
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

REPEAT = "possible repeat"


@dataclass(frozen=True, slots=True)
class Receipt:
    """A message that arrived: at which destination, with which keys, and whether it says that it may be a repeat.

    `key` is the idempotency key, which a mail carries as its Message-ID; `taken` is false where the receiver
    did not answer that it has it.
    """

    destination: str
    alert: str
    key: str
    repeat: bool
    taken: bool = True


@dataclass(frozen=True, slots=True)
class Mood:
    """What a receiver does with a message instead of taking it.

    `status` and `headers` are the answer of HTTP, `reply` that of SMTP at the step named by `at` (login,
    recipient, data); `delay` is the least and the most seconds before it.  `ends` is what becomes of the
    connection after the message: "reset", "hang", or "" where it is answered.  `keeps` says that the message
    has arrived all the same.
    """

    name: str
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    reply: str = ""
    at: str = "data"
    delay: tuple[float, float] = (0.0, 0.0)
    ends: str = ""
    keeps: bool = False


Moods = Callable[[str], Mood | None]
"""A destination's mood now; None where it takes whatever comes."""

Ledger = Callable[[Receipt], None]


class WebReceiver:
    """Takes `json://` messages; the path is the destination."""

    def __init__(self, ledger: Ledger, mood: Moods) -> None:
        self._ledger = ledger
        self._mood = mood
        self.tried: Callable[[str, str], None] = lambda _, __: None

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, one message."""
        try:
            path, headers, body = await _request(reader)
            await self._answer(path.strip("/"), headers, body, writer)
        except (ConnectionError, asyncio.IncompleteReadError, IndexError, ValueError):
            pass  # the sender was killed in the middle of its message: nothing arrived
        except asyncio.CancelledError:
            pass  # the run is over, and this one still hangs
        finally:
            writer.close()

    async def _answer(
        self, name: str, headers: Mapping[str, str], body: bytes, writer: asyncio.StreamWriter
    ) -> None:
        mood = self._mood(name)
        self.tried(name, headers.get("idempotency-key", ""))
        if mood is None or mood.keeps:
            said = json.dumps(json.loads(body), ensure_ascii=False)
            key, alert = headers.get("idempotency-key", ""), headers.get("x-alert-id", "")
            self._ledger(Receipt(name, alert, key, REPEAT in said, mood is None))
        if mood is None:
            await _http(writer, 200, {})
            return
        await asyncio.sleep(random.uniform(*mood.delay))
        if mood.ends == "reset":
            _reset(writer)
        elif mood.ends == "hang":
            await asyncio.sleep(3600)
        else:
            await _http(writer, mood.status, mood.headers)


async def _request(reader: asyncio.StreamReader) -> tuple[str, dict[str, str], bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in head[1:] if line)
    headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
    return head[0].split(" ")[1], headers, await reader.readexactly(int(headers.get("content-length", "0")))


async def _http(writer: asyncio.StreamWriter, status: int, headers: Mapping[str, str]) -> None:
    lines = [f"HTTP/1.1 {status} So", "Content-Length: 2", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    writer.write("\r\n".join([*lines, "", "ok"]).encode())
    await writer.drain()


def _reset(writer: asyncio.StreamWriter | asyncio.WriteTransport) -> None:
    """End a connection by a RST, as a machine that fell over does."""
    sock = writer.get_extra_info("socket")
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    (writer.transport if isinstance(writer, asyncio.StreamWriter) else writer).abort()


class MailReceiver:
    """Takes mails to anybody; the part before the @ is the destination."""

    def __init__(self, ledger: Ledger, mood: Moods) -> None:
        self._ledger = ledger
        self._mood = mood
        self.tried: Callable[[str, str], None] = lambda _, __: None

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """What aiosmtpd calls for each recipient."""
        name = address.partition("@")[0]
        self.tried(name, "")
        mood = self._mood(name)
        if mood is not None and mood.at == "recipient":
            return mood.reply
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """What aiosmtpd calls for each mail."""
        name = envelope.rcpt_tos[0].partition("@")[0]
        mood = self._mood(name)
        if mood is None or mood.keeps:
            self._ledger(_mail_receipt(name, envelope.original_content or b"", mood is None))
        if mood is None:
            return "250 OK"
        await asyncio.sleep(random.uniform(*mood.delay))
        if mood.ends == "reset":
            assert isinstance(server.transport, asyncio.WriteTransport)
            _reset(server.transport)
        return mood.reply or "250 OK"

    def logs_in(self, server: SMTP, session: Session, envelope: Envelope, how: str, data: Any) -> AuthResult:
        """Whether a login is good: the user is the destination."""
        name = data.login.decode()
        self.tried(name, "")
        mood = self._mood(name)
        if mood is not None and mood.at == "login":
            return AuthResult(success=False, handled=False, message=mood.reply)
        return AuthResult(success=True)


def _mail_receipt(name: str, content: bytes, taken: bool) -> Receipt:
    mail = BytesParser(policy=modern_policy).parsebytes(content)
    return Receipt(
        name,
        str(mail["X-Alert-Id"] or ""),
        str(mail["Message-ID"] or ""),
        REPEAT in str(mail["Subject"]),
        taken,
    )


@dataclass(frozen=True, slots=True)
class House:
    """Where the receivers of a run are to be found."""

    web: WebReceiver
    mail: MailReceiver
    web_port: int
    mail_port: int

    def json_url(self, name: str, port: int = 0) -> str:
        """The apprise URL of a receiver that is a program."""
        return f"json://127.0.0.1:{port or self.web_port}/{name}"

    def mail_url(self, name: str, login: bool = False) -> str:
        """The apprise URL of a mailbox."""
        who = f"{name}:secret@" if login else ""
        return f"mailto://{who}127.0.0.1:{self.mail_port}?from=watch@example.org&to={name}@example.org"


@asynccontextmanager
async def receivers(ledger: Ledger, mood: Moods = lambda _: None) -> AsyncIterator[House]:
    """Open all receivers on loopback; they end with the block, and whoever hangs in them with them."""
    web, mail = WebReceiver(ledger, mood), MailReceiver(ledger, mood)
    loop = asyncio.get_running_loop()
    listening = await asyncio.start_server(web.talk, "127.0.0.1", 0, backlog=1000)

    def session() -> SMTP:
        return SMTP(mail, hostname="loopback", loop=loop, authenticator=mail.logs_in, auth_require_tls=False)

    mailing = await loop.create_server(session, "127.0.0.1", 0, backlog=1000)
    try:
        yield House(web, mail, *(one.sockets[0].getsockname()[1] for one in (listening, mailing)))
    finally:
        listening.close()
        mailing.close()


class Closed:
    """A port on which nobody listens until it opens; a connection to it is refused."""

    def __init__(self) -> None:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self.is_open = False

    async def opens(self, web: WebReceiver) -> asyncio.Server:
        """Listen from now on."""
        self.is_open = True
        return await asyncio.start_server(web.talk, sock=self._socket)
