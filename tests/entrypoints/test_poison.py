"""The daemon among feeds that were made to hurt: they fail, each for its own reason, and the others go on."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.adapters.store import open_store
from monitor.app import open_desk
from monitor.config import load
from monitor.core.book import Book
from monitor.core.specs import Polling
from monitor.entrypoints.daemon import Daemon
from monitor.model import Delivery, Destination, Message, PollResult, Sent, Source
from tests.adapters.poison import ODD, POISON
from tests.adapters.servers import WebServer

EVERY = timedelta(minutes=1)
FEED = (
    "<rss version='2.0'><channel><title>Good</title><item><guid>1</guid><title>Prices rose again</title></item>"
    "</channel></rss>"
)
GOOD = {
    "good, read quickly": FEED,
    "good, read by feedparser": f"<!DOCTYPE rss [<!ENTITY a 'b'>]>{FEED}",
    "good, not well-formed": FEED.replace("</item>", "<br></item>"),
}


@pytest.fixture
def web() -> Iterator[WebServer]:
    with WebServer("0.0.0.0") as server:
        yield server


@pytest.fixture
def book(small_config: Path) -> Book:
    return load(small_config, {}, wait=True)


def watching(book: Book, web: WebServer, bodies: dict[str, bytes | str]) -> Book:
    """Feeds of those bodies, each on a host of its own as far as politeness goes, polled on a small budget."""
    sources = {}
    for number, (name, body) in enumerate(bodies.items()):
        address = web.serve(f"/{number}", body).replace("127.0.0.1", f"127.0.0.{number + 1}")
        sources[name] = Source(name, name, address, "B2", every=EVERY)
    polling = Polling(
        allow_private=True, every=EVERY, parse_time=timedelta(seconds=0.1), parse_memory=128_000_000
    )
    return replace(book, sources=sources, settings=replace(book.settings, polling=polling))


class Watch:
    """A daemon's clock, which can be moved on, and what its polls brought, with the seconds each took to come."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)
        self.results: dict[str, PollResult] = {}
        self.seconds: dict[str, float] = {}

    def clock(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    async def round(self, daemon: Daemon) -> dict[str, str]:
        """Poll what is due, to the end of all of it; why each failed, or «» where it did not."""
        self._began = time.monotonic()
        await daemon.poll_due()
        await daemon.settled()
        return {name: result.error or "" for name, result in self.results.items()}

    def heard(self, result: PollResult) -> None:
        self.results[result.source_id] = result
        self.seconds[result.source_id] = time.monotonic() - self._began


COSTLY = r"reading it took more than (0\.1 s of processor time|128 MB of memory)"
BUSY = "reading it takes long, and too many others that take long are waiting"


async def test_feeds_that_hurt_fail_with_a_reason_and_the_others_are_on_time(
    book: Book, web: WebServer, tmp_path: Path
) -> None:
    book = watching(book, web, {**{name: make(100) for name, make in POISON.items()}, **ODD, **GOOD})
    watch = Watch()
    with closing(open_store(f"sqlite:///{tmp_path}/state.db")) as store:
        async with open_desk(book, store, nobody) as desk:
            daemon = Daemon(desk, watch.clock, lambda: 0.0, watch.heard)
            first = await watch.round(daemon)
            assert first.keys() == book.sources.keys()
            assert {name: first[name] for name in GOOD} == dict.fromkeys(GOOD, "")
            assert max(watch.seconds[name] for name in GOOD) < EVERY.total_seconds()
            assert all(re.fullmatch(f"{COSTLY}|{BUSY}|no feed, but .*|", why) for why in first.values())
            costly = {name: why for name, why in first.items() if re.match(COSTLY, why)}
            assert len(costly) >= 4, "this is no test if nothing is"

            watch.ahead = timedelta(hours=8)
            again = await watch.round(daemon)
            assert {name: again[name] for name in GOOD} == dict.fromkeys(GOOD, "")
            assert {again[name].removeprefix(why) for name, why in costly.items()} == {
                "; the same bytes came again and were not read"
            }


async def nobody(destination: Destination, message: Message, delivery: Delivery) -> Sent:
    raise AssertionError("there is nothing to tell")
