"""One conditional GET of one feed; every failure comes back as a value.

The address that is really being connected to is checked, on every hop, because a feed's URL is
somebody else's text: `refusal` says which addresses we do not go to, and why.
"""

from __future__ import annotations

import asyncio
import errno
import hashlib
import ipaddress
import os
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from http import HTTPStatus
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from monitor import __version__
from monitor.adapters.pauses import retry_after
from monitor.errors import FeedError, Refused, TooLarge, Unreachable
from monitor.model import Fetched, FetchFailed, FetchResult, Source, Unchanged, Validators

MAX_REDIRECTS = 5
_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1"
)


class HttpFetcher:
    """Fetches feeds politely: one request at a time per host, `concurrency` at a time in all.

    Use it as an async context manager; then `await fetcher(source, validators)`.  `timeout` is the
    time on the network of one whole fetch, redirects included; `max_bytes` caps the decompressed body.
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
        self._allow_private = allow_private
        self._resolver = resolver
        self._slots = asyncio.Semaphore(concurrency)
        self._hosts: dict[str, asyncio.Lock] = {}
        self._open = AsyncExitStack()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        resolver = CheckedResolver(self._resolver or aiohttp.ThreadedResolver(), self._allow_private)
        connector = aiohttp.TCPConnector(
            resolver=resolver, socket_factory=self._socket, limit=0, use_dns_cache=False
        )
        self._session = await self._open.enter_async_context(
            aiohttp.ClientSession(
                connector=connector,
                timeout=aiohttp.ClientTimeout(total=None),  # the deadline is ours, and it is total
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
                headers={"User-Agent": self._agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate"},
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
        if self._session is None:
            raise RuntimeError("HttpFetcher is used outside of its `async with`")
        try:
            return await self._follow(self._session, source, validators)
        except FeedError as error:
            return FetchFailed(str(error), getattr(error, "retry_after", None))
        except TimeoutError:
            return FetchFailed(f"no complete answer within {self._timeout:g} s")
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return FetchFailed(reason_of(error))
        except Exception as error:  # the promise of this door: one odd server never stops the others
            return FetchFailed(f"the answer could not be read ({type(error).__name__})")

    async def _follow(
        self, session: aiohttp.ClientSession, source: Source, validators: Validators
    ) -> FetchResult:
        """Go from hop to hop; the time that counts is that on the network, not that spent waiting."""
        url, left = _web_url(source.url), self._timeout
        origin = url.origin()
        clock = asyncio.get_running_loop().time
        for _ in range(MAX_REDIRECTS + 1):
            # A source's own headers may hold a key: they go to nobody else.
            headers = {**_conditions(validators), **(source.headers if url.origin() == origin else {})}
            async with self._turn(url):
                begun = clock()
                async with asyncio.timeout(left):
                    answer = await self._hop(session, url, headers, validators)
                left = max(0.0, left - (clock() - begun))
            if not isinstance(answer, URL):
                return answer
            url = answer
        raise Refused(f"more than {MAX_REDIRECTS} redirects")

    @asynccontextmanager
    async def _turn(self, url: URL) -> AsyncIterator[None]:
        """Wait until the host is free, and only then for a slot, so that a busy host takes just one."""
        lock = self._hosts.setdefault(url.host or "", asyncio.Lock())
        async with lock, self._slots:
            yield

    async def _hop(
        self, session: aiohttp.ClientSession, url: URL, headers: Mapping[str, str], known: Validators
    ) -> FetchResult | URL:
        """One request: what came of it, or where it points."""
        async with session.get(url, headers=headers, allow_redirects=False) as response:
            if response.status in (301, 302, 303, 307, 308):
                return _target(url, response)
            if response.status == HTTPStatus.NOT_MODIFIED:
                return _not_modified(response, known)
            if response.status not in (200, 203):
                raise _refusal_of(response)
            return _answer(response, await self._body(response), known)

    async def _body(self, response: aiohttp.ClientResponse) -> bytes:
        """The decompressed body; gives up at the first byte over the cap, so a bomb costs nothing."""
        encoding = response.headers.get("Content-Encoding", "identity").lower()
        if encoding not in ("identity", "gzip", "deflate"):
            raise Refused(f"the body is compressed as «{encoding[:20]}», which we did not ask for")
        if (response.content_length or 0) > self._max_bytes:
            raise TooLarge(f"the body is larger than {self._max_bytes:,} bytes")
        body = bytearray()
        async for piece in response.content.iter_any():
            body += piece
            if len(body) > self._max_bytes:
                raise TooLarge(f"the body is larger than {self._max_bytes:,} bytes")
        return bytes(body)

    def _socket(self, info: aiohttp.AddrInfoType) -> socket.socket:
        """Called with the very address that is about to be connected to: the last check."""
        family, kind, protocol, _, address = info
        _check(str(address[0]), str(address[0]), self._allow_private)
        return socket.socket(family=family, type=kind, proto=protocol)


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


def _conditions(known: Validators) -> dict[str, str]:
    """Ask «has it changed?» only for a body that we have."""
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in headers.items() if value and known.body_hash}


def _not_modified(response: aiohttp.ClientResponse, known: Validators) -> FetchResult:
    if not known.body_hash:
        raise Unreachable("HTTP 304 (Not Modified) to a request that asked for everything")
    return Unchanged(_validators(response, known.body_hash, known))


def _answer(response: aiohttp.ClientResponse, body: bytes, known: Validators) -> FetchResult:
    """Feeds lie about ETag and Last-Modified: the hash of the body is the second check."""
    if not body:
        raise Unreachable("the server sent an empty body")
    body_hash = hashlib.sha256(body).hexdigest()
    validators = _validators(response, body_hash, Validators())
    if body_hash == known.body_hash:
        return Unchanged(validators)
    return Fetched(body, response.headers.get("Content-Type", ""), str(response.url), validators)


def _validators(response: aiohttp.ClientResponse, body_hash: str, known: Validators) -> Validators:
    return Validators(
        etag=response.headers.get("ETag", known.etag),
        last_modified=response.headers.get("Last-Modified", known.last_modified),
        body_hash=body_hash,
    )


def _refusal_of(response: aiohttp.ClientResponse) -> FeedError:
    """The error of a status; 408, 425, 429 and 5xx can pass, and a wish for a pause is kept anyway."""
    try:
        phrase = HTTPStatus(response.status).phrase
    except ValueError:
        phrase = "no known status"
    return Unreachable(f"HTTP {response.status} ({phrase})", retry_after(response.headers))


# ── why it failed, for a person ────────────────────────────────────────────────────────────


def reason_of(error: Exception) -> str:
    """Say in a few words what went wrong; never the URL, which may hold a key."""
    if (refused := _refused_address(error)) is not None:
        return refused.strerror or "refused address"
    match error:
        case aiohttp.ClientConnectorDNSError():
            return f"the name {error.host} does not resolve"
        case aiohttp.ClientConnectorCertificateError():
            return f"TLS failed: {_certificate(error.certificate_error)}"
        case aiohttp.ClientSSLError():
            return f"TLS failed: {_handshake(error.os_error)}"
        case aiohttp.ClientConnectorError():
            return f"no connection to {error.host}: {_system_words(error.os_error)}"
        case aiohttp.InvalidURL():
            return "the URL, or the address it redirects to, is not valid"
        case aiohttp.ServerDisconnectedError():
            return "the server closed the connection without an answer"
        case aiohttp.ClientPayloadError() if _is_about_encoding(error):
            return "the body is not compressed as it says"
        case aiohttp.ClientPayloadError():
            return "the body ended too early"
        case aiohttp.ClientResponseError() if _is_about_encoding(error):
            return "the body is compressed in a way that we did not ask for"
        case aiohttp.ClientResponseError():
            return "the answer is not valid HTTP"
        case OSError():
            return f"the connection broke: {_system_words(error)}"
        case _:
            return "the URL or a header of the source is not valid"


def _refused_address(error: BaseException | None) -> RefusedAddress | None:
    """Find again what the resolver and the socket factory raised, and aiohttp wrapped."""
    while error is not None and not isinstance(error, RefusedAddress):
        error = getattr(error, "os_error", None) or error.__cause__
    return error


def _certificate(error: Exception) -> str:
    return getattr(error, "verify_message", "") or "the certificate is not valid"


def _handshake(error: OSError) -> str:
    reason = str(getattr(error, "reason", None) or "no handshake")
    return reason.replace("_", " ").lower()


def _system_words(error: OSError) -> str:
    return os.strerror(error.errno).lower() if error.errno and error.errno > 0 else "it failed"


def _is_about_encoding(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, aiohttp.http_exceptions.ContentEncodingError):
        error = error.__cause__
    return error is not None


# ── where we do not go ─────────────────────────────────────────────────────────────────────


class RefusedAddress(OSError):
    """An address that is not on the public internet; an OSError, so that aiohttp carries it out."""


class CheckedResolver(AbstractResolver):
    """Resolves a name and refuses the whole answer if any address in it is refused.

    A mixed answer is how a name gets past a check of its first address.
    """

    def __init__(self, inner: AbstractResolver, allow_private: bool) -> None:
        self._inner = inner
        self._allow_private = allow_private

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Every address of the name, each one checked."""
        answer = await self._inner.resolve(host, port, family)
        for result in answer:
            _check(host, result["host"], self._allow_private)
        return answer

    async def close(self) -> None:
        """Close the resolver inside."""
        await self._inner.close()


def _check(name: str, address: str, allow_private: bool) -> None:
    if why := refusal(address, allow_private):
        to = address if name == address else f"{name} ({address})"
        raise RefusedAddress(errno.EACCES, f"refused to go to {to}: {why}")


def refusal(address: str, allow_private: bool = False) -> str | None:
    """Why an IP address is not one to fetch a feed from; None if it is.

    An IPv4 address inside an IPv6 one is judged as itself.  `ipaddress` alone does not do:
    `is_global` is true for 224.0.0.1 and 64:ff9b::7f00:1, `is_private` false for 100.64.0.1.
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "it is no IP address"
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    why = next((name for network, name in _REFUSED if ip in network), None)
    if why is None and isinstance(ip, ipaddress.IPv6Address) and ip not in _GLOBAL_UNICAST:
        why = "a reserved address"
    return None if allow_private and why in _PRIVATE else why


_PRIVATE = ("a loopback address", "a private address", "a carrier's shared address")

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")

# IANA's special-purpose registries for IPv4 and IPv6, and one address that clouds use inside.
_REFUSED = tuple(
    (ipaddress.ip_network(network), name)
    for name, networks in {
        "a loopback address": "127.0.0.0/8 ::1/128",
        "a private address": "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7",
        "a carrier's shared address": "100.64.0.0/10",
        "a link-local address": "169.254.0.0/16 fe80::/10 fec0::/10",
        "a cloud's inner address": "168.63.129.16/32",
        "a multicast address": "224.0.0.0/4 ff00::/8",
        "an unspecified address": "0.0.0.0/8 ::/128",
        "a reserved address": (
            "192.0.0.0/24 192.88.99.0/24 198.18.0.0/15 240.0.0.0/4 100::/64 2001::/23 5f00::/16"
        ),
        "an address for documentation": (
            "192.0.2.0/24 198.51.100.0/24 203.0.113.0/24 2001:db8::/32 3fff::/20"
        ),
        "an address that wraps another": "::/96 64:ff9b::/96 64:ff9b:1::/48 2002::/16",
    }.items()
    for network in networks.split()
)
