"""Fetching, against real servers on loopback."""

from __future__ import annotations

import asyncio
import hashlib
import socket
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from monitor import __version__
from monitor.adapters.addresses import refusal
from monitor.adapters.http import HttpFetcher
from monitor.adapters.pauses import retry_after
from monitor.model import Fetched, FetchFailed, FetchResult, Source, Unchanged, Validators
from tests.adapters.servers import Babbler, WebServer, free_port, web

__all__ = ["web"]

FEED = b"<rss version='2.0'><channel><title>t</title></channel></rss>"
PUBLIC, PRIVATE = "93.184.215.14", "10.0.0.7"


def source(url: str, headers: Mapping[str, str] | None = None) -> Source:
    return Source(id="s", title="A source", url=url, grade="B2", headers=headers or {})


async def fetch(
    url: str, known: Validators | None = None, headers: Mapping[str, str] | None = None, **options: Any
) -> FetchResult:
    settings = {"timeout": timedelta(seconds=5), "allow_private": True} | options
    async with HttpFetcher(**settings) as fetcher:
        return await fetcher(source(url, headers), known or Validators())


def reason(result: FetchResult) -> str:
    assert isinstance(result, FetchFailed), result
    return result.reason


# ── what an honest server says ──


async def test_a_body_comes_with_its_type_its_validators_and_its_hash(web: WebServer) -> None:
    url = web.serve("/feed", FEED, etag='"a1"', last_modified="Wed, 14 Jan 2026 10:00:00 GMT")
    result = await fetch(url)
    assert isinstance(result, Fetched)
    kept = Validators('"a1"', "Wed, 14 Jan 2026 10:00:00 GMT", hashlib.sha256(FEED).hexdigest())
    assert replace(result.validators, asked=None) == kept
    assert (result.body, result.url) == (FEED, url)
    assert result.content_type == "application/rss+xml; charset=utf-8"


@pytest.mark.parametrize(
    "kept",
    [{"etag": '"a1"'}, {"last_modified": "Wed, 14 Jan 2026 10:00:00 GMT"}],
    ids=["ETag", "Last-Modified"],
)
async def test_an_unchanged_feed_is_asked_for_conditionally_and_not_sent_again(
    web: WebServer, kept: dict[str, str]
) -> None:
    url = web.serve("/feed", FEED, **kept)  # type: ignore[arg-type]
    first = await fetch(url)
    assert isinstance(first, Fetched)
    assert await fetch(url, first.validators) == Unchanged(first.validators)


async def test_the_same_bytes_under_a_new_etag_are_unchanged(web: WebServer) -> None:
    """Feeds lie about ETag; the hash of the body is the second check, and the new ETag is kept."""
    first = await fetch(web.serve("/feed", FEED, etag='"a1"'))
    assert isinstance(first, Fetched)
    second = await fetch(web.serve("/feed", FEED, etag='"a2"'), first.validators)
    assert second == Unchanged(replace(first.validators, etag='"a2"'))


async def test_another_body_under_the_known_hash_is_fetched(web: WebServer) -> None:
    first = await fetch(web.serve("/feed", FEED))
    assert isinstance(first, Fetched)
    second = await fetch(web.serve("/feed", FEED + b"<!-- more -->"), first.validators)
    assert isinstance(second, Fetched)


async def test_no_condition_is_set_for_a_body_that_was_never_kept(web: WebServer) -> None:
    url = web.serve("/feed", FEED, etag='"a1"')
    assert isinstance(await fetch(url, Validators(etag='"a1"')), Fetched)


async def test_a_304_to_an_unconditional_request_is_a_failure(web: WebServer) -> None:
    assert "304" in reason(await fetch(web.answer("/feed", 304)))


async def test_we_say_who_we_are_and_what_we_take(web: WebServer) -> None:
    url = web.serve("/feed", FEED)
    await fetch(url, contact="desk@example.org\r\nX-Evil: 1", headers={"X-Key": "k"})
    headers = web.requests[0].headers
    assert headers["User-Agent"] == f"Tollwatch/{__version__} (+desk@example.org X-Evil: 1)"
    assert headers["Accept-Encoding"] == "gzip"
    assert headers["X-Key"] == "k"


async def test_a_dollar_and_an_escape_in_the_path_arrive_as_they_are(web: WebServer) -> None:
    """Some broadcasters' feeds live at /api/z$x; others need their %2F kept."""
    path = "/api/z$rmqpt_e%2Fkqq?x=$1&y=a%20b"
    web.serve(path.partition("?")[0], FEED)
    assert isinstance(await fetch(web.url(path)), Fetched)
    assert web.requests[0].path == path


@pytest.mark.parametrize("encoding", ["gzip", "GZip", "x-gzip"])
async def test_gzip_is_undone(web: WebServer, encoding: str) -> None:
    result = await fetch(web.compress("/feed", FEED, encoding))
    assert isinstance(result, Fetched)
    assert result.body == FEED


@pytest.mark.parametrize("encoding", ["UTF-8", "none", "identity", ""])
async def test_what_is_not_compressed_is_taken_whatever_it_calls_itself(
    web: WebServer, encoding: str
) -> None:
    assert isinstance(await fetch(web.serve("/feed", FEED, headers={"Content-Encoding": encoding})), Fetched)


# ── what another server does ──


async def test_a_bomb_is_stopped_at_the_cap(web: WebServer) -> None:
    """200 MB in 200 kB of gzip."""
    packer = zlib.compressobj(9, wbits=31)
    block = bytes(1_000_000)
    bomb = b"".join([packer.compress(block) for _ in range(200)]) + packer.flush()
    url = web.serve("/feed", bomb, headers={"Content-Encoding": "gzip"})
    assert reason(await fetch(url, max_bytes=1_000_000)) == "the body is larger than 1,000,000 bytes"


@pytest.mark.parametrize("encoding", ["br", "zstd", "deflate", "gzip, gzip"])
async def test_a_compression_that_we_did_not_ask_for_is_refused(web: WebServer, encoding: str) -> None:
    """Brotli makes 1 GiB of 1.6 kB; nobody who was told what we take needs it."""
    url = web.serve("/feed", b"\x8b\x03\x80" + FEED, headers={"Content-Encoding": encoding})
    assert "did not ask for" in reason(await fetch(url))


async def test_bytes_that_are_not_what_their_encoding_says_are_a_failure(web: WebServer) -> None:
    url = web.serve("/feed", FEED, headers={"Content-Encoding": "gzip"})
    assert reason(await fetch(url)) == "the body is not compressed as it says"


async def test_a_body_over_the_cap_is_not_read(web: WebServer) -> None:
    assert "larger than 10 bytes" in reason(await fetch(web.serve("/feed", FEED), max_bytes=10))


async def test_a_body_of_just_the_cap_is_taken(web: WebServer) -> None:
    assert isinstance(await fetch(web.serve("/feed", FEED), max_bytes=len(FEED)), Fetched)


async def test_a_slow_drip_ends_at_the_deadline(web: WebServer) -> None:
    """A time-out per read would never end this one."""
    url = web.drip("/feed", FEED, every=0.02)
    begun = asyncio.get_running_loop().time()
    assert reason(await fetch(url, timeout=timedelta(seconds=0.4))) == "no complete answer within 0.4 s"
    assert asyncio.get_running_loop().time() - begun < 1.0


async def test_a_server_that_never_answers_ends_at_the_deadline(web: WebServer) -> None:
    url = web.hang("/feed")
    assert "within 0.3 s" in reason(await fetch(url, timeout=timedelta(seconds=0.3)))


@pytest.mark.parametrize("status", [400, 403, 404, 410, 500, 502, 599, 204, 206])
async def test_a_status_that_is_no_success_is_named(web: WebServer, status: int) -> None:
    assert f"HTTP {status}" in reason(await fetch(web.answer("/feed", status)))


async def test_an_empty_body_is_a_failure(web: WebServer) -> None:
    assert reason(await fetch(web.serve("/feed", b""))) == "the server sent an empty body"


async def test_a_wish_for_a_pause_is_kept(web: WebServer) -> None:
    result = await fetch(web.answer("/feed", 429, headers={"Retry-After": "120"}))
    assert result == FetchFailed("HTTP 429 (Too Many Requests)", timedelta(seconds=120))


async def test_nobody_listening_is_a_failure() -> None:
    assert reason(await fetch(f"http://127.0.0.1:{free_port()}/")).endswith("connection refused")


async def test_tls_to_something_else_is_a_failure() -> None:
    with Babbler(b"220 mail.example.org ESMTP\r\n") as other:
        assert reason(await fetch(f"https://127.0.0.1:{other.port}/")).startswith("TLS failed: ")


async def test_something_that_is_no_http_is_a_failure() -> None:
    with Babbler(b"220 mail.example.org ESMTP\r\n" * 20) as other:
        assert reason(await fetch(f"http://127.0.0.1:{other.port}/")) == "the answer is not valid HTTP"


async def test_a_connection_closed_without_an_answer_is_a_failure(web: WebServer) -> None:
    assert "without an answer" in reason(await fetch(web.say("/feed", b"")))


async def test_a_body_that_ends_too_early_is_a_failure(web: WebServer) -> None:
    raw = b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + FEED
    assert reason(await fetch(web.say("/feed", raw))) == "the body ended too early"


async def test_an_unknown_charset_is_left_to_the_parser(web: WebServer) -> None:
    result = await fetch(web.serve("/feed", FEED, content_type="text/xml; charset=klingon"))
    assert isinstance(result, Fetched)
    assert result.content_type == "text/xml; charset=klingon"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/feed",
        "file:///etc/passwd",
        "feed",
        "",
        "http://",
        "http://[::1",
        "http://a b/",
        "http://x:99999/",
    ],
)
async def test_what_is_no_web_address_is_a_failure(url: str) -> None:
    assert reason(await fetch(url))


async def test_a_header_that_is_none_is_a_failure(web: WebServer) -> None:
    assert reason(await fetch(web.serve("/feed", FEED), headers={"X-Key": "a\r\nb: c"}))


async def test_a_reason_never_shows_the_url(web: WebServer) -> None:
    """The path and the query of a private feed are its key."""
    for path in (
        web.answer("/KEY-canary?k=KEY-canary", 404),
        web.redirect("/KEY-canary", "ftp://KEY-canary/"),
    ):
        assert "canary" not in reason(await fetch(path))
    assert "canary" not in reason(await fetch(f"http://u:canary@127.0.0.1:{free_port()}/canary"))
    assert "canary" not in reason(await fetch("http://u:canary@[broken/canary"))


# ── redirects ──


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_followed(web: WebServer, status: int) -> None:
    target = web.serve("/new", FEED)
    result = await fetch(web.redirect("/old", "/new", status))
    assert isinstance(result, Fetched)
    assert result.url == target


async def test_a_circle_of_redirects_ends(web: WebServer) -> None:
    web.redirect("/a", "/b")
    assert reason(await fetch(web.redirect("/b", "/a"))) == "more than 5 redirects"
    assert len(web.requests) == 6


async def test_a_redirect_to_nowhere_is_a_failure(web: WebServer) -> None:
    assert "does not say where" in reason(await fetch(web.answer("/feed", 302)))


@pytest.mark.parametrize("to", ["http://169.254.169.254/latest/", "http://[fe80::1]/", "http://0.0.0.0/"])
async def test_a_redirect_to_a_refused_address_is_not_followed(web: WebServer, to: str) -> None:
    assert reason(await fetch(web.redirect("/feed", to))).startswith("refused to go to")


async def test_a_redirect_to_a_file_is_not_followed(web: WebServer) -> None:
    assert "no http or https" in reason(await fetch(web.redirect("/feed", "file:///etc/passwd")))


async def test_a_sources_own_headers_go_to_its_own_server_only(web: WebServer) -> None:
    with WebServer() as other:
        first = web.redirect("/feed", other.serve("/feed", FEED))
        assert isinstance(await fetch(first, headers={"Authorization": "key"}), Fetched)
        assert web.requests[0].headers["Authorization"] == "key"
        assert "Authorization" not in other.requests[0].headers


# ── addresses ──


class Names(AbstractResolver):
    """A resolver that knows what a test tells it."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        if not self._addresses:
            raise OSError("no such name")
        return [
            ResolveResult(hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=0)
            for address in self._addresses
        ]

    async def close(self) -> None:
        return None


async def test_loopback_is_refused_unless_it_is_allowed(web: WebServer) -> None:
    url = web.serve("/feed", FEED)
    assert reason(await fetch(url, allow_private=False)) == "refused to go to 127.0.0.1: a loopback address"
    assert not web.requests


async def test_a_name_that_points_inside_is_refused(web: WebServer) -> None:
    result = await fetch(f"http://feed.example:{web.port}/", resolver=Names("127.0.0.1"), allow_private=False)
    assert reason(result) == "refused to go to feed.example (127.0.0.1): a loopback address"


@pytest.mark.parametrize("answer", [(PUBLIC, PRIVATE), (PRIVATE, PUBLIC)])
async def test_a_name_with_one_refused_address_is_refused_whole(answer: tuple[str, ...]) -> None:
    result = await fetch("http://feed.example/", resolver=Names(*answer), allow_private=False)
    assert reason(result) == "refused to go to feed.example (10.0.0.7): a private address"


async def test_a_name_that_does_not_resolve_is_named() -> None:
    result = await fetch("http://feed.example/secret", resolver=Names())
    assert reason(result) == "the name feed.example does not resolve"


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "[::ffff:127.0.0.1]", "[::1]"]
)
async def test_odd_ways_to_write_loopback_are_refused(web: WebServer, host: str) -> None:
    web.serve("/", FEED)
    assert reason(await fetch(f"http://{host}:{web.port}/", allow_private=False))
    assert not web.requests


async def test_the_environment_sets_no_proxy(web: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    assert isinstance(await fetch(web.serve("/feed", FEED)), Fetched)


REFUSED = """
127.0.0.1 127.255.255.255 0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.1.1
169.254.0.1 169.254.169.254 100.64.0.1 100.127.255.255 100.100.100.200 168.63.129.16 192.0.0.8 192.0.2.1
192.88.99.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1
255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:7f00:1 ::ffff:169.254.169.254
64:ff9b::7f00:1 64:ff9b::5db8:d70e 64:ff9b:1::1 100::1 2001::1 2001:10::1 2001:db8::1 2002:7f00:1::
2002:c0a8:101::1 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1
4000::1 8000::1 localhost 127.1 1.2.3 12345
""".split()  # fmt: skip


@pytest.mark.parametrize("address", REFUSED)
def test_an_address_off_the_public_internet_is_refused(address: str) -> None:
    assert refusal(address)


@pytest.mark.parametrize(
    "address",
    "1.1.1.1 93.184.215.14 8.8.8.8 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 192.167.1.1 11.0.0.1 "
    "223.255.255.255 169.253.1.1 2606:2800:21f:cb07:6820:80da:af6b:8b2c 2a00:1450:4001:82a::200e "
    "::ffff:1.1.1.1 2001:4860:4860::8888".split(),
)
def test_an_address_on_the_public_internet_is_not_refused(address: str) -> None:
    assert refusal(address) is None


@pytest.mark.parametrize(
    "address", "127.0.0.1 ::1 10.1.1.1 172.20.0.2 192.168.0.9 fd12::1 100.64.0.1".split()
)
def test_a_house_of_ones_own_can_be_allowed(address: str) -> None:
    assert refusal(address, True) is None


@pytest.mark.parametrize(
    "address", "169.254.169.254 fe80::1 224.0.0.1 0.0.0.0 64:ff9b::7f00:1 240.0.0.1".split()
)
def test_what_is_no_house_is_never_allowed(address: str) -> None:
    assert refusal(address, True)


# ── politeness ──


async def test_one_host_gets_one_request_at_a_time(web: WebServer) -> None:
    urls = [web.delay(f"/{number}", 0.03, FEED) for number in range(5)]
    async with HttpFetcher(allow_private=True) as fetcher:
        results = await asyncio.gather(*(fetcher(source(url), Validators()) for url in urls))
    assert all(isinstance(result, Fetched) for result in results)
    assert web.most_at_once == 1


async def test_time_spent_waiting_for_others_is_not_counted(web: WebServer) -> None:
    urls = [web.delay(f"/{number}", 0.2, FEED) for number in range(4)]
    async with HttpFetcher(timeout=timedelta(seconds=0.5), allow_private=True) as fetcher:
        results = await asyncio.gather(*(fetcher(source(url), Validators()) for url in urls))
    assert all(isinstance(result, Fetched) for result in results)


async def test_a_slow_host_holds_up_no_other(web: WebServer) -> None:
    """Even where many of its feeds wait: they wait for their host, and take no slot meanwhile."""
    with WebServer() as slow:
        hung = [slow.hang(f"/{n}").replace("127.0.0.1", "localhost") for n in range(8)]
        async with HttpFetcher(timeout=timedelta(seconds=3), concurrency=2, allow_private=True) as fetcher:
            waiting = [asyncio.create_task(fetcher(source(url), Validators())) for url in hung]
            await asyncio.sleep(0)
            result = await asyncio.wait_for(fetcher(source(web.serve("/f", FEED)), Validators()), 1)
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(result, Fetched)


async def test_cancelling_a_fetch_is_not_swallowed(web: WebServer) -> None:
    task = asyncio.create_task(fetch(web.hang("/feed")))
    await asyncio.to_thread(web.wait_for_request)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


NOW = datetime(2026, 1, 14, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("120", timedelta(seconds=120)),
        ("0", timedelta()),
        (format_datetime(NOW + timedelta(minutes=5), usegmt=True), timedelta(minutes=5)),
        (format_datetime(NOW - timedelta(minutes=5), usegmt=True), timedelta()),
        ("9" * 40, timedelta(days=30)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", timedelta(days=30)),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("²", None),
    ],
)
def test_retry_after_is_read_in_both_forms(text: str, expected: timedelta | None) -> None:
    headers = {"Retry-After": text, "Date": format_datetime(NOW, usegmt=True)}
    assert retry_after(headers) == expected
