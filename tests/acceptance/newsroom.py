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
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.adapters import queries
from monitor.adapters.store import SqlStore, open_store
from monitor.app import Desk, open_desk
from monitor.core.book import Book
from monitor.core.specs import Polling
from monitor.entrypoints.daemon import Daemon
from monitor.entrypoints.demo.feeds import served
from monitor.entrypoints.demo.timeline import Feed, Item
from monitor.model import Alert, Delivery, Destination, Message, Outcome, PollResult, Sent, Settled, Source

BEGINS = datetime(2026, 1, 11, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)

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

    async def __call__(self, destination: Destination, message: Message, delivery: Delivery) -> Sent:
        if self.refusing:
            return Sent(Outcome.RETRY, "not now")
        self.messages.append((delivery.alert_id, message, delivery.possible_repeat))
        return Sent(Outcome.SENT)


class Newsroom:
    """The daemon over a handful of feeds, one of them HRANA's own; time passes only by `hours`."""

    def __init__(self, book: Book, database: str, feeds: dict[str, Feed]) -> None:
        self.book = book
        self.now = BEGINS
        self.tray = Tray([])
        self.polled: list[PollResult] = []
        self.settled: list[Settled] = []
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

    async def hours(self, count: float) -> list[PollResult]:
        """Let time pass, then poll and deliver whatever is due; what the polls did."""
        self.now += count * HOUR
        return await self.round()

    async def round(self) -> list[PollResult]:
        """Poll and deliver whatever is due right now; what the polls did."""
        before = len(self.polled)
        await self.daemon.poll_due()
        await self.daemon.settled()
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
        self.daemon = Daemon(desk, lambda: self.now, lambda: 0.0, self.polled.append, self.settled.append)

    async def ends(self) -> None:
        """Close them."""
        await self._open.aclose()


@asynccontextmanager
async def newsroom(book: Book, directory: Path) -> AsyncIterator[Newsroom]:
    """Serve the outlets' feeds, each with one old item, and watch them with `book`'s rules and topics."""
    old = Item("old", BEGINS - timedelta(days=1), "Prices", "Prices rose again.")
    blocks = {name: {"id": name, "title": f"The {name.title()}"} for name in OUTLETS}
    feeds = {name: Feed(name, form, blocks[name], (old,)) for name, (form, _) in OUTLETS.items()}
    async with AsyncExitStack() as opened:
        now: list[Newsroom] = []
        base_url = await opened.enter_async_context(served(feeds, lambda: now[0].now))
        room = Newsroom(_watching(book, base_url), f"sqlite:///{directory}/room.db", feeds)
        now.append(room)
        await room.begins()
        opened.push_async_callback(room.ends)
        yield room


def _watching(book: Book, base_url: str) -> Book:
    sources = {
        name: Source(
            name, f"The {name.title()}", f"{base_url}/{name}", "B", "en", claimant=claimant, every=HOUR
        )
        for name, (_, claimant) in OUTLETS.items()
    }
    settings = replace(book.settings, polling=Polling(allow_private=True), destinations=(), routes=())
    return replace(book, sources=sources, settings=settings)
