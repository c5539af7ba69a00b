"""Getting articles: each fails for itself, sites set the pace, and what takes too long waits for another poll."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from monitor.adapters.articles import SHORT, ArticleReader
from monitor.adapters.robots import Robots
from monitor.errors import NotAFeed, Refused, Unreachable
from monitor.model import Article, Entry, Feed, Source
from tests.adapters.test_robots import Web

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
SOURCE = Source("post", "The Post", "https://post.example/feed", "B2")
SITE = "https://post.example"


async def read(body: bytes, content_type: str, source: Source, seen_at: datetime) -> Feed:
    """A reader for which a body is its own text."""
    if body == b"PDF":
        raise NotAFeed("no article can be read: it is a PDF document")
    if body == b"bug":
        raise ZeroDivisionError
    return Feed((Entry(source.id, source.url, source.url, "", body.decode(), None, None, seen_at),))


class Desk:
    """A reader over some sites, whose sleep is noted and takes no time."""

    def __init__(self, web: Web, seconds: float = 5) -> None:
        self.web = web
        self.slept: list[float] = []
        self.reader = ArticleReader(
            web.get,
            Robots(web.get, lambda: web.now),
            read,
            seconds=seconds,
            clock=lambda: web.now,
            sleep=self._sleep,
        )

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.web.now += seconds

    async def reads(self, *urls: str) -> dict[str, Article]:
        return await self.reader(urls, SOURCE, NOW)


async def test_articles_are_read_and_what_goes_wrong_with_one_is_its_own() -> None:
    gone = Refused("HTTP 404 (Not Found): look for the feed's new one", status=404)
    web = Web({f"{SITE}/a": "Text.", f"{SITE}/b": gone, f"{SITE}/c": "PDF", f"{SITE}/d": "bug"})
    web.answers[f"{SITE}/e"] = Unreachable("HTTP 503", status=503)
    found = await Desk(web).reads(*(f"{SITE}/{name}" for name in "abcde"))
    assert list(found.values()) == [
        Article("Text."),
        Article("", "HTTP 404 (Not Found)", retry=True),
        Article("", "no article can be read: it is a PDF document"),
        Article("", "it could not be read (ZeroDivisionError)"),
        Article("", "HTTP 503 (Service Unavailable)", retry=True),
    ]


async def test_what_robots_txt_forbids_is_never_asked_for() -> None:
    web = Web(
        {f"{SITE}/robots.txt": "User-agent: *\nDisallow: /a", f"{SITE}/a": "Text.", f"{SITE}/b": "Text."}
    )

    async def get(url: str, **options: object) -> object:
        if permit := options.get("permit"):
            await permit(url)  # type: ignore[operator]
        return await Web.get(web, url)

    found = await ArticleReader(get, Robots(get), read)([f"{SITE}/a", f"{SITE}/b"], SOURCE, NOW)  # type: ignore[arg-type]
    assert found[f"{SITE}/a"] == Article("", "robots.txt of post.example does not allow it")
    assert found[f"{SITE}/b"].text == "Text."
    assert f"{SITE}/a" not in web.asked


async def test_a_short_crawl_delay_is_waited_out() -> None:
    web = Web({f"{SITE}/{name}": "Text." for name in "abc"})
    web.says(f"User-agent: *\nCrawl-delay: {SHORT:g}")
    desk = Desk(web)
    assert len(await desk.reads(*(f"{SITE}/{name}" for name in "abc"))) == 3
    assert desk.slept == [SHORT, SHORT]


async def test_for_a_long_one_the_others_wait_for_the_next_poll() -> None:
    web = Web({f"{SITE}/{name}": "Text." for name in "ab"} | {"https://other.example/c": "Text."})
    web.says("User-agent: *\nCrawl-delay: 600")
    desk = Desk(web)
    found = await desk.reads(f"{SITE}/a", f"{SITE}/b", "https://other.example/c")
    assert set(found) == {f"{SITE}/a", "https://other.example/c"}
    assert list(await desk.reads(f"{SITE}/b")) == []
    web.now += 601
    assert list(await desk.reads(f"{SITE}/b")) == [f"{SITE}/b"]
    assert desk.slept == []


async def test_what_takes_too_long_is_left_and_the_others_are_kept() -> None:
    class Slow(Web):
        async def get(self, url: str, **options: object) -> object:  # type: ignore[override]
            if url.endswith("/slow"):
                await asyncio.Event().wait()
            return await Web.get(self, url)

    web = Slow({f"{SITE}/a": "Text."})
    desk = Desk(web, seconds=0.1)
    assert list(await desk.reads(f"{SITE}/a", f"{SITE}/slow", f"{SITE}/b")) == [f"{SITE}/a"]


@pytest.mark.parametrize("url", ["http://[bad/", "http://post.example:99999/x"])
async def test_an_address_that_is_none_has_no_article(url: str) -> None:
    found = await Desk(Web()).reads(url)
    assert found[url].text == "" and found[url].reason
