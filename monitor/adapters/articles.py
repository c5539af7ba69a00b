"""Fetches the articles that entries link to: those that robots.txt allows, some at a time, within a time."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Protocol
from urllib.parse import urlsplit

from monitor.adapters.robots import Get, Robots
from monitor.errors import FeedError
from monitor.model import Article, Feed, Source

TIME = 45.0
"""Seconds that the articles of one poll may take; those that were not reached wait for the next."""

SHORT = 5.0
"""Seconds of a site's crawl delay that a poll waits out; for a longer one its articles wait for the next poll."""

HTML = "text/html, application/xhtml+xml, */*;q=0.1"


class Read(Protocol):
    """Bytes → a feed of one entry, the article; raises FeedError (`core.article`, in a process of its own)."""

    async def __call__(self, body: bytes, content_type: str, source: Source, seen_at: datetime) -> Feed: ...


class ArticleReader:
    """Gets and reads articles; whatever goes wrong with one is its reason, and leaves the others alone."""

    def __init__(
        self,
        get: Get,
        robots: Robots,
        read: Read,
        *,
        seconds: float = TIME,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._get = get
        self._robots = robots
        self._read = read
        self._seconds = seconds
        self._clock = clock
        self._sleep = sleep
        self._free_at: dict[str, float] = {}

    async def __call__(self, urls: Sequence[str], source: Source, now: datetime) -> dict[str, Article]:
        """What came of each address; one that was not reached in time is not among them."""
        found: dict[str, Article] = {}
        by_host: dict[str, list[str]] = defaultdict(list)
        for url in urls:
            by_host[_host(url)].append(url)

        async def of_host(host: str) -> None:
            for url in by_host[host]:
                if not await self._may_go(host):
                    return
                found[url] = await self._article(url, host, source, now)

        with suppress(TimeoutError):
            async with asyncio.timeout(self._seconds), asyncio.TaskGroup() as group:
                for host in by_host:
                    group.create_task(of_host(host))
        return found

    async def _may_go(self, host: str) -> bool:
        """Wait for a short crawl delay to pass; False for a long one."""
        wait = self._free_at.get(host, 0.0) - self._clock()
        if wait > SHORT:
            return False
        if wait > 0:
            await self._sleep(wait)
        return True

    async def _article(self, url: str, host: str, source: Source, now: datetime) -> Article:
        try:
            if delay := await self._robots.delay(url, source):
                self._free_at[host] = self._clock() + delay
            permit = partial(self._robots.permit, source=source)
            page = await self._get(url, accept=HTML, source=source, permit=permit)
            feed = await self._read(page.body, page.content_type, replace(source, url=url), now)
        except FeedError as error:
            # A link may be out before its article is.
            return Article("", _reason(error), error.retryable or error.status == 404, error.retry_after)
        except Exception as error:  # one odd page never stops the others
            return Article("", f"it could not be read ({type(error).__name__})")
        return Article(feed.entries[0].text if feed.entries else "")


def _reason(error: FeedError) -> str:
    """What went wrong; of a status only what it is, for what it means is said of feeds."""
    if error.status is None:
        return str(error)
    try:
        return f"HTTP {error.status} ({HTTPStatus(error.status).phrase})"
    except ValueError:
        return f"HTTP {error.status}"


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
