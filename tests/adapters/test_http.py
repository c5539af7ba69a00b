"""Fetching, against real servers on loopback."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from monitor import __version__
from monitor.adapters.guard import SystemResolver
from monitor.adapters.http import HttpFetcher, may_know, may_last
from monitor.adapters.pauses import retry_after
from monitor.adapters.turns import HostTurns
from monitor.adapters.weburl import web_url
from monitor.model import Fetched, FetchFailed, FetchResult, Source, Trouble, Unchanged, Validators
from tests.adapters.servers import Babbler, WebServer, free_port, web

__all__ = ["web"]

FEED = b"<rss version='2.0'><channel><title>t</title></channel></rss>"


def source(url: str, headers: Mapping[str, str] | None = None, **options: Any) -> Source:
    return Source(id="s", title="A source", url=url, grade="B2", headers=headers or {}, **options)


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


async def test_a_source_may_be_told_that_we_are_somebody_else(web: WebServer) -> None:
    url = web.serve("/feed", FEED)
    async with HttpFetcher(allow_private=True) as fetcher:
        await fetcher(source(url, user_agent="Mozilla/5.0 (so)"), Validators())
        await fetcher(source(url, headers={"user-agent": "Own", "ACCEPT": "x/y"}), Validators())
        await fetcher.get(url, source=source(url, user_agent="Mozilla/5.0 (so)"))
    agents = [request.headers["User-Agent"] for request in web.requests if "User-Agent" in request.headers]
    assert agents == ["Mozilla/5.0 (so)", "Mozilla/5.0 (so)"]
    own = web.requests[1].headers
    assert (own["user-agent"], own["ACCEPT"], "Accept" in own) == ("Own", "x/y", False)


async def test_a_dollar_and_an_escape_in_the_path_arrive_as_they_are(web: WebServer) -> None:
    """Some broadcasters' feeds live at /api/z$x; others need their %2F kept."""
    path = "/api/z$rmqpt_e%2Fkqq?x=$1&y=a%20b"
    web.serve(path.partition("?")[0], FEED)
    assert isinstance(await fetch(web.url(path)), Fetched)
    assert web.requests[0].path == path


# ── what another server does ──


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


async def test_the_deadline_is_one_for_all_hops(web: WebServer) -> None:
    def slowly(handler: Any) -> None:
        time.sleep(0.15)
        handler.reply(302, b"", {"Location": "/feed"})

    url = web.when("/feed", slowly)
    begun = asyncio.get_running_loop().time()
    assert "within 0.3 s" in reason(await fetch(url, timeout=timedelta(seconds=0.3)))
    assert asyncio.get_running_loop().time() - begun < 1.3


@pytest.mark.parametrize(
    "start", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"]
)
async def test_a_drip_of_anything_ends_at_the_deadline(web: WebServer, start: bytes) -> None:
    """Of the status, of headers that never end, of a body that is compressed."""

    def drip(handler: Any) -> None:
        handler.wfile.write(start)
        for _ in range(100):
            handler.wfile.write(gzip.compress(b"x") if start.endswith(b"\n\r\n") else b"H")
            time.sleep(0.02)

    begun = asyncio.get_running_loop().time()
    answer = await fetch(web.when("/feed", drip), timeout=timedelta(seconds=0.3))
    assert isinstance(answer, FetchFailed)
    assert asyncio.get_running_loop().time() - begun < 1.3


async def test_a_look_up_that_hangs_ends_at_the_deadline_and_holds_no_thread_of_others() -> None:
    """A name server that says nothing: not even the threads that the database uses wait for it."""
    done = threading.Event()

    class Hanging(SystemResolver):
        async def resolve(self, *_: Any, **__: Any) -> Any:
            return await asyncio.get_running_loop().run_in_executor(self._threads, done.wait)

    async with HttpFetcher(timeout=timedelta(seconds=0.1), resolver=Hanging(2), concurrency=40) as fetcher:
        urls = (f"http://{n}.example/" for n in range(40))
        results = await asyncio.gather(*(fetcher(source(url), Validators()) for url in urls))
        free = await asyncio.wait_for(asyncio.to_thread(lambda: "free"), 1)
        done.set()
    assert free == "free"
    assert {reason(result) for result in results} == {"no complete answer within 0.1 s"}


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


async def test_a_redirect_to_a_file_is_not_followed(web: WebServer) -> None:
    assert "no http or https" in reason(await fetch(web.redirect("/feed", "file:///etc/passwd")))


async def test_a_sources_own_headers_go_to_its_own_server_only(web: WebServer) -> None:
    with WebServer() as other:
        first = web.redirect("/feed", other.serve("/feed", FEED))
        assert isinstance(await fetch(first, headers={"Authorization": "key"}), Fetched)
        assert web.requests[0].headers["Authorization"] == "key"
        assert "Authorization" not in other.requests[0].headers


@pytest.mark.parametrize(
    ("first", "url", "may"),
    [
        ("https://a.example/feed", "https://a.example/other", True),
        ("http://a.example/feed", "https://a.example/feed", True),
        ("https://a.example/feed", "http://a.example/feed", False),
        ("https://a.example/feed", "https://b.example/feed", False),
        ("https://a.example/feed", "https://sub.a.example/feed", False),
        ("https://a.example/feed", "https://a.example:8443/feed", False),
        ("http://a.example:8080/feed", "https://a.example:8443/feed", False),
        ("http://a.example/feed", "https://b.example/feed", False),
    ],
)
def test_a_sources_key_leaves_neither_its_server_nor_https(first: str, url: str, may: bool) -> None:
    assert may_know(web_url(url), web_url(first)) is may


@pytest.mark.parametrize(
    ("hops", "moved"),
    [
        ((301,), "/2"),
        ((308,), "/2"),
        ((301, 308), "/3"),
        ((302,), None),
        ((303,), None),
        ((307,), None),
        ((301, 302), "/2"),
        ((302, 301), None),
        ((301, 302, 301), "/2"),
        ((), None),
    ],
)
async def test_only_what_moved_for_good_has_moved(
    web: WebServer, hops: tuple[int, ...], moved: str | None
) -> None:
    for number, status in enumerate(hops, 1):
        web.redirect(f"/{number}", f"/{number + 1}", status)
    web.serve(f"/{len(hops) + 1}", FEED)
    first = await fetch(web.url("/1"))
    assert isinstance(first, Fetched)
    assert first.moved_to == (moved and web.url(moved))
    again = await fetch(web.url("/1"), first.validators)
    assert again == Unchanged(first.validators, moved_to=first.moved_to)


@pytest.mark.parametrize(
    ("url", "target", "lasts"),
    [
        ("http://a.example/feed", "https://a.example/feed", True),
        ("http://a.example/feed", "http://b.example/rss.xml", True),
        ("https://a.example/feed", "http://a.example/feed", False),
        ("https://a.example/feed", "https://consent.a.example/?to=feed", False),
        ("https://a.example/feed", "https://a.example/login?next=/feed", False),
        ("https://a.example/feed", "https://accounts.a.example/v3/signin", False),
        ("https://a.example/feed", "https://a.example/author/feed", True),
        ("https://login.a.example/feed", "https://login.a.example/rss", True),
    ],
)
def test_a_move_to_a_door_or_to_less_security_does_not_last(url: str, target: str, lasts: bool) -> None:
    assert may_last(web_url(url), web_url(target)) is lasts


# ── whose validators they are ──


async def test_validators_are_sent_only_where_they_came_from(web: WebServer) -> None:
    """Another URL is another feed: its «not modified» would say nothing of what we have."""
    first = await fetch(web.serve("/a", FEED, etag='"1"'))
    assert isinstance(first, Fetched)
    second = await fetch(web.serve("/b", FEED + b" ", etag='"1"'), first.validators)
    assert isinstance(second, Fetched)
    assert "If-None-Match" not in web.requests[-1].headers


async def test_validators_are_not_told_to_those_who_only_redirect(web: WebServer) -> None:
    web.serve("/new", FEED, etag='"1"')
    first = await fetch(web.redirect("/old", "/new"))
    assert isinstance(first, Fetched)
    assert await fetch(web.url("/old"), first.validators) == Unchanged(first.validators)
    assert ["If-None-Match" in request.headers for request in web.requests] == [False, False, False, True]


async def test_a_changed_key_asks_for_the_whole_feed(web: WebServer) -> None:
    """What one reader may see says nothing of what another may."""
    url = web.serve("/feed", FEED, etag='"1"')
    first = await fetch(url, headers={"Authorization": "s3cret"})
    assert isinstance(first, Fetched)
    assert isinstance(await fetch(url, first.validators, headers={"Authorization": "other"}), Unchanged)
    assert "If-None-Match" not in web.requests[-1].headers
    assert "s3cret" not in repr(first.validators)


async def test_validators_of_before_are_sent_as_before(web: WebServer) -> None:
    """An upgrade does not fetch ten thousand feeds anew."""
    url = web.serve("/feed", FEED, etag='"1"')
    known = Validators('"1"', None, hashlib.sha256(FEED).hexdigest())
    assert isinstance(await fetch(url, known), Unchanged)
    assert web.requests[-1].headers["If-None-Match"] == '"1"'


async def test_a_server_that_lies_about_its_validators_can_be_asked_without(web: WebServer) -> None:
    """Off switch: it says «not modified» for ever, while the feed changes; the hash of the body still counts."""
    url = web.serve("/feed", FEED, etag='"1"')
    async with HttpFetcher(allow_private=True) as fetcher:
        first = await fetcher(source(url), Validators())
        assert isinstance(first, Fetched)
        same = await fetcher(source(url, conditional=False), first.validators)
        web.serve("/feed", FEED + b" ", etag='"1"')
        lied = await fetcher(source(url), first.validators)
        told = await fetcher(source(url, conditional=False), first.validators)
    assert (type(same), type(lied), type(told)) == (Unchanged, Unchanged, Fetched)


async def test_a_304_that_nobody_asked_for_is_a_failure(web: WebServer) -> None:
    known = Validators('"1"', None, "hash")
    async with HttpFetcher(allow_private=True) as fetcher:
        answer = await fetcher(source(web.answer("/feed", 304), conditional=False), known)
    assert "304" in reason(answer)


# ── what is said of the next poll, and of whoever does not want us ──


async def test_freshness_comes_with_new_bodies_and_with_old_ones(web: WebServer) -> None:
    url = web.serve("/feed", FEED, etag='"1"', headers={"Cache-Control": "max-age=600"})
    first = await fetch(url)
    assert isinstance(first, Fetched)
    assert first.fresh_for == timedelta(minutes=10)
    assert await fetch(url, first.validators) == Unchanged(first.validators, timedelta(minutes=10))


@pytest.mark.parametrize(
    ("status", "trouble", "word"),
    [
        (401, Trouble.BLOCKED, "headers"),
        (403, Trouble.BLOCKED, "user_agent"),
        (406, Trouble.BLOCKED, "user_agent"),
        (451, Trouble.BLOCKED, "proxy"),
        (410, Trouble.GONE, "gone for good"),
        (404, Trouble.FAILING, "Not Found"),
        (400, Trouble.FAILING, "400"),
        (429, Trouble.FAILING, "429"),
        (500, Trouble.FAILING, "500"),
        (503, Trouble.FAILING, "503"),
    ],
)
async def test_a_status_says_what_is_wrong_and_what_to_do(
    web: WebServer, status: int, trouble: Trouble, word: str
) -> None:
    answer = await fetch(web.answer("/feed", status))
    assert isinstance(answer, FetchFailed)
    assert (answer.trouble, word in answer.reason) == (trouble, True), answer


CHALLENGE = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>x</body></html>"


@pytest.mark.parametrize("status", [200, 403, 429, 503])
@pytest.mark.parametrize("packed", [False, True])
async def test_a_challenge_page_is_neither_a_feed_nor_a_change(
    web: WebServer, status: int, packed: bool
) -> None:
    headers = {"Content-Type": "text/html", "Retry-After": "60"} | (
        {"Content-Encoding": "gzip"} if packed else {}
    )
    url = web.answer("/feed", status, gzip.compress(CHALLENGE) if packed else CHALLENGE, headers)
    answer = await fetch(url)
    assert isinstance(answer, FetchFailed)
    assert answer.trouble is Trouble.BLOCKED
    assert answer.reason.startswith("Cloudflare stands before this site")
    assert f"HTTP {status}" in answer.reason
    assert answer.retry_after == (timedelta(minutes=1) if status != 200 else None)


async def test_a_refusal_with_a_body_that_never_ends_is_told_all_the_same(web: WebServer) -> None:
    for status in (403, 500):
        answer = await fetch(web.answer("/feed", status, bytes(3_000_000)))
        assert f"HTTP {status}" in reason(answer)


async def test_a_refusal_whose_page_never_comes_is_told_as_a_refusal(web: WebServer) -> None:
    def answer(handler: Any) -> None:
        handler.wfile.write(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 500\r\n\r\n<html>")
        handler.rfile.read(1)  # until the other side hangs up

    assert "HTTP 403" in reason(await fetch(web.when("/feed", answer), timeout=timedelta(seconds=0.4)))


async def test_more_headers_than_anybody_needs_are_a_failure(web: WebServer) -> None:
    many = {f"X-{number}": "x" for number in range(200)}
    assert reason(await fetch(web.serve("/many", FEED, headers=many))) == "the answer is not valid HTTP"
    assert (
        reason(await fetch(web.serve("/long", FEED, headers={"X": "x" * 9_000})))
        == "the answer is not valid HTTP"
    )


async def test_the_environment_sets_no_proxy(web: WebServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port()}")
    assert isinstance(await fetch(web.serve("/feed", FEED)), Fetched)


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


async def test_redirects_between_two_busy_hosts_do_not_lock(web: WebServer) -> None:
    """Each has the other's turn to wait for; with one slot in all, too."""
    other = web.url("").replace("127.0.0.1", "localhost")
    web.serve("/feed", FEED)
    web.redirect("/here", f"{other}/there")
    web.redirect("/there", f"{web.url('')}/feed")
    urls = [web.url("/here"), f"{other}/there", f"{other}/here"] * 4
    async with HttpFetcher(concurrency=1, allow_private=True) as fetcher:
        turns = (fetcher(source(url), Validators()) for url in urls)
        results = await asyncio.wait_for(asyncio.gather(*turns), 5)
    assert all(isinstance(result, Fetched) for result in results)


async def test_a_host_is_one_in_any_spelling_and_forgotten_when_nobody_waits() -> None:
    turns = HostTurns(at_once=9)
    async with turns.at("feed.example"):
        waiting = asyncio.create_task(_take(turns, "FEED.example."))
        await asyncio.sleep(0)
        assert not waiting.done()
        await asyncio.wait_for(_take(turns, "other.example"), 1)
    await asyncio.wait_for(waiting, 1)
    assert len(turns) == 0


async def test_a_host_that_is_asked_again_keeps_its_connection_and_another_does_not(web: WebServer) -> None:
    """Many feeds of one host share a connection; ten thousand hosts leave none open."""
    urls = [web.serve(f"/{number}", FEED) for number in range(4)]
    other = web.url("/0").replace("127.0.0.1", "localhost")
    async with HttpFetcher(allow_private=True) as fetcher:
        for url in [*urls, other]:
            await fetcher(source(url), Validators())
        said = [request.headers.get("Connection", "") for request in web.requests]
        assert said == ["close", "", "", "", "close"]
        assert len({request.sender for request in web.requests}) == 3


async def _take(turns: HostTurns, host: str) -> None:
    async with turns.at(host):
        pass


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
