"""One message to one destination, through apprise; what the far end does comes back as a value.

Apprise is used for what it is good at (a hundred services behind one URL) and kept from the rest:
retries, pacing, deadlines and redirects are ours, its log is read for the cause of a failure and
goes nowhere else, because it shows tokens.
"""

from __future__ import annotations

import asyncio
import difflib
import logging
import os
import re
import shutil
import textwrap
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta
from typing import Any, TextIO
from urllib.parse import unquote

from apprise import Apprise, AppriseAsset
from apprise.manager_plugins import NotificationManager
from apprise.plugins import url_to_dict
from apprise.result import AppriseResultStatus

from monitor.adapters.answers import Answer, overheard
from monitor.adapters.forms import DATA, dress
from monitor.model import Delivery, Destination, Message, Outcome, Sent

PATIENCE = 10
"""Deadlines that an attempt may go on hanging, after its own, before the next one begins beside it."""


class AppriseSender:
    """Sends messages; each attempt has a thread and a deadline of its own.

    `timeout` is for one attempt.  A destination gets one attempt at a time, so one that hangs holds up
    nobody else.  It never retries, and knows nothing of leases.
    """

    def __init__(self, *, timeout: timedelta = timedelta(seconds=30)) -> None:
        self._timeout = timeout.total_seconds()
        self._pause = timeout  # for one that hangs: else all that waits for it would hang in turn
        self._turns: dict[str, asyncio.Lock] = {}
        self._hanging: dict[str, tuple[threading.Thread, float]] = {}

    async def __call__(self, destination: Destination, message: Message, delivery: Delivery) -> Sent:
        """Try once; only cancellation is raised.

        Waits for its turn up to the deadline, then sends up to the deadline: at most twice `timeout`.
        """
        clock = asyncio.get_running_loop().time
        begun = clock()
        sent = await self._in_turn(destination, message, delivery)
        return replace(sent, took=timedelta(seconds=clock() - begun))

    async def _in_turn(self, destination: Destination, message: Message, delivery: Delivery) -> Sent:
        turn = self._turns.setdefault(destination.id, asyncio.Lock())
        try:
            async with asyncio.timeout(self._timeout):
                await turn.acquire()
        except TimeoutError:
            return Sent(Outcome.RETRY, "earlier messages to this destination took too long")
        try:
            return await self._attempt(destination, message, delivery)
        finally:
            turn.release()

    async def _attempt(self, destination: Destination, message: Message, delivery: Delivery) -> Sent:
        if self._still_hangs(destination):
            return Sent(Outcome.RETRY, "an earlier attempt is still hanging", self._pause)
        done: Future[Sent] = Future()
        thread = threading.Thread(
            target=_send_into,
            args=(done, destination.url, message, delivery, self._timeout),
            name=f"send-{destination.id}",
            daemon=True,  # a hanging endpoint must not keep the daemon from ending
        )
        thread.start()
        try:
            return await asyncio.wait_for(asyncio.wrap_future(done), self._timeout)
        except TimeoutError:
            # A mail that timed out arrived five seconds later: this is «unknown», not «failed».
            self._hanging[destination.id] = thread, asyncio.get_running_loop().time()
            return Sent(Outcome.UNKNOWN, f"no answer within {self._timeout:g} s", self._pause)

    def _still_hangs(self, destination: Destination) -> bool:
        """Whether an attempt hangs since not too long: an end that drips for ever is left behind after a while."""
        thread, since = self._hanging.get(destination.id, (None, 0.0))
        if thread is None or not thread.is_alive():
            return False
        return asyncio.get_running_loop().time() - since < PATIENCE * self._timeout


class TerminalSender:
    """Writes messages to a stream; for when no destination is configured.

    A person's terminal gets the first line in bold and every line broken between words.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    async def __call__(self, destination: Destination, message: Message, delivery: Delivery) -> Sent:
        """Write the text form, and a blank line after it; a screen gets one before it too."""
        return await asyncio.to_thread(self._write, message)  # a pipe that nobody reads would stop the loop

    def _write(self, message: Message) -> Sent:
        try:
            text = message.text.rstrip("\n")
            self._stream.write(f"\n{_for_screen(text)}\n\n" if self._stream.isatty() else f"{text}\n\n")
            self._stream.flush()
        except (OSError, ValueError) as error:
            return Sent(Outcome.RETRY, f"the terminal took nothing ({type(error).__name__})")
        return Sent(Outcome.SENT)


def _for_screen(text: str) -> str:
    """The text broken to the terminal's width, its first line bold where the user has colours; links stay whole."""
    width = max(40, shutil.get_terminal_size().columns)
    head, *rest = (_broken(line, width) for line in text.split("\n"))
    if "NO_COLOR" not in os.environ:
        head = f"\033[1m{head}\033[0m"
    return "\n".join((head, *rest))


def _broken(line: str, width: int) -> str:
    if " " not in line.strip():
        return line
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.fill(
        line, width, subsequent_indent=indent + "  ", break_long_words=False, break_on_hyphens=False
    )


def warm_up() -> None:
    """Let apprise load its services, which takes the first call most of a second.  Blocks; sends nothing."""
    _instance("json://localhost/", _asset())


# ── one attempt, in its thread ─────────────────────────────────────────────────────────────


def _send_into(done: Future[Sent], url: str, message: Message, delivery: Delivery, timeout: float) -> None:
    """Send, and put what came of it into `done`, whatever it is."""
    if not done.set_running_or_notify_cancel():
        return  # the deadline passed before this thread began
    try:
        sent = send_once(url, message, delivery, timeout)
    except Exception as error:  # apprise's services are many hands' work; the outcome must be told
        sent = Sent(Outcome.UNKNOWN, f"the service's plugin failed ({type(error).__name__})")
    done.set_result(sent)


def send_once(url: str, message: Message, delivery: Delivery, timeout: float) -> Sent:
    """One fresh object, one URL, one call; blocks for up to about `timeout` seconds a read.

    A fresh object, because an old one throttles itself by the wall clock.
    """
    asset = _asset()
    service = _instance(url, asset)
    if service is None:
        return Sent(Outcome.PERMANENT, "apprise cannot read the URL of this destination")
    service.socket_connect_timeout = service.socket_read_timeout = timeout
    service.redirects = False  # a redirected POST becomes a GET: the body is lost, and it counts as sent
    service.retry = 0
    form = dress(service, message, delivery)
    carrier = Apprise(asset=asset)
    carrier.add(service)
    with overheard() as answers:
        result = carrier.notify(
            title=form.title, body=form.body, body_format=form.format, log_level=logging.DEBUG
        )
    return judged(result.status, [entry.message for entry in result.logs()], answers)


def _asset() -> AppriseAsset:
    """How apprise is to behave: in our thread, without its own time limit, keeping nothing on disk."""
    _keep_logs_in()
    return AppriseAsset(
        app_id="Tollwatch",
        app_desc="Tollwatch alerts",
        async_mode=False,  # its thread pool is shared: twenty hanging endpoints starved a healthy one
        service_timeout=0,
        http_redirects=False,
    )


def _instance(url: str, asset: AppriseAsset) -> Any | None:
    """The service that a URL stands for; None where apprise cannot read it."""
    return Apprise.instantiate(url, asset=asset)


_NOWHERE = logging.NullHandler()


def _keep_logs_in() -> None:
    """Keep what apprise and urllib3 log to ourselves.

    Only at DEBUG does apprise say why a send failed, and there it prints tokens, headers and paths; urllib3
    prints paths.  `notify` hands us its records; no handler but this empty one ever sees them.
    """
    log = logging.getLogger("apprise")
    log.setLevel(logging.DEBUG)
    log.propagate = False
    log.disabled = False
    if _NOWHERE not in log.handlers:
        log.addHandler(_NOWHERE)
    logging.getLogger("urllib3").setLevel(logging.WARNING)


# ── what came of it ────────────────────────────────────────────────────────────────────────


def judged(status: AppriseResultStatus, log: Sequence[str], answers: Sequence[Answer] = ()) -> Sent:
    """Turn apprise's answer into ours; the cause is in the log, and only in our own words outside."""
    match status:
        case AppriseResultStatus.SUCCESS:
            return Sent(Outcome.SENT)
        case AppriseResultStatus.TIMEOUT:
            return Sent(Outcome.UNKNOWN, "no answer in time")
        case AppriseResultStatus.PARTIAL:
            return Sent(Outcome.UNKNOWN, "the service took a part of it")
        case AppriseResultStatus.NOMATCH:
            return Sent(Outcome.PERMANENT, "apprise knows no service for this destination")
    # A receiver's own words may say anything: only apprise's lines about them count.
    lines = [line for line in log if not line.startswith("Response Details")]
    last = answers[-1] if answers else Answer(200, None)
    failed = (
        _by_status(lines)
        or (_http(last.status) if last.status >= 300 else None)
        or _by_words(lines)
        or Sent(Outcome.RETRY, "the service did not take it")
    )
    asked = last.retry_after if last.status in (429, 503) and failed.outcome is Outcome.RETRY else None
    return replace(failed, retry_after=asked)


def _by_status(lines: Iterable[str]) -> Sent | None:
    """The far end answered with a code of HTTP or SMTP."""
    for line in lines:
        if found := re.search(r"\berror=(\d{3})\b", line):
            return _http(int(found[1]))
        if found := re.search(r"(?:\(|was refused: )(\d{3})(?:, b['\"]| b['\"])", line):
            return _smtp(int(found[1]))
    return None


def _http(status: int) -> Sent:
    lasting = 400 <= status < 500 and status not in (408, 425, 429)
    moved = ", a redirect: followed it would lose the message" if 300 <= status < 400 else ""
    return Sent(Outcome.PERMANENT if lasting else Outcome.RETRY, f"the service answered HTTP {status}{moved}")


def _smtp(code: int) -> Sent:
    """5yz is a lasting no, 4yz a passing one (RFC 5321, 4.2.1); a login that is refused (RFC 4954) will be again."""
    login = ": it refuses the user name or the password" if code in (530, 534, 535) else ""
    outcome = Outcome.PERMANENT if code >= 500 else Outcome.RETRY
    return Sent(outcome, f"the mail server answered SMTP {code}{login}")


def _by_words(lines: Iterable[str]) -> Sent | None:
    text = "\n".join(lines)
    for words, outcome, error in _CAUSES:
        if re.search(words, text):
            return Sent(outcome, error)
    return None


# Before the connection stood nothing was sent: try again.  After that nobody knows.
_CAUSES = (
    (r"Connection refused", Outcome.RETRY, "connection refused"),
    (
        r"Failed to resolve|Name or service not known|name resolution",
        Outcome.RETRY,
        "its name does not resolve",
    ),
    (r"connect timeout|ConnectTimeout", Outcome.RETRY, "no connection in time"),
    (r"No route to host|Network is unreachable", Outcome.RETRY, "it cannot be reached"),
    (r"CERTIFICATE_VERIFY_FAILED|SSLError|\[SSL|STARTTLS", Outcome.RETRY, "TLS failed"),
    (r"timed out", Outcome.UNKNOWN, "no answer in time"),
    (r"Connection aborted|onnection (?:unexpectedly closed|reset)", Outcome.UNKNOWN, "the connection broke"),
)


# ── at configuration load ──────────────────────────────────────────────────────────────────


def check_url(url: str) -> str | None:
    """Why a destination's URL cannot work, for a person; None if apprise can read it.

    Sends nothing.  The answer never repeats any part of the URL but its scheme.
    """
    scheme, separator, rest = url.strip().partition("://")
    if not separator:
        return "is no apprise URL: it begins with a service, like mailto:// or slack://"
    if why := _unknown_scheme(scheme.lower()):
        return why
    carrier = Apprise(asset=_asset())
    try:
        # Only this way says what is wrong; `add` only says no.
        Apprise.instantiate(url, asset=carrier.asset, suppress_exceptions=False)
    except Exception as error:  # each service's plugin has its own
        return f"cannot be read as {scheme}://{_scrubbed(str(error), rest)}"
    if not carrier.add(url) or len(carrier) == 0:
        return f"cannot be read as {scheme}://; see https://appriseit.com/services/"
    return _unfit(list(carrier))


def secrets_in(url: str) -> tuple[tuple[str, str], ...]:
    """What of a destination's URL must stay secret: (what it is called, value), decoded; () if it cannot be read.

    Apprise says of each service which parts are private.  Beyond that, headers and parameters whose names say so,
    and what looks like a key in the path of a receiver that is a program.
    """
    services = services_known()
    try:
        read = url_to_dict(url.strip(), secure_logging=True) or {}
        plugin: Any = services[read["schema"]] if read else None
    except Exception:  # each service's plugin has its own
        return ()
    if plugin is None:
        return ()
    named = [name for name, about in plugin.template_tokens.items() if about.get("private")]
    found = [(name, read.get(name)) for name in dict.fromkeys((*named, "password", "token"))]
    for kind, owner in (("headers", "the header"), ("params", "the parameter"), ("qsd", "the parameter")):
        pairs = (read.get(kind) or {}).items()
        found += [(f"{owner} {name}", value) for name, value in pairs if _SECRET_NAME.search(name)]
    if issubclass(plugin, DATA):
        steps = unquote(read.get("fullpath") or "").split("/")
        found += [("a part of the path", step) for step in steps if _looks_random(step)]
    texts = ((name, unquote(value)) for name, value in found if isinstance(value, str))
    return tuple(dict.fromkeys((name.replace("_", " "), text) for name, text in texts if text))


_SECRET_NAME = re.compile(r"auth|token|key|secret|passw|^\+?-?pass$|signature|^sig$|cookie", re.IGNORECASE)


def _looks_random(text: str) -> bool:
    """Whether it is long and mixed as no word is: 20 signs with digits and letters, most of them not in words."""
    mixed = re.search(r"[0-9]", text) and re.search(r"[A-Za-z]", text)
    return bool(len(text) >= 20 and mixed and re.fullmatch(r"[A-Za-z0-9_.~=+-]+", text))


def services_known() -> Any:
    """Every service that apprise knows, by its schema; apprise gives it no types.  Takes half a second once."""
    _keep_logs_in()
    return NotificationManager()


def _unknown_scheme(scheme: str) -> str | None:
    if scheme in ("http", "https"):  # some services are known by their own web address
        return None
    known = sorted(services_known().schemas())
    if scheme in known:
        return None
    near = difflib.get_close_matches(scheme, known, n=1)
    # A word that is no scheme may be a secret in the wrong place: do not repeat it.
    return "names no service that apprise knows" + (f"; did you mean {near[0]}://?" if near else "")


def _unfit(services: Sequence[Any]) -> str | None:
    """One delivery is one message to one recipient, so that a retry repeats nothing."""
    if len(services) != 1:
        return f"holds {len(services)} URLs; give each its own destination"
    service = services[0]
    if service.optional:
        return "says optional=yes, which would count a failure as sent; leave it out"
    if service.retry:
        return "says retry=, which would repeat without a log; leave it out, Tollwatch tries again itself"
    if len(service) > 1:
        return f"names {len(service)} recipients; give each its own destination"
    return None


def _scrubbed(words: str, secret: str) -> str:
    """Apprise's complaint without anything that was in the URL: quotes and brackets emptied first."""
    words = re.sub(r"\([^)]*\)|'[^']*'|\"[^\"]*\"|<[^>]*>", "", words)
    for piece in re.split(r"[/?&=:@#+,;\s]+", f"{secret} {unquote(secret)}"):
        if len(piece) > 1:
            words = re.sub(re.escape(piece), "…", words, flags=re.IGNORECASE)
    words = re.sub(r"\s+", " ", words).strip(" .:")
    return f": {words}" if words else ""
