"""What holds because libcurl is told so: where it connects to, what it leaves alone, and what it leaves behind."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import resource
import socket
import stat
import struct
import threading
import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pycurl
import pytest

from monitor.adapters import http
from monitor.adapters.body import body_of
from monitor.adapters.guard import Guard, Names, SystemResolver
from monitor.adapters.http import HttpFetcher
from monitor.adapters.transfers import Transfers
from monitor.adapters.turns import LATELY
from monitor.adapters.weburl import web_url
from monitor.adapters.wire import Request, Wire
from monitor.errors import Refused
from monitor.model import Fetched, FetchFailed, FetchResult, Source, Validators
from tests.adapters.servers import Babbler, WebServer, web

__all__ = ["web"]

FEED = b"<rss version='2.0'><channel><title>t</title></channel></rss>"


class House:
    """A name server that knows one address for every name, and counts who asked."""

    def __init__(self, address: str = "127.0.0.1") -> None:
        self._address = address
        self.asked: list[str] = []

    async def resolve(self, host: str, port: int) -> Collection[str]:
        self.asked.append(host)
        return [self._address]

    def close(self) -> None:
        return None


def source(url: str, **options: Any) -> Source:
    return Source(id="s", title="A source", url=url, grade="B2", **options)


def fetcher_of(**options: Any) -> HttpFetcher:
    settings: Mapping[str, Any] = {"timeout": timedelta(seconds=5), "allow_private": True} | options
    return HttpFetcher(**settings)


async def fetch(url: str, headers: Mapping[str, str] | None = None, **options: Any) -> FetchResult:
    async with fetcher_of(**options) as fetcher:
        return await fetcher(source(url, headers=headers or {}), Validators())


def reason(result: FetchResult) -> str:
    assert isinstance(result, FetchFailed), result
    return result.reason


# ── what was judged is what is asked for ──


@pytest.mark.parametrize(
    ("written", "host", "path"),
    [
        ("http://münchen.example:{port}/a/../b c/%7e?q=a b&c=%zz#top", "xn--mnchen-3ya.example", "/b%20c/~?q=a+b&c=%25zz"),
        ("http://u:p@Feed.Example.:{port}/x|y/{{z}}?`\"<>^", "feed.example.", "/x%7Cy/%7Bz%7D?%60%22%3C%3E%5E"),
        ("http://under_score.example:{port}/é/../x//.;a", "under_score.example", "/x//.;a"),
        ("http://feed.example:{port}?x=1", "feed.example", "/?x=1"),
        ("http://feed.example:{port}/%2e%2e/%2fetc", "feed.example", "/%2Fetc"),
    ],
)  # fmt: skip
async def test_a_sloppy_address_is_asked_for_as_it_was_read(
    web: WebServer, written: str, host: str, path: str
) -> None:
    """Not libcurl's reading of the same letters: it gets ours, and leaves the path alone."""
    web.serve(path.partition("?")[0], FEED)
    names = House()
    assert isinstance(await fetch(written.format(port=web.port), resolver=names), Fetched)
    assert names.asked == [host]
    assert (web.requests[0].headers["Host"], web.requests[0].path) == (f"{host}:{web.port}", path)


async def test_a_name_and_password_in_the_address_are_sent_unless_the_source_has_its_own(
    web: WebServer,
) -> None:
    url = web.serve("/feed", FEED).replace("http://", "http://desk:pa%20ss@")
    await fetch(url)
    await fetch(url, headers={"authorization": "Bearer key"})
    assert web.requests[0].headers["Authorization"] == "Basic ZGVzazpwYSBzcw=="
    assert web.requests[1].headers["authorization"] == "Bearer key"
    assert "Authorization" not in web.requests[1].headers


@pytest.mark.parametrize(
    "headers",
    [{"X-Key": "a\nb: c"}, {"X-Key": "a\x00"}, {"X Key": "a"}, {"X-Key:": "a"}, {"": "a"}, {"X\r\nY": "a"}],
)
async def test_a_header_that_would_be_two_or_none_is_never_sent(
    web: WebServer, headers: Mapping[str, str]
) -> None:
    assert "header of the source" in reason(await fetch(web.serve("/feed", FEED), headers))
    assert not web.requests


async def test_an_empty_header_and_one_in_another_script_are_sent(web: WebServer) -> None:
    await fetch(web.serve("/feed", FEED), headers={"X-Empty": "", "X-Name": "تهران"})
    sent = web.requests[0].headers
    assert sent["X-Empty"] == ""
    assert sent["X-Name"].encode("latin-1").decode() == "تهران"


async def test_a_feed_is_asked_for_over_ipv6() -> None:
    if not _has_ipv6():
        pytest.skip("this machine has no IPv6 loopback")
    with WebServer("::1") as server:
        server.serve("/feed", FEED)
        literal = await fetch(f"http://[::1]:{server.port}/feed")
        named = await fetch(f"http://six.example:{server.port}/feed", resolver=House("::1"))
        refused = await fetch(
            f"http://six.example:{server.port}/feed", resolver=House("::1"), allow_private=False
        )
    assert (type(literal), type(named)) == (Fetched, Fetched)
    assert reason(refused) == "refused to go to six.example (::1): a loopback address"
    assert [each.headers["Host"] for each in server.requests] == [
        f"[::1]:{server.port}",
        f"six.example:{server.port}",
    ]


def _has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


async def test_the_next_address_is_tried_where_one_does_not_answer(web: WebServer) -> None:
    class Two(House):
        async def resolve(self, host: str, port: int) -> Collection[str]:
            return ["127.0.0.9", "127.0.0.1"]  # nobody listens at the first

    web.serve("/feed", FEED)
    assert isinstance(await fetch(f"http://feed.example:{web.port}/feed", resolver=Two()), Fetched)


async def test_a_name_is_looked_up_once_for_requests_that_share_a_connection(web: WebServer) -> None:
    """And a connection that died meanwhile is opened anew to what was looked up; libcurl asks no name server."""

    def once(handler: Any) -> None:
        handler.reply(200, FEED, {})
        if len(web.requests) == 2:
            handler.close_connection = True  # without a word about it

    url = web.when("/feed", once).replace("127.0.0.1", "feed.example")
    names = House()
    async with fetcher_of(resolver=names) as fetcher:
        answers = [await fetcher(source(url), Validators()) for _ in range(4)]
    assert [type(answer) for answer in answers] == [Fetched] * 4
    assert names.asked == ["feed.example"]
    assert len({request.sender for request in web.requests}) == 3


async def test_a_name_is_looked_up_again_for_another_port_and_after_a_while() -> None:
    now, server, guard = [1000.0], House(), Guard(private=True)
    names = Names(server, lambda: now[0])
    for wait in (0, LATELY - 1, 2, 1):
        now[0] += wait
        assert await names.addresses("feed.example", 80, guard) == ["127.0.0.1"]
    assert len(server.asked) == 2
    await names.addresses("feed.example", 81, guard)
    assert len(server.asked) == 3


async def test_what_was_looked_up_for_one_is_judged_anew_for_another() -> None:
    names = Names(House("10.0.0.7"))
    await names.addresses("feed.example", 80, Guard(private=True))
    with pytest.raises(Refused, match="a private address"):
        await names.addresses("feed.example", 80, Guard())


# ── what libcurl leaves alone ──


async def test_nothing_is_read_of_the_home_directory_and_of_the_environment(
    web: WebServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login desk password canary")
    (tmp_path / ".curlrc").write_text('user-agent = "canary"')
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("http_proxy", "https_proxy", "all_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert isinstance(await fetch(web.serve("/feed", FEED)), Fetched)
    assert "canary" not in str(web.requests[0].headers)
    assert "Authorization" not in web.requests[0].headers


async def test_a_source_with_a_proxy_uses_it_whatever_the_environment_spares(
    web: WebServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "*")
    web.serve("http://feed.example/feed", FEED)
    proxied = source("http://feed.example/feed", proxy=web.url(""))
    async with fetcher_of() as fetcher:
        assert isinstance(await fetcher(proxied, Validators()), Fetched)
        # and the next source is not asked through it
        assert isinstance(await fetcher(source(web.serve("/own", FEED)), Validators()), Fetched)
    assert [request.path for request in web.requests] == ["http://feed.example/feed", "/own"]


async def test_the_name_of_a_proxy_is_looked_up_by_us_and_its_target_is_not(web: WebServer) -> None:
    web.serve("http://feed.example/feed", FEED)
    names = House()
    proxied = source("http://feed.example/feed", proxy=f"http://proxy.example:{web.port}")
    async with fetcher_of(resolver=names, allow_private=False) as fetcher:
        assert isinstance(await fetcher(proxied, Validators()), Fetched)
    assert names.asked == ["proxy.example"]


async def test_cookies_are_not_kept(web: WebServer) -> None:
    url = web.serve("/feed", FEED, headers={"Set-Cookie": "a=b"})
    async with fetcher_of() as fetcher:
        for _ in range(2):
            await fetcher(source(url), Validators())
    assert all("Cookie" not in request.headers for request in web.requests)


# ── what an answer may be ──


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (b"HTTP/1.1 200 OK\r\nA", "the answer is not valid HTTP"),
        (b"HTTP/1.1 200 OK\r\nno header\r\n\r\n", "the answer is not valid HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx", "the answer is not valid HTTP"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "the answer is not valid HTTP"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", "the answer is not valid HTTP"),
        (b"HTTP/1.1 200 OK\r\nA\x00B: c\r\n\r\n", "the answer is not valid HTTP"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" * 200, "the answer is not valid HTTP"),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 101 + b"\r\n", "the answer is not valid HTTP"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", "the body ended too early"),
        (b"<rss><channel/></rss>", "the answer is not valid HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 40 + b"\r\n\r\n", "the body is larger than 10,000,000 bytes"),
    ],
)  # fmt: skip
async def test_an_answer_that_is_none_is_a_failure(said: bytes, why: str) -> None:
    with Babbler(said) as server:
        assert reason(await fetch(f"http://127.0.0.1:{server.port}/")) == why


async def test_an_answer_may_have_a_hundred_headers_and_others_before_it() -> None:
    hints = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"
    lines = b"".join(b"X-%d: y\r\n" % number for number in range(90))
    with Babbler(hints + b'HTTP/1.1 200 OK\r\nETag: "1"\r\netag: "2"\r\n' + lines + b"\r\n" + FEED) as server:
        answer = await fetch(f"http://127.0.0.1:{server.port}/")
    assert isinstance(answer, Fetched), answer
    assert (answer.body, answer.validators.etag) == (FEED, '"1"')


async def test_a_header_in_an_old_code_page_can_be_read_and_kept(web: WebServer) -> None:
    raw = b'HTTP/1.1 200 OK\r\nETag: "caf\xe9"\r\nContent-Length: %d\r\n\r\n' % len(FEED)
    answer = await fetch(web.say("/feed", raw + FEED))
    assert isinstance(answer, Fetched)
    assert answer.validators.etag == '"café"'


@pytest.mark.parametrize("begins", [b"", b"<html>"])
async def test_a_redirect_with_a_body_that_never_comes_is_followed_at_once(
    web: WebServer, begins: bytes
) -> None:
    def answer(handler: Any) -> None:
        head = b"HTTP/1.1 302 Found\r\nLocation: /new\r\nContent-Length: 500\r\n\r\n"
        handler.wfile.write(head + begins)
        handler.rfile.read(1)  # until the other side hangs up

    web.serve("/new", FEED)
    begun = time.monotonic()
    assert isinstance(await fetch(web.when("/feed", answer)), Fetched)
    assert time.monotonic() - begun < 2


async def test_a_connection_that_is_reset_is_a_failure() -> None:
    with Resetter() as server:
        assert (
            reason(await fetch(f"http://127.0.0.1:{server.port}/"))
            == "the connection broke: connection reset by peer"
        )


class Resetter(Babbler):
    """Hears the request, and resets the connection."""

    def __init__(self) -> None:
        super().__init__(b"")

    def _answer(self, connection: socket.socket) -> None:
        connection.recv(4096)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


async def test_an_error_in_what_libcurl_calls_is_a_reason_and_no_traceback(
    web: WebServer, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def odd(*_: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(http, "body_of", odd)
    assert "ZeroDivisionError" in reason(await fetch(web.serve("/feed", FEED)))
    assert "Traceback" not in capfd.readouterr().err


async def test_a_refused_address_is_a_reason_and_nothing_is_printed(
    web: WebServer, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = await fetch(web.url("/feed"), allow_private=False)
    assert reason(answer) == "refused to go to 127.0.0.1: a loopback address"
    assert capfd.readouterr() == ("", "")


async def test_no_descriptor_left_is_a_reason(web: WebServer) -> None:
    url = web.serve("/feed", FEED)
    async with fetcher_of() as fetcher:
        limits = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (3, limits[1]))
        try:
            answer = await fetcher(source(url), Validators())
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, limits)
        assert reason(answer) == "the connection broke: too many open files"
        assert isinstance(await fetcher(source(url), Validators()), Fetched)


# ── what is left behind ──


def connections_to(port: int) -> int:
    """How many connections of this process lead to a port of loopback."""
    gc.collect()
    found = 0
    for name in os.listdir("/proc/self/fd"):
        with suppress(OSError):
            if stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                with socket.socket(fileno=os.dup(int(name))) as one:
                    found += one.family == socket.AF_INET and one.getpeername()[1] == port
    return found


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts connections by /proc")
async def test_a_fetch_that_is_cancelled_leaves_no_connection_and_no_turn(
    web: WebServer, caplog: pytest.LogCaptureFixture
) -> None:
    with WebServer("0.0.0.0") as many:
        urls = [many.hang("/hang").replace("127.0.0.1", f"127.0.0.{number}") for number in range(1, 4)]
        async with fetcher_of(concurrency=3) as fetcher:
            tasks = [asyncio.create_task(fetcher(source(url), Validators())) for url in urls]
            ends = time.monotonic() + 5
            while len(many.requests) < 3 and time.monotonic() < ends:
                await asyncio.sleep(0.01)
            assert connections_to(many.port) == 3
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
            assert all(isinstance(each, asyncio.CancelledError) for each in ended)
            assert fetcher._transfers is not None and len(fetcher._transfers) == 0
            assert connections_to(many.port) == 0
            assert isinstance(await fetcher(source(web.serve("/feed", FEED)), Validators()), Fetched)
    assert not [each for each in caplog.records if each.levelno >= logging.WARNING]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts connections by /proc")
async def test_a_fetcher_that_is_closed_has_closed_what_it_kept(web: WebServer) -> None:
    urls = [web.serve(f"/{number}", FEED) for number in range(3)]
    async with fetcher_of() as fetcher:
        for url in urls:
            await fetcher(source(url), Validators())
        assert connections_to(web.port) == 1
        waiting = asyncio.create_task(fetcher(source(web.hang("/hang")), Validators()))
        await asyncio.sleep(0.02)
    assert connections_to(web.port) == 0
    with pytest.raises(asyncio.CancelledError):
        await waiting


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts connections by /proc")
async def test_a_connection_that_a_server_would_keep_is_closed(web: WebServer) -> None:
    """We said that it is the last request; whether it heard that does not matter."""

    def deaf(handler: Any) -> None:
        handler.reply(200, FEED, {})
        handler.close_connection = False

    async with fetcher_of() as fetcher:
        assert isinstance(await fetcher(source(web.when("/feed", deaf)), Validators()), Fetched)
        assert connections_to(web.port) == 0


async def test_the_patience_with_one_refusal_ends_no_later_fetch(web: WebServer) -> None:
    refused, slow = web.answer("/refused", 403), web.delay("/slow", 0.4, FEED)
    async with fetcher_of(timeout=timedelta(seconds=1)) as fetcher:
        assert "HTTP 403" in reason(await fetcher(source(refused), Validators()))
        assert isinstance(await fetcher(source(slow), Validators()), Fetched)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts connections by /proc")
async def test_a_connection_that_was_kept_is_closed_after_its_time_though_nobody_asks_again(
    web: WebServer,
) -> None:
    transfers, handle = Transfers(kept=9, seconds=1), pycurl.Curl()
    handle.setopt(pycurl.URL, web.serve("/feed", FEED))
    handle.setopt(pycurl.WRITEFUNCTION, lambda piece: None)
    await transfers.run(handle)
    transfers.keep()
    await asyncio.sleep(0.4)
    await transfers.run(handle)
    transfers.keep()
    await asyncio.sleep(0.85)
    assert connections_to(web.port) == 1  # it was used again
    ends = time.monotonic() + 3
    while connections_to(web.port) and time.monotonic() < ends:
        await asyncio.sleep(0.05)
    assert connections_to(web.port) == 0 == len(transfers)
    transfers.close()


async def test_an_alarm_rings_for_whom_it_is_whatever_was_asked_for_before(web: WebServer) -> None:
    """It was set for somebody later, who must not keep it, and for somebody earlier, who was done before."""
    transfers = Transfers(kept=0, seconds=1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hangs = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        last = asyncio.create_task(_code_of(transfers, hangs, 90_000))
        await asyncio.sleep(0.05)
        codes = await asyncio.gather(
            _code_of(transfers, web.serve("/feed", FEED), 9_000),
            _code_of(transfers, hangs, 200),
            _code_of(transfers, hangs, 400),
        )
        assert not last.done()
        last.cancel()
    assert codes == [pycurl.E_OK, pycurl.E_OPERATION_TIMEDOUT, pycurl.E_OPERATION_TIMEDOUT]
    transfers.close()


async def _code_of(transfers: Transfers, url: str, milliseconds: int) -> int:
    """How a transfer ends that libcurl is to give up after a while; long after that, we do."""
    handle = pycurl.Curl()
    handle.setopt(pycurl.URL, url)
    handle.setopt(pycurl.TIMEOUT_MS, milliseconds)
    handle.setopt(pycurl.WRITEFUNCTION, lambda piece: None)
    return (await asyncio.wait_for(transfers.run(handle), 20)).code


async def test_a_handle_forgets_a_name_with_the_next_one_and_knows_none_of_another_s(web: WebServer) -> None:
    """Names of hosts that are polled once in minutes are of no use, and libcurl goes through all of them each time."""
    transfers, one, other = Transfers(kept=0, seconds=1), Wire(5), Wire(5)
    url = web_url(web.serve("/feed", FEED).replace("127.0.0.1", "a.invalid"))
    at_home = Request(url, {}, Guard(True), ("127.0.0.1",))
    nowhere = Request(url, {}, Guard(True))
    elsewhere = Request(web_url(web.url("/feed")), {}, Guard(True))
    codes = []
    for wire, request in (
        (one, at_home),
        (other, nowhere),
        (one, elsewhere),
        (one, nowhere),
        (one, at_home),
    ):
        wire.ask(request, lambda status, headers: body_of(headers, 1_000))
        codes.append((await transfers.run(wire.curl)).code)
    assert codes == [
        pycurl.E_OK,
        pycurl.E_COULDNT_RESOLVE_HOST,
        pycurl.E_OK,
        pycurl.E_COULDNT_RESOLVE_HOST,
        pycurl.E_OK,
    ]
    transfers.close()


async def test_fetching_starts_no_thread(web: WebServer) -> None:
    """Nothing of libcurl's looks a name up or waits in a thread; ours do, for names."""
    url = web.serve("/feed", FEED)
    before = _threads()
    async with fetcher_of(resolver=House()) as fetcher:
        for number in range(60):
            await fetcher(source(url.replace("127.0.0.1", f"n{number}.example")), Validators())
            servers = {request.thread for request in web.requests}  # one a connection; the last may be ending
            assert _threads() <= before | servers
    assert len(web.requests) == 60
    assert all(not each.name.startswith("resolve") for each in threading.enumerate())


def _threads() -> set[int]:
    """The threads of this process, Python's and others; none where the system does not tell."""
    tasks = Path("/proc/self/task")
    return {int(each.name) for each in tasks.iterdir()} if tasks.exists() else set()


async def test_the_systems_resolver_gives_every_address_once() -> None:
    resolver = SystemResolver(1)
    found = await resolver.resolve("localhost", 80)
    resolver.close()
    assert set(found) <= {"127.0.0.1", "::1"} and len(set(found)) == len(found) > 0
