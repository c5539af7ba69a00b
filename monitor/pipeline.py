"""The line: one entry travels in one direction.

    fetch | parse | (unseen) | extract | assign | reconcile | decide | record … deliver

`fetch` and `deliver` touch the network.  From `unseen` to `record` there is one short transaction
around pure functions.  The Protocols below are all that the line knows of the world.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from monitor.model import (
    Alert,
    Claim,
    Delivery,
    Destination,
    Entry,
    FetchResult,
    Figure,
    Message,
    PollState,
    Sent,
    Source,
    Told,
    Validators,
)

T = TypeVar("T")


class Fetch(Protocol):
    """One conditional GET; failures come back as values."""

    async def __call__(self, source: Source, validators: Validators) -> FetchResult: ...


class Send(Protocol):
    """One message to one destination; never raises for what the far end does."""

    async def __call__(self, destination: Destination, message: Message, delivery: Delivery) -> Sent: ...


class Facts(Protocol):
    """What one short transaction may read and write; facts are only ever added."""

    def unseen(self, entries: Sequence[Entry]) -> tuple[Entry, ...]:
        """Those whose (source, guid, revision) is not stored yet, in the order given, each once."""

    def claims(self, topic: str, metric: str) -> tuple[Claim, ...]:
        """All claims of a topic's metric, oldest stated first."""

    def told(self, topic: str, metric: str) -> tuple[Told, ...]:
        """What was last told of each series of a topic's metric: the newest row a series."""

    def add_entries(self, entries: Iterable[Entry]) -> None: ...
    def add_figures(self, figures: Iterable[Figure]) -> None: ...
    def add_claims(self, claims: Iterable[Claim]) -> None: ...
    def add_told(self, told: Iterable[Told]) -> None: ...
    def add_alert(self, alert: Alert, destinations: Sequence[str]) -> bool:
        """Store the alert and a pending delivery a destination; False if it was there already."""

    def settle_poll(self, state: PollState) -> None:
        """Replace the source's poll state."""


class Store(Protocol):
    """The database behind the line."""

    def transaction(self) -> AbstractContextManager[Facts]:
        """One write transaction: all or nothing, one writer at a time."""

    def poll_state(self, source_id: str) -> PollState | None: ...
    def poll_states(self) -> dict[str, PollState]: ...


class Outbox(Protocol):
    """The deliveries: leased by compare-and-set, then settled."""

    def lease(self, now: datetime, until: datetime, limit: int) -> tuple[tuple[Delivery, Alert], ...]:
        """Take up to `limit` due deliveries; a lease that ran out makes a delivery due again, as a possible repeat."""

    def settle(self, delivery: Delivery) -> bool:
        """Write state, attempts, due_at, error; False if the lease was lost to somebody else."""


class Offload(Protocol):
    """Runs a blocking function off the event loop."""

    def __call__(self, function: Callable[..., T], *arguments: Any) -> Awaitable[T]: ...


@dataclass(frozen=True, slots=True)
class Ports:
    """The world as the line sees it; wired in `app`, faked in tests."""

    fetch: Fetch
    send: Send
    store: Store
    outbox: Outbox
    offload: Offload
