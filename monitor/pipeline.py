"""The line: one entry travels in one direction.

    fetch | parse | (unseen) | extract | assign | reconcile | decide | record … deliver

`fetch` and `deliver` touch the network.  From `unseen` to `record` there is one short transaction
around pure functions.  The Protocols below the line are all that it knows of the world.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from monitor.core.assign import assign
from monitor.core.book import Book
from monitor.core.decide import Judgement, Ledger, judge, seed, seed_summary
from monitor.core.extract import extract
from monitor.core.parse import parse
from monitor.core.render import render
from monitor.core.schedule import after_attempt, after_poll, destinations_for
from monitor.errors import NotAFeed
from monitor.model import (
    Alert,
    Claim,
    Delivery,
    Destination,
    Entry,
    Fetched,
    FetchFailed,
    FetchResult,
    Figure,
    Message,
    Outcome,
    PollResult,
    PollState,
    Sent,
    Settled,
    Source,
    Told,
    Unchanged,
    Validators,
)


async def poll(source: Source, book: Book, ports: Ports, now: datetime, jitter: float = 0.0) -> PollResult:
    """Take one source along the whole line, from its feed to recorded alerts; `deliver` comes later."""
    state = await ports.offload(ports.store.poll_state, source.id) or PollState(source.id, now)
    answer = await ports.fetch(source, state.validators)
    return await ports.offload(_record, source, book, ports.store, state, answer, now, jitter)


def _record(
    source: Source,
    book: Book,
    store: Store,
    state: PollState,
    answer: FetchResult,
    now: datetime,
    jitter: float,
) -> PollResult:
    """From bytes to facts; the schedule moves with them, so a crash repeats the poll, not its effects."""
    entries, answer = _parse(source, answer, now)
    settled = after_poll(state, source, answer, book.settings.polling, now, jitter)
    with store.transaction() as facts:
        fresh = facts.unseen(entries)
        work = [_read(entry, source, book) for entry in fresh]
        judged = _decide(work, source, book, facts, state.seeded_at is None, now)
        facts.add_entries(fresh)
        facts.add_figures(figure for read in work for figure in read.figures)
        facts.add_claims(claim for read in work for claim in read.claims)
        facts.add_told(judged.told)
        alerts = tuple(
            alert for alert in judged.alerts if facts.add_alert(alert, destinations_for(alert, book.settings))
        )
        facts.settle_poll(settled)
    return _report(source, book, settled, answer, entries, work, alerts, state.seeded_at is None)


async def deliver(
    delivery: Delivery, alert: Alert, book: Book, ports: Ports, now: datetime, jitter: float = 0.0
) -> Settled:
    """Send one leased delivery and settle what came of it; a destination that is gone ends it."""
    destination = _destination(delivery.destination_id, book)
    message = render(alert, delivery.possible_repeat)
    if destination is None:
        sent = Sent(Outcome.PERMANENT, f"destination `{delivery.destination_id}` is no longer configured")
    else:
        sent = await ports.send(destination, message, delivery)
    settled = after_attempt(delivery, sent, book.settings.delivering, now, jitter)
    kept = await ports.offload(ports.outbox.settle, settled)
    return Settled(settled, sent.outcome, message, kept)


# ── the steps ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Read:
    """One entry with what was read of it."""

    entry: Entry
    figures: tuple[Figure, ...]
    claims: tuple[Claim, ...]


def _parse(source: Source, answer: FetchResult, now: datetime) -> tuple[tuple[Entry, ...], FetchResult]:
    """The entries of a new body; a body that is no feed becomes a failure like any other."""
    if not isinstance(answer, Fetched):
        return (), answer
    try:
        return parse(answer.body, answer.content_type, source, now), answer
    except NotAFeed as error:
        return (), FetchFailed(str(error))


def _read(entry: Entry, source: Source, book: Book) -> _Read:
    figures = extract(entry, book.rulebook, source.claimant).figures
    return _Read(entry, figures, assign(entry, figures, source, book.topics.values()))


def _decide(
    work: Sequence[_Read], source: Source, book: Book, facts: Facts, first_poll: bool, now: datetime
) -> Judgement:
    """Fold the entries, oldest first, over what is known of their topics; a first poll only seeds."""
    keys = sorted({(claim.series.topic, claim.series.metric) for read in work for claim in read.claims})
    judged = Judgement((), (), {key: Ledger(facts.claims(*key), facts.told(*key)) for key in keys}, ())
    if first_poll:
        return seed([claim for read in work for claim in read.claims], judged.ledgers, now)
    for read in sorted(work, key=lambda read: read.entry.published_at or read.entry.seen_at):
        step = judge(read.entry, source, read.figures, read.claims, judged.ledgers, book, now)
        judged = Judgement(
            judged.alerts + step.alerts,
            judged.told + step.told,
            step.ledgers,
            judged.verdicts + step.verdicts,
        )
    return judged


def _report(
    source: Source,
    book: Book,
    state: PollState,
    answer: FetchResult,
    entries: Sequence[Entry],
    work: Sequence[_Read],
    alerts: tuple[Alert, ...],
    first_poll: bool,
) -> PollResult:
    seeded = first_poll and isinstance(answer, Fetched)
    claims = [claim for read in work for claim in read.claims]
    return PollResult(
        source_id=source.id,
        polled_at=state.last_polled_at or state.due_at,
        due_at=state.due_at,
        outcome="failed"
        if isinstance(answer, FetchFailed)
        else "unchanged"
        if isinstance(answer, Unchanged)
        else "ok",
        error=answer.reason if isinstance(answer, FetchFailed) else None,
        entries=len(entries),
        fresh=len(work),
        figures=sum(len(read.figures) for read in work),
        alerts=alerts,
        seeded=seeded,
        seed_summary=seed_summary(claims, book, source.id, len(work)) if seeded else None,
    )


TERMINAL = Destination("terminal", "", "this terminal")
"""Where alerts go while no destination is configured."""


def _destination(destination_id: str, book: Book) -> Destination | None:
    if destination_id == TERMINAL.id:
        return TERMINAL
    return next((one for one in book.settings.destinations if one.id == destination_id), None)


# ── what the line needs of the world ────────────────────────────────────────────────────────

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
        """Those whose (source, guid, revision) is not stored yet, in the order given, each once.

        One whose guid is stored in another revision comes back with `edited` set.
        """

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
