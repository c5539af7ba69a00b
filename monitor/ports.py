"""What the line needs of the world, and all that it knows of it: network, database, threads, pictures.

`app` wires `Ports` with the adapters, tests with fakes.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from monitor.model import (
    Alert,
    Article,
    Claim,
    Delivery,
    Destination,
    Due,
    Entry,
    Feed,
    FetchResult,
    Figure,
    Filed,
    Kept,
    Lane,
    Message,
    Notice,
    Parcel,
    Picture,
    Polled,
    PollState,
    Ruling,
    Sent,
    Silence,
    Source,
    Stuck,
    Told,
    Unread,
    Validators,
)

T = TypeVar("T")

Past = tuple[Entry, Kept | None]
"""A stored entry, and how it was read; None where that is not known."""


class Fetch(Protocol):
    """One conditional GET; failures come back as values."""

    async def __call__(self, source: Source, validators: Validators) -> FetchResult: ...


class Parse(Protocol):
    """Bytes → entries, wherever that is safe; raises FeedError for what is no feed, or costs too much to read."""

    async def __call__(self, body: bytes, content_type: str, source: Source, seen_at: datetime) -> Feed: ...


Articles = Mapping[str, Article]
"""What came of articles, by their address; one that was not reached is not among them."""


class ReadArticles(Protocol):
    """Gets the articles at some addresses, where robots.txt allows it, and reads them wherever that is safe."""

    async def __call__(self, urls: Sequence[str], source: Source, now: datetime) -> Articles: ...


class Send(Protocol):
    """One message to one destination; never raises for what the far end does."""

    async def __call__(self, destination: Destination, message: Message, delivery: Delivery) -> Sent: ...


class Facts(Protocol):
    """What one short transaction may read and write; facts are only ever added."""

    def knows(self, source_id: str) -> bool:
        """Whether any entry of a source may be known; False before its first good poll."""

    def found(self, source_id: str, keys: Collection[int]) -> Mapping[int, Collection[int]]:
        """Those keys of a source that are known, each with the threads that it belongs to; one query a feed."""

    def former(self, source_id: str, threads: Collection[int]) -> Mapping[int, Past]:
        """The newest revision of each thread of a source, and how it was read."""

    def remember(self, source_id: str, keys: Iterable[tuple[int, int]]) -> None:
        """Keys that belong to threads of a source: (key, thread)."""

    def waiting(self, source_id: str, now: datetime, limit: int) -> tuple[tuple[Entry, Unread], ...]:
        """The entries of a source whose article is to be tried again, the longest due first."""

    def put_off(self, entries: Sequence[tuple[Entry, Unread | None]]) -> None:
        """Write down that entries have no article, in the place of what was known of their revisions; None: they do."""

    def claims(self, topic: str, metric: str) -> tuple[Claim, ...]:
        """The decided claims of a topic's metric, oldest stated first: of each number and outlet first and last."""

    def docket(self, topic: str, metric: str) -> tuple[Filed, ...]:
        """The claims of a topic's metric that wait to be decided, in order of arrival."""

    def told(self, topic: str, metric: str) -> tuple[Told, ...]:
        """What was last told of each series of a topic's metric: the newest row a series."""

    def add_entries(self, entries: Iterable[Entry]) -> None:
        """Store entries; each is the newest revision of its thread from now on."""

    def keep(self, readings: Iterable[Kept]) -> None:
        """Keep how entries were read, each in the place of its former reading."""

    def add_figures(self, figures: Iterable[Figure]) -> None: ...
    def add_claims(self, claims: Iterable[Claim]) -> None: ...
    def add_told(self, told: Iterable[Told]) -> None: ...
    def add_rulings(self, rulings: Iterable[Ruling]) -> None: ...
    def add_alert(self, alert: Alert, deliveries: Sequence[Delivery]) -> bool:
        """Store the alert and its deliveries; False if it was there already."""

    def entry_times(self, each: int, source_ids: Sequence[str]) -> Mapping[str, Sequence[datetime]]:
        """When the last entries of these sources were published."""

    def hit_times(self, each: int) -> Mapping[str, Sequence[datetime]]:
        """When the entries of every rule's last figures were seen."""

    def last_notices(self) -> tuple[Notice, ...]:
        """The newest notice of each condition and subject."""

    def add_notices(self, notices: Sequence[Notice], deliveries: Sequence[Delivery]) -> None:
        """Store notices with their deliveries."""

    def stuck(self) -> tuple[Stuck, ...]:
        """The messages that are dead or held and of which nobody was told, by destination and state."""

    def mark_announced(self, stuck: Iterable[Stuck]) -> None:
        """Somebody was told of these."""

    def file(self, claims: Iterable[Claim], now: datetime, due_at: datetime) -> None:
        """Put claims on their docket until a moment."""

    def unclaimed(self, claims: Sequence[Claim]) -> tuple[Claim, ...]:
        """Those that are not stored yet."""

    def mark_read(self, digest: str, now: datetime) -> None:
        """All that is stored was read with these rules and topics."""

    def strike(self, claims: Iterable[Claim]) -> None:
        """Take decided claims off their docket."""

    def silences(self, now: datetime) -> tuple[Silence, ...]:
        """The silences that hold at a moment."""

    def recent(self, route: str, destination: str, since: datetime, until: datetime) -> Sequence[datetime]:
        """When each message to a destination was or is due in that time, oldest first."""

    def settle(self, *polls: Polled) -> None:
        """Write down what polls changed of their sources' states; what another wrote meanwhile stands."""

    def settle_poll(self, *states: PollState) -> None:
        """Replace the sources' poll states."""


class Store(Protocol):
    """The database behind the line."""

    def transaction(self) -> AbstractContextManager[Facts]:
        """One write transaction: all or nothing, one writer at a time."""

    def looking(self) -> AbstractContextManager[Facts]:
        """A consistent view to read in; keeps nobody out, and must not be written in."""

    def recall(self, source_ids: Sequence[str]) -> Sequence[PollState | None]:
        """What is remembered of each of the sources; None before its first poll."""

    def settle(self, polls: Sequence[Polled]) -> Sequence[None]:
        """Write down the states after polls that brought nothing, in one transaction."""

    def poll_states(self) -> dict[str, PollState]: ...
    def due_polls(self, now: datetime) -> tuple[Due, ...]:
        """The sources that are to be polled now, the longest overdue first."""

    def forget_rulings(self, before: datetime) -> int:
        """Delete what was written down of decisions before a moment."""

    def was_read_with(self, digest: str) -> bool:
        """Whether all that is stored was read with these rules and topics."""

    def past(
        self, tongues: str, rules: Collection[str], after: int, limit: int
    ) -> tuple[Sequence[Past], int]:
        """The next entries that say something, or may by these rules, and the place of the last."""

    def chronicle(self, topic: str, metric: str) -> tuple[Sequence[Claim], Sequence[Told]]:
        """The decided claims of a topic's metric, and all that alerts told of it, oldest first."""

    def due_dockets(self, now: datetime) -> tuple[tuple[str, str], ...]:
        """The (topic, metric) of which something is to be decided now."""


class Outbox(Protocol):
    """The deliveries: leased by compare-and-set, then settled."""

    def lease(
        self,
        now: datetime,
        until: datetime,
        limit: int,
        longest: timedelta,
        lanes: Sequence[Lane] = (),
        busy: Collection[str] = (),
    ) -> tuple[Parcel, ...]:
        """Take up to `limit` due messages, one a destination, none to one that is `busy` or rests.

        A lease that ran out makes a delivery due again, as a possible repeat.
        """

    def rest(self, destination_id: str, since: datetime, until: datetime) -> None:
        """Leave a destination alone for a while."""

    def free_in(self, now: datetime) -> timedelta | None:
        """How long the first of what is due has to wait for its destination; None if nothing does."""

    def settle(self, delivery: Delivery) -> bool:
        """Write state, attempts, due_at, error; False if the lease was lost to somebody else."""


class Draw(Protocol):
    """Makes a picture to send of an SVG; blocks for some tenths of a second, raises where it cannot."""

    def __call__(self, name: str, svg: str, alt: str) -> Picture: ...


class Offload(Protocol):
    """Runs a blocking function off the event loop."""

    def __call__(self, function: Callable[..., T], *arguments: Any) -> Awaitable[T]: ...


Asked = TypeVar("Asked")
Given = TypeVar("Given")


class Together(Protocol):
    """Runs a blocking function of many off the event loop, on all that is asked of it at the same time."""

    def __call__(
        self, work: Callable[[Sequence[Asked]], Sequence[Given]], one: Asked
    ) -> Awaitable[Given]: ...


@dataclass(frozen=True, slots=True)
class Ports:
    """The world as the line sees it; wired in `app`, faked in tests."""

    fetch: Fetch
    parse: Parse
    send: Send
    store: Store
    outbox: Outbox
    offload: Offload
    picture: Draw
    together: Together
    articles: ReadArticles
    alone: Offload
    """As `offload`, but one at a time: side by side, threads that search texts only take turns, at a price."""
