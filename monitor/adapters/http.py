"""One GET at a time: of a feed, asked conditionally, or of a page; every failure of a feed comes back as a value.

Where we do not go is written in `addresses`, what a body may cost in `body`, whose turn it is at a
host in `turns`.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
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
from monitor.adapters.addresses import CheckedResolver, Guard, SystemResolver, refused_address
from monitor.adapters.body import read_body
from monitor.adapters.pauses import retry_after
from monitor.adapters.reasons import reason_of
from monitor.adapters.turns import Turns
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
FEEDS = (
    "application/rss+xml, application/atom+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1"
)

PAGES = "text/html, application/xhtml+xml, */*;q=0.1"

_NOTHING = Validators()


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is asked for: `headers` go to the origin of `url` only, because they may hold a key."""

    url: str
    accept: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    known: Validators = _NOTHING


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came of it in the end; `asked` is a hash of the URL and the headers of the last hop."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: URL
    asked: str
    moved_to: URL | None


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
    `allow_private` admits loopback and private networks (a feed in your own house), nothing
    else.  It keeps no memory of what it fetched: validators come in and go out.
    """

    def __init__(
        self,
        *,
        contact: str = "",
        timeout: timedelta = timedelta(seconds=30),
        max_bytes: int = 10_000_000,
        concurrency: int = 16,
        allow_private: bool = False,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._agent = user_agent(contact)
        self._timeout = timeout.total_seconds()
        self._max_bytes = max_bytes
        self._guard = Guard(allow_private)
        self._resolver = resolver or SystemResolver(min(concurrency, 32))
        self._turns = Turns(concurrency)
        self._open = AsyncExitStack()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            resolver=CheckedResolver(self._resolver, self._guard),
            socket_factory=self._guard.socket,
            limit=0,
            use_dns_cache=False,
        )
        self._open.push_async_callback(self._resolver.close)
        self._session = await self._open.enter_async_context(
            aiohttp.ClientSession(
                connector=connector,
                timeout=aiohttp.ClientTimeout(total=None),  # the deadline is ours, and it is total
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
                auto_decompress=False,  # the decoder is ours, and it is bounded
                headers={"User-Agent": self._agent, "Accept-Encoding": "gzip"},
            )
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session = None
        await self._open.aclose()

    async def __call__(self, source: Source, validators: Validators) -> FetchResult:
        """Fetch one feed; only cancellation is raised (and RuntimeError outside of the `async with`)."""
        accept = PAGES if source.kind == "page" else FEEDS
        wish = _Wish(source.url, accept, source.headers, validators)
        try:
            return _result(await self._ask(wish), validators)
        except FeedError as error:
            return FetchFailed(str(error), error.retry_after, _trouble(error))

    async def get(self, url: str, *, accept: str = "*/*", headers: Mapping[str, str] | None = None) -> Page:
        """Get a page that is no source's feed: an article, a robots.txt, a page that may name feeds.

        The same turns, deadline, caps and refusals as for feeds; `headers` go to the origin of `url`
        only.  Raises FeedError for every failure; its `status` is the server's, where it gave one.
        """
        answer = await self._ask(_Wish(url, accept, headers or {}))
        return Page(answer.body, answer.headers.get("Content-Type", ""), str(answer.url), answer.status)

    async def _ask(self, wish: _Wish) -> _Answer:
        """What comes of a wish; every failure is a FeedError."""
        if self._session is None:
            raise RuntimeError("HttpFetcher is used outside of its `async with`")
        try:
            return await self._follow(self._session, wish)
        except FeedError:
            raise
        except TimeoutError:
            raise Unreachable(f"no complete answer within {self._timeout:g} s") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            kind = Refused if refused_address(error) else Unreachable
            raise kind(reason_of(error)) from None
        except Exception as error:  # the promise of this door: one odd server never stops the others
            raise Unreachable(f"the answer could not be read ({type(error).__name__})") from None

    async def _follow(self, session: aiohttp.ClientSession, wish: _Wish) -> _Answer:
        """Go from hop to hop; the time that counts is that on the network, not that spent waiting."""
        url, left = _web_url(wish.url), self._timeout
        origin, moved_to, for_good = url.origin(), None, True
        clock = asyncio.get_running_loop().time
        for _ in range(MAX_REDIRECTS + 1):
            own = wish.headers if url.origin() == origin else {}
            async with self._turns.at(url.host or ""):
                begun = clock()
                async with asyncio.timeout(left):
                    answer = await self._hop(session, url, own, wish, moved_to)
                left = max(0.0, left - (clock() - begun))
            if isinstance(answer, _Answer):
                return answer
            for_good = for_good and answer.for_good
            url = answer.url
            moved_to = url if for_good else moved_to
        raise Refused(f"more than {MAX_REDIRECTS} redirects")

    async def _hop(
        self,
        session: aiohttp.ClientSession,
        url: URL,
        own: Mapping[str, str],
        wish: _Wish,
        moved_to: URL | None,
    ) -> _Answer | _Elsewhere:
        """One request: what came of it, or where it points."""
        asked = content_id(url, sorted(own.items()))
        headers = {"Accept": wish.accept, **_conditions(wish.known, asked), **own}
        async with session.get(url, headers=headers, allow_redirects=False) as response:
            status = response.status
            if status in (301, 302, 303, 307, 308):
                return _Elsewhere(_target(url, response), status in (301, 308))
            if status == HTTPStatus.NOT_MODIFIED:
                if not wish.known.body_hash:
                    raise Unreachable("HTTP 304 (Not Modified) to a request that asked for everything")
                body = b""
            elif status in (200, 203):
                body = await read_body(response, self._max_bytes)
            else:
                raise _refusal_of(response)
            return _Answer(status, response.headers, body, url, asked, moved_to)


# ── what the answer says ───────────────────────────────────────────────────────────────────


def user_agent(contact: str) -> str:
    """Who we are, and how to reach whoever runs us."""
    contact = " ".join(contact.split())
    return f"Tollwatch/{__version__} (+{contact})" if contact else f"Tollwatch/{__version__}"


def _web_url(text: str) -> URL:
    url = URL(text)
    if url.scheme not in ("http", "https") or not url.host:
        raise Refused("the URL is no http or https address")
    return url


def _target(url: URL, response: aiohttp.ClientResponse) -> URL:
    location = response.headers.get("Location")
    if not location:
        raise Refused(f"HTTP {response.status} that does not say where to go")
    return _web_url(str(url.join(URL(location))))


def _conditions(known: Validators, asked: str) -> dict[str, str]:
    """Ask «has it changed?» only for a body that we have, and only where its validators came from."""
    if not known.body_hash or known.asked not in (None, asked):
        return {}
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in headers.items() if value}


def _result(answer: _Answer, known: Validators) -> FetchResult:
    """Feeds lie about ETag and Last-Modified: the hash of the body is the second check."""
    moved_to = str(answer.moved_to) if answer.moved_to else None
    if answer.status == HTTPStatus.NOT_MODIFIED:
        return Unchanged(_validators(answer, known.body_hash, known), moved_to=moved_to)
    if not answer.body:
        raise Unreachable("the server sent an empty body")
    body_hash = hashlib.sha256(answer.body).hexdigest()
    validators = _validators(answer, body_hash, Validators())
    if body_hash == known.body_hash:
        return Unchanged(validators, moved_to=moved_to)
    content_type = answer.headers.get("Content-Type", "")
    return Fetched(answer.body, content_type, str(answer.url), validators, moved_to=moved_to)


def _validators(answer: _Answer, body_hash: str | None, known: Validators) -> Validators:
    return Validators(
        etag=answer.headers.get("ETag", known.etag),
        last_modified=answer.headers.get("Last-Modified", known.last_modified),
        body_hash=body_hash,
        asked=answer.asked,
    )


def _refusal_of(response: aiohttp.ClientResponse) -> FeedError:
    """The error of a status; 408, 425, 429 and 5xx can pass, and a wish for a pause is kept anyway."""
    try:
        phrase = HTTPStatus(response.status).phrase
    except ValueError:
        phrase = "no known status"
    said, pause, status = f"HTTP {response.status} ({phrase})", retry_after(response.headers), response.status
    if status == HTTPStatus.GONE:
        return Gone(said, pause, status=status)
    if status in (401, 403, 406, 451):
        return Blocked(said, pause, status=status)
    passing = status in (408, 425, 429) or not 400 <= status < 500
    return (Unreachable if passing else Refused)(said, pause, status=status)


def _trouble(error: FeedError) -> Trouble:
    if isinstance(error, Gone):
        return Trouble.GONE
    return Trouble.BLOCKED if isinstance(error, Blocked) else Trouble.FAILING
