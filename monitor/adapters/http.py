"""One GET at a time: of a feed, asked conditionally, or of a page; every failure of a feed comes back as a value.

Where we do not go is written in `addresses`, how an address is read in `weburl`, what an answer may cost in
`wire` and `body`, whose turn it is at a host in `turns`, how libcurl and the event loop go together in `transfers`.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import resource
from base64 import b64encode
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from types import TracebackType
from typing import Self
from urllib.parse import unquote

from monitor import __version__
from monitor.adapters.addresses import Network, is_literal, networks
from monitor.adapters.blocked import INTERSTITIAL, REASONS, challenger, in_words
from monitor.adapters.body import Beginning, Gunzip, Plain, beginning_of, body_of
from monitor.adapters.freshness import fresh_for
from monitor.adapters.guard import Guard, Names, Resolver, SystemResolver
from monitor.adapters.pauses import retry_after
from monitor.adapters.reasons import reason_of, system_words
from monitor.adapters.transfers import Transfers
from monitor.adapters.turns import LATELY, HostTurns
from monitor.adapters.weburl import WebUrl, web_url
from monitor.adapters.wire import Headers, Into, Request, Wire
from monitor.errors import Blocked, FeedError, Gone, Refused, Unreachable
from monitor.model import (
    Fetched,
    FetchFailed,
    FetchResult,
    Page,
    Source,
    Trouble,
    Unchanged,
    Validators,
    content_id,
)

REDIRECTS = frozenset({301, 302, 303, 307, 308})
MAX_REDIRECTS = 5
PATIENCE = 3.0
"""Seconds that the page of a refusal is waited for; it only says whose refusal it is."""

KEPT = 1_000
"""Connections that are left open at most, for hosts that are asked again in a moment; a quarter of what we may open."""

FEEDS = (
    "application/rss+xml, application/atom+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1"
)

PAGES = "text/html, application/xhtml+xml, */*;q=0.1"

_NOTHING = Validators()


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is asked for, and as whom: `headers` may hold a key, and go to the origin of `url` only."""

    url: str
    accept: str
    user_agent: str
    headers: Mapping[str, str] = field(repr=False)
    proxy: str | None = field(default=None, repr=False)
    known: Validators = _NOTHING
    conditional: bool = True
    permit: Callable[[str], Awaitable[None]] | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came of it in the end; `asked` is a hash of the URL and the headers of the last hop."""

    status: int
    headers: Headers
    body: bytes
    url: WebUrl
    asked: str
    fresh_for: timedelta | None


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """A redirect."""

    url: WebUrl
    for_good: bool


class HttpFetcher:
    """Fetches politely: one request at a time per host, `concurrency` at a time in all.

    Use it as an async context manager; then `await fetcher(source, validators)` for a feed, or
    `await fetcher.get(url)` for anything else, under the same guards.  `timeout` is the time on the
    network of one whole fetch, redirects included; `max_bytes` caps the body, as sent and decompressed.
    `allow_private` admits loopback and private networks (a feed in your own house), or those that it
    names, nothing else.  It keeps no memory of what it fetched: validators come in and go out.
    """

    def __init__(
        self,
        *,
        contact: str = "",
        timeout: timedelta = timedelta(seconds=30),
        max_bytes: int = 10_000_000,
        concurrency: int = 32,
        allow_private: bool | Sequence[str] = False,
        resolver: Resolver | None = None,
    ) -> None:
        self._agent = user_agent(contact)
        self._timeout = timeout.total_seconds()
        self._max_bytes = max_bytes
        private, self._house = _allowed(allow_private)
        self._guard = Guard(private)
        # To where the operator sends us by name: a host of the house, a proxy.
        self._trusting = Guard(private=True)
        self._resolver = resolver or SystemResolver(min(concurrency, 32))
        self._names = Names(self._resolver)
        self._turns = HostTurns(concurrency)
        self._transfers: Transfers | None = None
        self._wires: list[Wire] = []

    async def __aenter__(self) -> Self:
        may_open, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        self._transfers = Transfers(min(KEPT, may_open // 4), LATELY)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        transfers, self._transfers = self._transfers, None
        if transfers is not None:
            transfers.close()
        while self._wires:
            self._wires.pop().curl.close()
        self._resolver.close()

    async def __call__(self, source: Source, validators: Validators) -> FetchResult:
        """Fetch one feed; only cancellation is raised (and RuntimeError outside of the `async with`)."""
        accept = PAGES if source.kind == "page" else FEEDS
        agent = source.user_agent or self._agent
        wish = _Wish(source.url, accept, agent, source.headers, source.proxy, validators, source.conditional)
        try:
            answer, moved_to = await self._ask(wish)
            return _result(answer, validators, moved_to)
        except FeedError as error:
            return FetchFailed(str(error), error.retry_after, _trouble(error))

    async def get(
        self,
        url: str,
        *,
        accept: str = "*/*",
        headers: Mapping[str, str] | None = None,
        source: Source | None = None,
        permit: Callable[[str], Awaitable[None]] | None = None,
    ) -> Page:
        """Get a page that is no source's feed: an article, a robots.txt, a page that may name feeds.

        The same turns, deadline, caps and refusals as for feeds; asked as the `source` whose page it
        is, if it is one's: by its proxy, under its user agent.  `headers` go to the origin of `url`
        only.  `permit` is asked before every hop, and raises FeedError where it is not to be made.
        Raises FeedError for every failure; its `status` is the server's, where it gave one.
        """
        agent, proxy = (source.user_agent, source.proxy) if source else (None, None)
        wish = _Wish(url, accept, agent or self._agent, headers or {}, proxy, permit=permit)
        answer, _ = await self._ask(wish)
        return Page(answer.body, answer.headers.get("Content-Type", ""), str(answer.url), answer.status)

    async def _ask(self, wish: _Wish) -> tuple[_Answer, str | None]:
        """What comes of a wish, and where it has moved; every failure is a FeedError."""
        if self._transfers is None:
            raise RuntimeError("HttpFetcher is used outside of its `async with`")
        try:
            return await self._follow(wish, self._transfers)
        except FeedError:
            raise
        except TimeoutError:
            raise Unreachable(f"no complete answer within {self._timeout:g} s") from None
        except ValueError:
            raise Unreachable(
                "the URL, where it redirects to, or a header of the source is not valid"
            ) from None
        except OSError as error:
            raise Unreachable(f"the connection broke: {system_words(error.errno)}") from None
        except Exception as error:  # the promise of this door: one odd server never stops the others
            raise Unreachable(f"the answer could not be read ({type(error).__name__})") from None

    async def _follow(self, wish: _Wish, transfers: Transfers) -> tuple[_Answer, str | None]:
        """Go from hop to hop; the time that counts is that on the network, not that spent waiting."""
        url, left = web_url(wish.url), self._timeout
        first, moved_to, for_good = url, None, True
        clock = asyncio.get_running_loop().time
        for _ in range(MAX_REDIRECTS + 1):
            own = wish.headers if may_know(url, first) else {}
            if wish.permit is not None:  # before our turn: it may ask the same host
                await wish.permit(str(url))
            async with self._turns.at(url.host) as again:
                begun = clock()
                async with asyncio.timeout(left):
                    answer = await self._hop(transfers, url, own, wish, again)
                left = max(0.0, left - (clock() - begun))
            if isinstance(answer, _Answer):
                return answer, moved_to
            for_good = for_good and answer.for_good and may_last(url, answer.url)
            url = answer.url
            moved_to = str(url) if for_good else moved_to
        raise Refused(f"more than {MAX_REDIRECTS} redirects")

    async def _hop(
        self, transfers: Transfers, url: WebUrl, own: Mapping[str, str], wish: _Wish, again: bool
    ) -> _Answer | _Elsewhere:
        """One request: what came of it, or where it points."""
        asked = content_id(url, sorted(own.items()))
        conditions = _conditions(wish, asked)
        request = await self._request(url, _headers(wish, conditions, own, url, again), wish, again)
        status, headers, into = await self._exchange(transfers, request, bool(conditions))
        if status in REDIRECTS:
            return _Elsewhere(_target(url, status, headers), status in (301, 308))
        if isinstance(into, Beginning):
            raise _refusal_of(status, headers, into.so_far)
        body = into.end() if into is not None else b""
        if into is None and status != HTTPStatus.NOT_MODIFIED:
            raise _refusal_of(status, headers, body)
        if whose := challenger(status, headers, body):
            raise Blocked(in_words(status, whose), status=status)
        return _Answer(status, headers, body, url, asked, fresh_for(headers, headers.all("Cache-Control")))

    async def _request(self, url: WebUrl, headers: Mapping[str, str], wish: _Wish, again: bool) -> Request:
        """What libcurl is told, with every address that it may connect to.

        Who is asked once in minutes is not left with an open connection; who is asked `again`, is.
        """
        guard = self._trusting if self._is_trusted(url, wish) else self._guard
        proxy = web_url(wish.proxy) if wish.proxy else None
        place = proxy or url
        literal = is_literal(place.host)
        found = () if literal else await self._names.addresses(place.host, place.port, guard)
        return Request(url, headers, guard, found, proxy, kept=again)

    async def _exchange(
        self, transfers: Transfers, request: Request, conditional: bool
    ) -> tuple[int, Headers, Plain | Gunzip | Beginning | None]:
        """Send a request: status, headers, and what took the body, if anybody was to."""
        loop = asyncio.get_running_loop()
        into: Plain | Gunzip | Beginning | None = None
        patience: asyncio.TimerHandle | None = None

        def judge(status: int, headers: Headers) -> Into | None:
            nonlocal into, patience
            if status in (200, 203):
                into = body_of(headers, self._max_bytes)
            elif status not in REDIRECTS and not (status == HTTPStatus.NOT_MODIFIED and conditional):
                into = beginning_of(headers, INTERSTITIAL)
                patience = loop.call_later(min(PATIENCE, self._timeout / 4), transfers.stop, wire.curl)
            return into

        with self._a_wire(request) as wire:
            wire.ask(request, judge)
            try:
                ended = await transfers.run(wire.curl)
            finally:
                if patience is not None:
                    patience.cancel()
                if request.kept:
                    transfers.keep()
            if not wire.outcome(ended) and not isinstance(into, Beginning):
                raise Unreachable(reason_of(ended, wire.curl, request))
            return wire.status, wire.headers, into

    @contextmanager
    def _a_wire(self, request: Request) -> Iterator[Wire]:
        """A handle for one request; used again, unless something went wrong or a proxy's password is in it."""
        wire = self._wires.pop() if self._wires and request.proxy is None else Wire(self._timeout)
        well = False
        try:
            yield wire
            well = request.proxy is None
        finally:
            if well:
                wire.forget()
                self._wires.append(wire)
            else:
                wire.curl.close()

    def _is_trusted(self, url: WebUrl, wish: _Wish) -> bool:
        """Whether the operator sends us there by name.

        A proxy looks the name up itself; an address or a name of the loopback is refused to it too.
        """
        host = url.host.rstrip(".")
        if host in self._house:
            return True
        if wish.proxy is None:
            return False
        if is_literal(host):
            self._guard.check(host, host)
        elif host == "localhost" or host.endswith(".localhost"):
            self._guard.check(host, "127.0.0.1")
        return True


# ── what is asked ──────────────────────────────────────────────────────────────────────────


def user_agent(contact: str) -> str:
    """Who we are, and how to reach whoever runs us."""
    contact = " ".join(contact.split())
    return f"Tollwatch/{__version__} (+{contact})" if contact else f"Tollwatch/{__version__}"


def _allowed(private: bool | Sequence[str]) -> tuple[bool | tuple[Network, ...], frozenset[str]]:
    return (private, frozenset()) if isinstance(private, bool) else networks(private)


def _headers(
    wish: _Wish, conditions: Mapping[str, str], own: Mapping[str, str], url: WebUrl, again: bool
) -> dict[str, str]:
    """The source's own words win over ours, in whatever case they are written."""
    ours = {"Accept": wish.accept, "User-Agent": wish.user_agent, "Accept-Encoding": "gzip", **conditions}
    if url.credentials is not None:
        ours["Authorization"] = f"Basic {b64encode(':'.join(url.credentials).encode()).decode()}"
    if not again:
        ours["Connection"] = "close"
    if not own:
        return ours
    taken = {name.lower() for name in own}
    return {**{name: value for name, value in ours.items() if name.lower() not in taken}, **own}


def _conditions(wish: _Wish, asked: str) -> dict[str, str]:
    """Ask «has it changed?» only for a body that we have, and only where its validators came from."""
    known = wish.known
    if not wish.conditional or not known.body_hash or known.asked not in (None, asked):
        return {}
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in headers.items() if value}


def may_know(url: WebUrl, first: WebUrl) -> bool:
    """Whether the source's own headers may go there: to its own server, and never from https to http."""
    if url is first or url.site == first.site:
        return True
    upgraded = (first.scheme, first.port, url.scheme, url.port) == ("http", 80, "https", 443)
    return upgraded and url.host == first.host


# ── what the answer says ───────────────────────────────────────────────────────────────────


def _target(url: WebUrl, status: int, headers: Headers) -> WebUrl:
    location = headers.get("Location")
    if not location:
        raise Refused(f"HTTP {status} that does not say where to go")
    return url.join(location)


_FOR_A_WHILE = re.compile(
    r"(^|[./])(consent|login|signin|sign-in|sso|auth|oauth2?|accounts?|captcha|challenge|blocked)([./]|$)",
    re.I,
)


def may_last(url: WebUrl, target: WebUrl) -> bool:
    """Whether a redirect that calls itself permanent is believed.

    Not where it leads to less security, or to a page that stands before the one that was asked for.
    """
    if url.scheme == "https" and target.scheme == "http":
        return False
    here, there = (_FOR_A_WHILE.search(f"{one.host}{unquote(one.path)}") for one in (url, target))
    return not there or bool(here)


def _result(answer: _Answer, known: Validators, moved_to: str | None) -> FetchResult:
    """Feeds lie about ETag and Last-Modified: the hash of the body is the second check."""
    if answer.status == HTTPStatus.NOT_MODIFIED:
        return Unchanged(_validators(answer, known.body_hash, known), answer.fresh_for, moved_to)
    if not answer.body:
        raise Unreachable("the server sent an empty body")
    body_hash = hashlib.sha256(answer.body).hexdigest()
    validators = _validators(answer, body_hash, _NOTHING)
    if body_hash == known.body_hash:
        return Unchanged(validators, answer.fresh_for, moved_to)
    content_type = answer.headers.get("Content-Type", "")
    return Fetched(answer.body, content_type, str(answer.url), validators, answer.fresh_for, moved_to)


def _validators(answer: _Answer, body_hash: str | None, known: Validators) -> Validators:
    return Validators(
        etag=answer.headers.get("ETag", known.etag),
        last_modified=answer.headers.get("Last-Modified", known.last_modified),
        body_hash=body_hash,
        asked=answer.asked,
    )


def _refusal_of(status: int, headers: Headers, body: bytes) -> FeedError:
    """The error of a status; 408, 425, 429 and 5xx can pass, and a wish for a pause is kept anyway."""
    pause = retry_after(headers)
    if whose := challenger(status, headers, body):
        return Blocked(in_words(status, whose), pause, status=status)
    said = f"HTTP {status} ({_phrase(status)})" + (f": {REASONS[status]}" if status in REASONS else "")
    if status == HTTPStatus.GONE:
        return Gone(said, pause, status=status)
    if status in (401, 403, 406, 451):
        return Blocked(said, pause, status=status)
    passing = status in (408, 425, 429) or not 400 <= status < 500
    return (Unreachable if passing else Refused)(said, pause, status=status)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "no known status"


def _trouble(error: FeedError) -> Trouble:
    if isinstance(error, Gone):
        return Trouble.GONE
    return Trouble.BLOCKED if isinstance(error, Blocked) else Trouble.FAILING
