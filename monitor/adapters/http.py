"""One GET at a time: of a feed, asked conditionally, or of a page; every failure of a feed comes back as a value.

Where we do not go is written in `addresses`, what a body may cost in `body`, whose turn it is at a
host in `turns`.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from monitor import __version__
from monitor.adapters.addresses import Network, is_literal, is_numeric, networks
from monitor.adapters.blocked import INTERSTITIAL, REASONS, challenger, in_words
from monitor.adapters.body import beginning, read_body
from monitor.adapters.freshness import fresh_for
from monitor.adapters.guard import CheckedResolver, Guard, SystemResolver, refused_address
from monitor.adapters.pauses import retry_after
from monitor.adapters.reasons import reason_of
from monitor.adapters.turns import LATELY, HostTurns
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

MAX_REDIRECTS = 5
PATIENCE = 3.0
"""Seconds that the page of a refusal is waited for; it only says whose refusal it is."""

MAX_HEADERS = 100
"""Lines of headers of one answer; each has at most 8,190 bytes."""

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
    headers: Mapping[str, str]
    body: bytes
    url: URL
    asked: str
    fresh_for: timedelta | None


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """A redirect."""

    url: URL
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
        concurrency: int = 16,
        allow_private: bool | Sequence[str] = False,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._agent = user_agent(contact)
        self._timeout = timeout.total_seconds()
        self._max_bytes = max_bytes
        private, self._house = _allowed(allow_private)
        self._guard = Guard(private)
        self._resolver = resolver or SystemResolver(min(concurrency, 32))
        self._turns = HostTurns(concurrency)
        self._open = AsyncExitStack()
        self._world: aiohttp.ClientSession | None = None
        self._trusted: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._open.push_async_callback(self._resolver.close)
        self._world = await self._open.enter_async_context(self._session(self._guard))
        # To where the operator sends us by name: a host of the house, a proxy.
        self._trusted = await self._open.enter_async_context(self._session(Guard(private=True)))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._world = self._trusted = None
        await self._open.aclose()

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
        if self._world is None or self._trusted is None:
            raise RuntimeError("HttpFetcher is used outside of its `async with`")
        try:
            return await self._follow(wish, self._world, self._trusted)
        except FeedError:
            raise
        except TimeoutError:
            raise Unreachable(f"no complete answer within {self._timeout:g} s") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            kind = Refused if refused_address(error) else Unreachable
            raise kind(reason_of(error)) from None
        except Exception as error:  # the promise of this door: one odd server never stops the others
            raise Unreachable(f"the answer could not be read ({type(error).__name__})") from None

    async def _follow(
        self, wish: _Wish, world: aiohttp.ClientSession, trusted: aiohttp.ClientSession
    ) -> tuple[_Answer, str | None]:
        """Go from hop to hop; the time that counts is that on the network, not that spent waiting."""
        url, left = web_url(wish.url), self._timeout
        first, moved_to, for_good = url, None, True
        clock = asyncio.get_running_loop().time
        for _ in range(MAX_REDIRECTS + 1):
            own = wish.headers if may_know(url, first) else {}
            session = trusted if self._is_trusted(url, wish) else world
            if wish.permit is not None:  # before our turn: it may ask the same host
                await wish.permit(str(url))
            async with self._turns.at(url.host or "") as again:
                begun = clock()
                async with asyncio.timeout(left):
                    answer = await self._hop(session, url, own, wish, again)
                left = max(0.0, left - (clock() - begun))
            if isinstance(answer, _Answer):
                return answer, moved_to
            for_good = for_good and answer.for_good and may_last(url, answer.url)
            url = answer.url
            moved_to = str(url) if for_good else moved_to
        raise Refused(f"more than {MAX_REDIRECTS} redirects")

    async def _hop(
        self, session: aiohttp.ClientSession, url: URL, own: Mapping[str, str], wish: _Wish, again: bool
    ) -> _Answer | _Elsewhere:
        """One request: what came of it, or where it points.

        Who is asked once in minutes is not left with an open connection; who is asked `again`, is.
        """
        asked = content_id(url, sorted(own.items()))
        conditions = _conditions(wish, asked)
        headers = _headers(wish, conditions, own)
        if not again:
            headers.setdefault("Connection", "close")
        async with session.get(url, headers=headers, allow_redirects=False, proxy=wish.proxy) as response:
            status = response.status
            if status in (301, 302, 303, 307, 308):
                return _Elsewhere(_target(url, response), status in (301, 308))
            if status == HTTPStatus.NOT_MODIFIED and conditions:
                body = b""
            elif status in (200, 203):
                body = await read_body(response, self._max_bytes)
            else:
                patience = min(PATIENCE, self._timeout / 4)
                raise _refusal_of(response, await beginning(response, INTERSTITIAL, patience))
            if whose := challenger(status, response.headers, body):
                raise Blocked(in_words(status, whose), status=status)
            fresh = fresh_for(response.headers, response.headers.getall("Cache-Control", ()))
            return _Answer(status, response.headers, body, url, asked, fresh)

    def _is_trusted(self, url: URL, wish: _Wish) -> bool:
        """Whether the operator sends us there by name.

        A proxy looks the name up itself; an address or a name of the loopback is refused to it too.
        """
        host = (url.host or "").rstrip(".").lower()
        if host in self._house:
            return True
        if wish.proxy is None:
            return False
        if is_literal(host):
            self._guard.check(host, host)
        elif host == "localhost" or host.endswith(".localhost"):
            self._guard.check(host, "127.0.0.1")
        return True

    def _session(self, guard: Guard) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            resolver=CheckedResolver(self._resolver, guard),
            socket_factory=guard.socket,
            limit=0,
            use_dns_cache=False,
            keepalive_timeout=LATELY,
        )
        return aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(total=None),  # the deadline is ours, and it is total
            cookie_jar=aiohttp.DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,  # the decoder is ours, and it is bounded
            max_headers=MAX_HEADERS,
            headers={"Accept-Encoding": "gzip"},
        )


# ── what is asked ──────────────────────────────────────────────────────────────────────────


def user_agent(contact: str) -> str:
    """Who we are, and how to reach whoever runs us."""
    contact = " ".join(contact.split())
    return f"Tollwatch/{__version__} (+{contact})" if contact else f"Tollwatch/{__version__}"


def web_url(text: str) -> URL:
    """An http or https address as we go to it; raises Refused, and ValueError for what is no address."""
    url = URL(text)
    if url.scheme not in ("http", "https") or not url.host:
        raise Refused("the URL is no http or https address")
    if not is_literal(url.host) and is_numeric(url.host):
        raise Refused("the URL's host is a number that is no usual address")
    return url


def _allowed(private: bool | Sequence[str]) -> tuple[bool | tuple[Network, ...], frozenset[str]]:
    return (private, frozenset()) if isinstance(private, bool) else networks(private)


def _headers(wish: _Wish, conditions: Mapping[str, str], own: Mapping[str, str]) -> dict[str, str]:
    """The source's own words win over ours, in whatever case they are written."""
    ours = {"Accept": wish.accept, "User-Agent": wish.user_agent, **conditions}
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


def may_know(url: URL, first: URL) -> bool:
    """Whether the source's own headers may go there: to its own server, and never from https to http."""
    if url.origin() == first.origin():
        return True
    upgraded = (first.scheme, first.port, url.scheme, url.port) == ("http", 80, "https", 443)
    return upgraded and url.host == first.host


# ── what the answer says ───────────────────────────────────────────────────────────────────


def _target(url: URL, response: aiohttp.ClientResponse) -> URL:
    location = response.headers.get("Location")
    if not location:
        raise Refused(f"HTTP {response.status} that does not say where to go")
    return web_url(str(url.join(URL(location))))


_FOR_A_WHILE = re.compile(
    r"(^|[./])(consent|login|signin|sign-in|sso|auth|oauth2?|accounts?|captcha|challenge|blocked)([./]|$)",
    re.I,
)


def may_last(url: URL, target: URL) -> bool:
    """Whether a redirect that calls itself permanent is believed.

    Not where it leads to less security, or to a page that stands before the one that was asked for.
    """
    if url.scheme == "https" and target.scheme == "http":
        return False
    return not _FOR_A_WHILE.search(f"{target.host}{target.path}") or bool(
        _FOR_A_WHILE.search(f"{url.host}{url.path}")
    )


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


def _refusal_of(response: aiohttp.ClientResponse, body: bytes) -> FeedError:
    """The error of a status; 408, 425, 429 and 5xx can pass, and a wish for a pause is kept anyway."""
    status, pause = response.status, retry_after(response.headers)
    if whose := challenger(status, response.headers, body):
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
