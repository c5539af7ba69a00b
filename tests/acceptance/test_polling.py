"""Polling as a user meets it: the real daemon, fetcher and store against a real server, with a clock in the test's hand."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from monitor.adapters.schema import entries
from monitor.adapters.store import open_store
from monitor.app import open_desk
from monitor.core.book import Book
from monitor.core.polls import NEVER
from monitor.core.specs import Polling, Settings
from monitor.entrypoints.daemon import Daemon
from monitor.model import FetchResult, Health, PollResult, PollState, Source, Validators
from monitor.pipeline import poll
from tests.acceptance.newsroom import BEGINS, Tray
from tests.adapters.servers import WebServer, web

__all__ = ["web"]  # a fixture

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FEED = """<rss version="2.0"><channel><title>F</title>{about}<item><guid>{guid}</guid><title>Rain</title>
<pubDate>Sat, 10 Jan 2026 06:00:00 GMT</pubDate></item></channel></rss>"""
PAGE = "<!doctype html><html><head><title>We have a new site</title></head><body>Hello</body></html>"


class Watch:
    """A daemon over a few sources; `passes` lets time pass and polls what is due then."""

    def __init__(self, book: Book, database: str) -> None:
        self.now = BEGINS
        self.polled: list[PollResult] = []
        self.book = replace(
            book, settings=Settings(polling=Polling(every=HOUR, allow_private=True)), sources={}
        )
        self._database = database
        self._open = AsyncExitStack()

    async def starts(self) -> None:
        self.store = open_store(self._database)
        self._open.callback(self.store.close)
        desk = await self._open.enter_async_context(open_desk(self.book, self.store, Tray([])))
        self.daemon = Daemon(desk, lambda: self.now, lambda: 0.0, self.polled.append)

    async def restarts(self) -> None:
        await self._open.aclose()
        await self.starts()

    async def takes(self, *sources: Source) -> None:
        """Go on with these sources, and poll what is due."""
        self.book = replace(self.book, sources={source.id: source for source in sources})
        self.daemon.take_over(replace(self.daemon.desk, book=self.book))
        await self.passes(timedelta(0))

    async def passes(self, time: timedelta) -> list[str]:
        """Let time pass; the outcomes of the polls that were due."""
        self.now += time
        before = len(self.polled)
        await self.daemon.poll_due()
        await self.daemon.settled()
        return [result.outcome for result in self.polled[before:]]

    @property
    def state(self) -> PollState:
        found = self.store.poll_state("wire")
        assert found is not None
        return found


@pytest.fixture
async def watch(shipped_book: Book, tmp_path: Path) -> AsyncIterator[Watch]:
    one = Watch(shipped_book, f"sqlite:///{tmp_path}/watch.db")
    await one.starts()
    yield one
    await one._open.aclose()


def wire(web: WebServer, path: str = "/feed", every: timedelta | None = HOUR) -> Source:
    return Source("wire", "The Wire", web.url(path), "B", every=every)


def asked(web: WebServer) -> list[str]:
    return [request.path for request in web.requests]


async def test_a_page_where_a_feed_was_is_a_failure_each_time_and_never_unchanged(
    watch: Watch, web: WebServer
) -> None:
    """Neither by its hash nor by its ETag; and the feed that is back the same is known as such."""
    feed = FEED.format(guid="a", about="")
    web.serve("/feed", feed, etag='"feed"')
    await watch.takes(wire(web))
    known = watch.state.validators
    web.serve("/feed", PAGE, "text/html", etag='"page"')
    assert [await watch.passes(9 * HOUR) for _ in range(3)] == [["failed"]] * 3
    assert (watch.state.validators, watch.state.health) == (known, Health.FAILING)
    web.serve("/feed", feed, etag='"feed"')
    assert await watch.passes(9 * HOUR) == ["unchanged"]
    assert watch.state.health is Health.OK


async def test_a_feed_that_moved_for_good_is_polled_there_the_third_time_and_at_home_when_that_fails(
    watch: Watch, web: WebServer
) -> None:
    web.redirect("/feed", web.url("/new"), 301)
    web.serve("/new", FEED.format(guid="a", about=""), etag='"x"')
    await watch.takes(wire(web))
    await watch.passes(HOUR)
    assert asked(web) == ["/feed", "/new", "/feed", "/new"]
    assert await watch.passes(HOUR) == ["unchanged"]
    assert asked(web)[4:] == ["/new"]
    await watch.restarts()
    web.answer("/new", 500)
    web.serve("/feed", FEED.format(guid="a", about=""))
    assert await watch.passes(HOUR) == ["failed"]
    assert await watch.passes(9 * HOUR) == ["unchanged"]
    assert asked(web)[5:] == ["/new", "/feed"]
    assert watch.state.moved_to is None


async def test_gone_is_a_state_and_the_way_back_is_noticed(watch: Watch, web: WebServer) -> None:
    web.answer("/feed", 410)
    await watch.takes(wire(web))
    for _ in range(2):
        await watch.passes(9 * HOUR)
    assert watch.state.health is Health.GONE
    assert watch.state.due_at == watch.now + DAY
    web.serve("/feed", FEED.format(guid="a", about=""))
    assert await watch.passes(DAY) == ["ok"]
    assert (watch.state.health, watch.state.due_at) == (Health.OK, watch.now + HOUR)


async def test_a_restart_polls_nothing_early_and_an_edit_counts_at_once(watch: Watch, web: WebServer) -> None:
    web.serve("/feed", FEED.format(guid="a", about=""), etag='"x"')
    await watch.takes(wire(web))
    await watch.restarts()
    assert await watch.passes(HOUR / 2) == []

    await watch.takes(wire(web, every=HOUR / 4))
    assert len(watch.polled) == 2, "the last poll is half an hour ago, and a quarter is asked for now"
    await watch.takes(wire(web, every=DAY))
    assert await watch.passes(HOUR) == []

    web.serve("/other", FEED.format(guid="a", about="") + "<!-- -->", etag='"x"')
    await watch.takes(wire(web, "/other", DAY))
    assert asked(web)[-1] == "/other"
    assert "If-None-Match" not in web.requests[-1].headers
    assert (watch.polled[-1].outcome, watch.polled[-1].fresh, watch.polled[-1].seeded) == ("ok", 0, False)

    await watch.takes()
    assert watch.state.due_at == NEVER
    assert await watch.passes(9 * DAY) == []


async def test_a_source_that_falls_silent_is_told_of_and_once_more_when_it_is_stale(
    watch: Watch, web: WebServer
) -> None:
    items = (
        f"<item><guid>{day}</guid><title>Rain {day}</title><pubDate>{BEGINS - day * DAY:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        for day in range(12)
    )
    web.serve("/feed", f"<rss version='2.0'><channel><title>F</title>{''.join(items)}</channel></rss>")
    await watch.takes(wire(web, every=DAY))
    told: list[list[str]] = []
    for _ in range(17):
        assert await watch.passes(DAY) == ["unchanged"]
        await watch.daemon.inspect()
        with watch.store.looking() as facts:
            told.append([one.condition for one in facts.last_notices() if one.decided_at == watch.now])
    assert told == [[]] * 5 + [["silent"]] * 9 + [["source_stale"]] + [[]] * 2


async def test_what_server_and_feed_ask_for_counts_up_to_their_rhythm(watch: Watch, web: WebServer) -> None:
    about = "<ttl>600</ttl>"
    web.serve("/feed", FEED.format(guid="a", about=about), headers={"Cache-Control": "max-age=5400"})
    await watch.takes(wire(web, every=None))
    assert watch.state.feed_asks == 10 * HOUR
    assert watch.state.server_asks == 1.5 * HOUR
    assert watch.state.due_at == watch.now + 2 * HOUR


async def test_relative_links_lead_to_where_a_redirected_feed_came_from(watch: Watch, web: WebServer) -> None:
    item = "<item><guid>a</guid><title>Rain</title><link>story-1</link></item>"
    web.serve("/en/news/feed", f'<rss version="2.0"><channel><title>T</title>{item}</channel></rss>')
    web.redirect("/feed", web.url("/en/news/feed"))
    await watch.takes(wire(web))
    with watch.store.reading() as connection:
        assert connection.execute(select(entries.c.url)).scalars().all() == [web.url("/en/news/story-1")]


@pytest.mark.parametrize("guid", ["a", "b"], ids=["of which nothing is new", "that brought something"])
async def test_what_another_process_wrote_while_a_poll_was_under_way_stands(
    watch: Watch, web: WebServer, guid: str
) -> None:
    """`tollwatch poll` beside the daemon: the poll that began first and ends last undoes nothing."""
    web.serve("/feed", FEED.format(guid="a", about=""), etag='"feed"')
    await watch.takes(source := wire(web))
    ports = watch.daemon.desk.ports
    later: list[PollState] = []

    async def slow(asked: Source, validators: Validators) -> FetchResult:
        answer = await ports.fetch(asked, validators)
        await poll(source, watch.book, ports, watch.now + HOUR / 2)
        later.append(watch.state)
        return answer

    watch.daemon.take_over(replace(watch.daemon.desk, ports=replace(ports, fetch=slow)))
    web.serve("/feed", FEED.format(guid=guid, about=""), etag=f'"{guid}"')
    assert len(await watch.passes(HOUR)) == 1
    assert later[0].last_polled_at == watch.now + HOUR / 2
    assert watch.state == later[0]
