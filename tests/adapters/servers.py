"""Real servers on loopback, with verbs: what a test wants to happen is one call.

`WebServer` is a feed's server and a receiver of messages in one; `MailServer` is a real SMTP
server (aiosmtpd).  Both run in threads of their own, so that sync and async tests and child
processes can use them alike.  Use them as context managers, or through the fixtures `web` and `mail`:

    from tests.adapters.servers import mail, web  # noqa: F401
"""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default as modern_policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

RSS = "application/rss+xml; charset=utf-8"


@dataclass(frozen=True)
class Request:
    """What arrived."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    sender: tuple[str, int] = ("", 0)
    thread: int = 0  # of ours that took it


@dataclass
class _State:
    answers: dict[str, Callable[[_Handler], None]] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    arrived: threading.Event = field(default_factory=threading.Event)
    now_running: int = 0
    most_running: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state: _State

    def _any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with self.state.lock:
            self.state.requests.append(
                Request(
                    self.command,
                    self.path,
                    dict(self.headers.items()),
                    body,
                    self.client_address,
                    threading.get_native_id(),
                )
            )
            self.state.now_running += 1
            self.state.most_running = max(self.state.most_running, self.state.now_running)
        self.state.arrived.set()
        try:
            answer = self.state.answers.get(self.path.partition("?")[0], _not_found)
            answer(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            with self.state.lock:
                self.state.now_running -= 1

    do_GET = do_POST = do_PUT = _any

    def reply(self, status: int, body: bytes, headers: Mapping[str, str]) -> None:
        """A whole answer with its length."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 304:
            self.wfile.write(body)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing: a test reads `requests`."""


def _not_found(handler: _Handler) -> None:
    handler.reply(404, b"not here", {"Content-Type": "text/plain"})


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up: many tests do just that."""


class _Server6(_Server):
    address_family = socket.AF_INET6


class WebServer:
    """An HTTP server on 127.0.0.1 whose answers are set path by path; on 0.0.0.0 it has many hosts, 127.x.x.x."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self._host = host

    def __enter__(self) -> Self:
        self._state = _State()
        handler = type("Handler", (_Handler,), {"state": self._state})
        self._server = self._listening(handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def _listening(self, handler: type[_Handler]) -> _Server:
        return (_Server6 if ":" in self._host else _Server)((self._host, 0), handler)

    def __exit__(self, *_: object) -> None:
        self._state.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        """The port that the system chose."""
        return int(self._server.server_address[1])

    @property
    def requests(self) -> list[Request]:
        """Every request so far, oldest first."""
        return self._state.requests

    def wait_for_request(self) -> None:
        """Block until a first request has arrived; fails after 5 s."""
        assert self._state.arrived.wait(5), "no request came"

    @property
    def most_at_once(self) -> int:
        """The largest number of requests that were being answered at one time."""
        return self._state.most_running

    def url(self, path: str = "/") -> str:
        """The full URL of a path."""
        return f"http://127.0.0.1:{self.port}{path}"

    # ── the verbs ──

    def serve(
        self,
        path: str,
        body: bytes | str,
        content_type: str = RSS,
        etag: str | None = None,
        last_modified: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> str:
        """Answer 200, or 304 to a request whose validators match; returns the URL."""
        content = body.encode() if isinstance(body, str) else body
        sent = {"Content-Type": content_type, **(headers or {})}
        sent |= {"ETag": etag} if etag else {}
        sent |= {"Last-Modified": last_modified} if last_modified else {}

        def answer(handler: _Handler) -> None:
            unchanged = (etag and handler.headers.get("If-None-Match") == etag) or (
                last_modified and handler.headers.get("If-Modified-Since") == last_modified
            )
            handler.reply(304 if unchanged else 200, content, sent)

        return self.when(path, answer)

    def answer(
        self, path: str, status: int, body: bytes | str = b"", headers: Mapping[str, str] | None = None
    ) -> str:
        """Answer with this status, always."""
        content = body.encode() if isinstance(body, str) else body
        return self.when(path, lambda handler: handler.reply(status, content, headers or {}))

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        """Point somewhere else."""
        return self.answer(path, status, headers={"Location": to})

    def compress(self, path: str, body: bytes, encoding: str = "gzip") -> str:
        """Answer gzipped, under the name `encoding`."""
        return self.serve(path, gzip.compress(body), headers={"Content-Encoding": encoding})

    def accept(self, path: str, body: str = "ok") -> str:
        """Take a message as Slack does: 200 and «ok»."""
        return self.answer(path, 200, body, {"Content-Type": "text/plain"})

    def drip(self, path: str, body: bytes, every: float) -> str:
        """Answer 200, and then send one byte at a time for ever, slowly."""

        def answer(handler: _Handler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            for byte in body:
                handler.wfile.write(bytes([byte]))
                if self._state.closing.wait(every):
                    break
            handler.close_connection = True

        return self.when(path, answer)

    def hang(self, path: str) -> str:
        """Take the request and never answer, until the server ends."""

        def answer(handler: _Handler) -> None:
            self._state.closing.wait()
            handler.close_connection = True

        return self.when(path, answer)

    def delay(self, path: str, seconds: float, body: bytes | str) -> str:
        """Answer 200 after a while."""
        content = body.encode() if isinstance(body, str) else body

        def answer(handler: _Handler) -> None:
            time.sleep(seconds)
            handler.reply(200, content, {"Content-Type": RSS})

        return self.when(path, answer)

    def say(self, path: str, raw: bytes) -> str:
        """Send these very bytes instead of an HTTP answer, and close."""

        def answer(handler: _Handler) -> None:
            handler.wfile.write(raw)
            handler.close_connection = True

        return self.when(path, answer)

    def when(self, path: str, answer: Callable[[_Handler], None]) -> str:
        """Answer with a function of the handler; returns the URL."""
        self._state.answers[path] = answer
        return self.url(path)


class MailServer:
    """A real SMTP server on 127.0.0.1; `refuse` and `hang` change what it says to the next mail.

    With an `account` (user, password) it offers AUTH, and says back to others what they told it.
    """

    def __init__(self, account: tuple[str, str] | None = None) -> None:
        self._account = account

    def __enter__(self) -> Self:
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.recipients: list[str] = []
        self._answer_to_recipient = "250 OK"
        self._answer_to_data = "250 OK"
        asked: dict[str, Any] = {}
        if self._account:
            asked = {
                "authenticator": self._judge,
                "auth_require_tls": False,
                "auth_exclude_mechanism": ["LOGIN"],
            }
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port(), **asked)
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    def _judge(self, server: SMTP, session: Session, envelope: Envelope, how: str, said: Any) -> AuthResult:
        user, password = said.login.decode(), said.password.decode()
        if (user, password) == self._account:
            return AuthResult(success=True)
        return AuthResult(success=False, handled=False, message=f"535 no {user} with {password}")

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._controller.port)

    def url(self, to: str = "desk@example.org") -> str:
        """The apprise URL that mails here."""
        return f"mailto://127.0.0.1:{self.port}?from=watch@example.org&to={to}"

    def refuse(self, recipient: str = "250 OK", data: str = "250 OK") -> None:
        """Answer RCPT or DATA with this line from now on: «550 no such user», «451 try later»."""
        self._answer_to_recipient = recipient
        self._answer_to_data = data

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """What aiosmtpd calls for each recipient."""
        if self._answer_to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self._answer_to_recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """What aiosmtpd calls for each mail."""
        if self._answer_to_data.startswith("250"):
            content = envelope.original_content or b""
            mail = BytesParser(policy=modern_policy).parsebytes(content)
            assert isinstance(mail, EmailMessage)
            self.mails.append(mail)
            self.raw.append(content)
            self.recipients += envelope.rcpt_tos
        return self._answer_to_data


class Babbler:
    """A TCP server that answers every connection with the same bytes, whatever it is told."""

    def __init__(self, words: bytes) -> None:
        self._words = words

    def __enter__(self) -> Self:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self._thread = threading.Thread(target=self._talk, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(2)

    def _talk(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        connection.sendall(self._words)
        connection.recv(4096)


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def web() -> Iterator[WebServer]:
    """An HTTP server on loopback."""
    with WebServer() as server:
        yield server


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """An SMTP server on loopback."""
    with MailServer() as server:
        yield server
