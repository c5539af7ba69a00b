"""The composition root: the only place that wires the rooms together.

It opens what the line needs of the world (`pipeline.Ports`) for one configuration; what is done
with it, and when, is the entrypoints' business.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from monitor.adapters.articles import ArticleReader
from monitor.adapters.confined import ConfinedParser, Limits
from monitor.adapters.http import HttpFetcher
from monitor.adapters.notify import AppriseSender, warm_up
from monitor.adapters.outbox import SqlOutbox
from monitor.adapters.picture import picture
from monitor.adapters.robots import Robots
from monitor.adapters.store import SqlStore
from monitor.adapters.together import Together
from monitor.core.book import Book
from monitor.core.parse import QUICK, parse_any, quick_parse
from monitor.core.specs import Polling, Settings
from monitor.model import Delivery, Destination, Feed, Message, Sent, Source
from monitor.ports import Parse, Ports, ReadArticles, Send

T = TypeVar("T")

TERMINAL = "terminal"

ARTICLE_READER = 120_000_000
"""Bytes that a process which reads articles may hold between two of them: 45 MB with all that it imports, and what
trafilatura keeps of the articles it read, so that it is not started anew (half a second) for each.
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """One good configuration and the world as wired for it; replaced as a whole or not at all."""

    book: Book
    ports: Ports


class Alone:
    """Runs one function after the other off the event loop."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()

    async def __call__(self, function: Callable[..., T], *arguments: Any) -> T:
        async with self._turn:
            return await _off_the_loop(function, *arguments)


@dataclass(frozen=True, slots=True)
class Switchboard:
    """Sends to the terminal what is addressed to it, and everything else through apprise."""

    terminal: Send
    elsewhere: Send

    async def __call__(self, destination: Destination, message: Message, delivery: Delivery) -> Sent:
        send = self.terminal if destination.id == TERMINAL else self.elsewhere
        return await send(destination, message, delivery)


@asynccontextmanager
async def open_desk(book: Book, store: SqlStore, terminal: Send) -> AsyncIterator[Desk]:
    """Wire everything for one configuration; connections close on the way out, the store stays open."""
    settings = book.settings
    if settings.destinations:  # apprise's first message costs 0.8 s of imports: not while one is due
        await _off_the_loop(warm_up)
    async with (
        open_fetcher(settings) as fetch,
        open_parser(settings.polling) as parse_feed,
        open_articles(fetch, settings.polling) as read_articles,
    ):
        yield Desk(
            book,
            Ports(
                fetch=fetch,
                parse=parse_feed,
                send=Switchboard(terminal, AppriseSender(timeout=settings.delivering.timeout)),
                store=store,
                outbox=SqlOutbox(store),
                offload=_off_the_loop,
                picture=picture,
                together=Together(_off_the_loop),
                articles=read_articles,
                alone=Alone(),
            ),
        )


@asynccontextmanager
async def open_parser(polling: Polling) -> AsyncIterator[Parse]:
    """What reads feeds: the quick reader, and where that has no answer feedparser, in a process of its own."""
    limits = Limits(
        time=polling.parse_time,
        memory=polling.parse_memory,
        answer=2 * polling.max_bytes,  # it is JSON; the text of a feed is not longer than the feed
    )
    async with ConfinedParser(parse_any, polling.max_items, limits=limits) as confined:

        async def read(body: bytes, content_type: str, source: Source, seen_at: datetime) -> Feed:
            said = (body, content_type, source, seen_at)
            feed = None
            if len(body) <= QUICK:
                feed = await _off_the_loop(quick_parse, *said, polling.max_items)
            return await confined(*said) if feed is None else feed

        yield read


def open_fetcher(settings: Settings) -> HttpFetcher:
    """The guarded way to the network; to be used as an async context manager."""
    return HttpFetcher(
        contact=settings.contact,
        timeout=settings.polling.timeout,
        max_bytes=settings.polling.max_bytes,
        concurrency=settings.polling.concurrency,
        allow_private=settings.polling.allow_private,
    )


@asynccontextmanager
async def open_articles(fetch: HttpFetcher, polling: Polling) -> AsyncIterator[ReadArticles]:
    """What reads articles: in processes of their own, which hold trafilatura and are there only while they are used."""
    limits = Limits(
        time=polling.parse_time,
        memory=polling.parse_memory,
        answer=2 * polling.max_bytes,
        grown=ARTICLE_READER,
    )
    async with ConfinedParser("monitor.core.article:read_article", limits=limits) as confined:
        yield ArticleReader(fetch.get, Robots(fetch.get), confined)


async def _off_the_loop(function: Callable[..., T], *arguments: Any) -> T:
    return await asyncio.to_thread(function, *arguments)
