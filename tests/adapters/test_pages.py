"""Getting a page that is no source's feed: under the same guards, with errors that are raised."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from monitor.adapters.http import HttpFetcher
from monitor.errors import Blocked, FeedError, Gone, Refused, TooLarge, Unreachable
from monitor.model import Page, Source, Validators
from tests.adapters.servers import WebServer, free_port, web

__all__ = ["web"]

HTML = "<html><body><p>Some page.</p></body></html>"


def house(**options: object) -> HttpFetcher:
    settings = {"timeout": timedelta(seconds=5), "allow_private": True} | options
    return HttpFetcher(**settings)  # type: ignore[arg-type]


async def test_a_page_comes_with_its_type_and_where_it_was_in_the_end(web: WebServer) -> None:
    target = web.serve("/new", HTML, content_type="text/html")
    async with house() as fetcher:
        page = await fetcher.get(web.redirect("/old", "/new"), accept="text/html", headers={"X-Key": "k"})
    assert page == Page(HTML.encode(), "text/html", target, 200)
    assert [request.headers["Accept"] for request in web.requests] == ["text/html"] * 2
    assert [request.headers["X-Key"] for request in web.requests] == ["k"] * 2


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (404, Refused),
        (410, Gone),
        (401, Blocked),
        (403, Blocked),
        (406, Blocked),
        (451, Blocked),
        (429, Unreachable),
        (503, Unreachable),
    ],
)
async def test_a_status_that_is_no_success_is_raised_and_named(
    web: WebServer, status: int, kind: type[FeedError]
) -> None:
    async with house() as fetcher:
        with pytest.raises(FeedError) as raised:
            await fetcher.get(web.answer("/page", status, headers={"Retry-After": "7"}))
    assert type(raised.value) is kind
    assert (raised.value.status, raised.value.retry_after) == (status, timedelta(seconds=7))


async def test_a_page_is_under_the_guards_of_feeds(web: WebServer) -> None:
    url = web.serve("/page", HTML)
    async with house(allow_private=False, max_bytes=10) as fetcher:
        with pytest.raises(Refused, match="a loopback address"):
            await fetcher.get(url)
    assert not web.requests
    async with house(max_bytes=10) as fetcher:
        with pytest.raises(TooLarge):
            await fetcher.get(url)
        with pytest.raises(Unreachable, match="connection refused"):
            await fetcher.get(f"http://127.0.0.1:{free_port()}/")
    async with house(timeout=timedelta(seconds=0.2)) as fetcher:
        with pytest.raises(Unreachable, match="no complete answer"):
            await fetcher.get(web.hang("/hang"))


async def test_a_page_waits_for_its_hosts_turn_like_a_feed(web: WebServer) -> None:
    url = web.delay("/slow", 0.03, HTML)
    source = Source(id="s", title="A source", url=url, grade="B2")
    async with house() as fetcher:
        await asyncio.gather(*(fetcher.get(url) for _ in range(3)), fetcher(source, Validators()))
    assert web.most_at_once == 1


async def test_a_fetcher_that_is_not_open_gets_nothing() -> None:
    with pytest.raises(RuntimeError):
        await house().get("http://127.0.0.1/")
