"""A newsroom to test the whole line in: real feeds over HTTP, the real daemon and store, a clock in the test's hand.

    async with newsroom(book, path) as room:
        room.publishes("hrana", "toll", "At least 544 people have been killed in the protests in Iran, HRANA said.")
        await room.hours(1)                # an hour passes, what is due is polled and delivered
        room.alerts                        # what was told, oldest first

Only the destination is made for the test: it keeps what it was sent.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.adapters import queries
from monitor.adapters.store import SqlStore, open_store
from monitor.app import Desk, open_desk
from monitor.core.book import Book
from monitor.core.specs import Polling, Topic
from monitor.entrypoints.daemon import Daemon
from monitor.entrypoints.demo.feeds import served
from monitor.entrypoints.demo.timeline import Feed, Item
from monitor.model import (
    Alert,
    Decided,
    Delivery,
    Destination,
    Message,
    Outcome,
    PollResult,
    Sent,
    Settled,
    Source,
    content_id,
)

BEGINS = datetime(2026, 1, 11, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)
SETTLE = timedelta(minutes=2)

OUTLETS = {
    "hrana": ("rss", "hrana"),
    "wire": ("atom", None),
    "post": ("rss", None),
    "ledger": ("json", None),
    "courier": ("rss", None),
    "herald": ("atom", None),
}
"""The sources of a newsroom: the format they are served in, and the claimant whose own feed it is."""


@dataclass
class Tray:
    """A destination on the desk: keeps what it was sent, or refuses as long as it is told to."""

    messages: list[tuple[str, Message, bool]]
    refusing: bool = False
    arrived: list[tuple[str, Message]] = field(default_factory=list)

    async def __call__(self, destination: Destination, message: Message, delivery: Delivery) -> Sent:
        if self.refusing:
            return Sent(Outcome.RETRY, "not now")
        self.messages.append((delivery.alert_id, message, delivery.possible_repeat))
        self.arrived.append((destination.id, message))
        return Sent(Outcome.SENT)


class Newsroom:
    """The daemon over a handful of feeds, one of them HRANA's own; time passes only by `hours`."""

    def __init__(self, book: Book, database: str, feeds: dict[str, Feed]) -> None:
        self.book = book
        self.now = BEGINS
        self.wrong_by = timedelta(0)
        self.tray = Tray([])
        self.polled: list[PollResult] = []
        self.settled: list[Settled] = []
        self.decided: list[Decided] = []
        self._database = database
        self._feeds = feeds
        self._open = AsyncExitStack()

    @property
    def alerts(self) -> list[Alert]:
        """Every alert that is stored, oldest first."""
        return [row.alert for row in queries.list_alerts(self.store, 1_000)][::-1]

    @property
    def told(self) -> list[tuple[str, int | None]]:
        """(claimant, or «-» for nobody, and number) of every alert, oldest first."""
        return [(alert.series.claimant or "-", alert.after.low) for alert in self.alerts]

    @property
    def sent(self) -> list[str]:
        """The ids of the alerts whose message arrived, in order of arrival."""
        return [alert_id for alert_id, _, _ in self.tray.messages]

    def publishes(self, source_id: str, guid: str, text: str, title: str = "Iran protests") -> None:
        """Put an item into a feed, or an edit of it where the guid is there already."""
        feed = self._feeds[source_id]
        self._feeds[source_id] = replace(feed, items=(*feed.items, Item(guid, self.now, title, text)))

    def withdraws(self, source_id: str) -> None:
        """Take the whole feed off its server, which answers 404 from now on."""
        del self._feeds[source_id]

    def subscribes(self, source: Source) -> None:
        """Go on with one source more, as the daemon does after a change of the files."""
        self.book = replace(self.book, sources={**self.book.sources, source.id: source})
        self.daemon.take_over(replace(self.daemon.desk, book=self.book))

    def take_over(self, topic: Topic) -> None:
        """Go on with an edited topic, as the daemon does after a change of the files."""
        topics = {**self.book.topics, topic.id: topic}
        self.book = replace(self.book, topics=topics, reading=content_id(repr(topics)))
        self.daemon.take_over(replace(self.daemon.desk, book=self.book))

    def goes_on_with(self, book: Book) -> None:
        """Go on with an edited configuration, over the same feeds, as the daemon does after a change of the files."""
        self.book = replace(
            book,
            sources=self.book.sources,
            settings=replace(book.settings, polling=self.book.settings.polling),
        )
        self.daemon.take_over(replace(self.daemon.desk, book=self.book))

    async def hours(self, count: float) -> list[PollResult]:
        """Let time pass, then poll and deliver whatever is due; what the polls did."""
        self.now += count * HOUR
        return await self.round()

    async def round(self) -> list[PollResult]:
        """Poll and deliver whatever is due right now; what the polls did."""
        before = len(self.polled)
        await self.daemon.poll_due()
        await self.daemon.settled()
        await self.daemon.decide_due(ahead=SETTLE)
        await self.delivers()
        return self.polled[before:]

    async def delivers(self) -> None:
        """Deliver until nothing is due."""
        while await self.daemon.deliver_due():
            await self.daemon.settled()

    async def restarts(self) -> None:
        """End everything as a kill would leave it, and start again on the same database."""
        await self.ends()
        await self.begins()

    async def begins(self) -> None:
        """Open store, connections and daemon."""
        self.store: SqlStore = open_store(self._database)
        self._open.callback(self.store.close)
        desk: Desk = await self._open.enter_async_context(open_desk(self.book, self.store, self.tray))
        desk = replace(desk, ports=replace(desk.ports, send=self.tray))
        self.daemon = Daemon(
            desk, lambda: self.now, lambda: 0.0, self.polled.append, self.settled.append, self.decided.append
        )

    async def ends(self) -> None:
        """Close them."""
        await self._open.aclose()


@asynccontextmanager
async def newsroom(book: Book, directory: Path, every: timedelta = HOUR) -> AsyncIterator[Newsroom]:
    """Serve the outlets' feeds, each with one old item, and watch them with `book`'s rules, topics, routes."""
    old = Item("old", BEGINS - timedelta(days=1), "Prices", "Prices rose again.")
    blocks = {name: {"id": name, "title": f"The {name.title()}"} for name in OUTLETS}
    feeds = {name: Feed(name, form, blocks[name], (old,)) for name, (form, _) in OUTLETS.items()}
    async with AsyncExitStack() as opened:
        now: list[Newsroom] = []
        base_url = await opened.enter_async_context(served(feeds, lambda: now[0].now))
        room = Newsroom(_watching(book, base_url, every), f"sqlite:///{directory}/room.db", feeds)
        now.append(room)
        await room.begins()
        opened.push_async_callback(room.ends)
        yield room


def _watching(book: Book, base_url: str, every: timedelta) -> Book:
    sources = {
        name: Source(
            name, f"The {name.title()}", f"{base_url}/{name}", "B", "en", claimant=claimant, every=every
        )
        for name, (_, claimant) in OUTLETS.items()
    }
    settings = replace(book.settings, polling=Polling(allow_private=True))
    return replace(book, sources=sources, settings=settings)
