"""`tollwatch run`: polls what is due, delivers what is due, follows the configuration, ends on a signal.

The daemon holds no fact in memory: what is due stands in the database, so that it can be killed
at any moment.  All that it remembers is what it is doing right now.
"""

from __future__ import annotations

import asyncio
import logging
import os
import random
import signal
import sys
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn, Self

from monitor.adapters.notify import TerminalSender, secrets_in
from monitor.adapters.store import SqlStore, open_store
from monitor.app import Desk, open_desk
from monitor.config import fingerprint
from monitor.core.book import Book
from monitor.core.polls import host_of
from monitor.core.schedule import LONGEST_WAIT, lanes
from monitor.entrypoints.ahead import Ahead
from monitor.entrypoints.door import bug_line
from monitor.entrypoints.engine import Clockwork
from monitor.entrypoints.gathering import Gathering
from monitor.entrypoints.heap import keep_room, set_aside
from monitor.entrypoints.options import existing
from monitor.entrypoints.proving import load_proven
from monitor.entrypoints.telemetry import (
    Mask,
    plural,
    report_bug,
    report_decision,
    report_delivery,
    report_poll,
    say,
    start_logging,
    warn,
)
from monitor.entrypoints.waiting import WaitingRoom
from monitor.errors import ConfigurationError, TollwatchError, Unproven
from monitor.model import Decided, DeliveryState, Due, Parcel, Polled, PollResult, PollState, Settled, Source
from monitor.pipeline import announce, arrange, ask, conclude, deliver, inspect, reread

Clock = Callable[[], datetime]
Jitter = Callable[[], float]

TICK = timedelta(seconds=1)
HEARTBEAT = timedelta(seconds=10)
LOOK = timedelta(seconds=1)  # a change of the configuration counts once it held still between two looks
GRACE = timedelta(seconds=4)
TICK_GRACE = timedelta(seconds=1)  # a tick only takes work; what it took has GRACE
INSPECTION = timedelta(minutes=5)
TIDYING = timedelta(hours=6)
KEEP_RULINGS = timedelta(days=30)
AT_ONCE = 100  # destinations that one tick begins to serve; the next tick goes on with others
HOLD = timedelta(minutes=1)  # a source whose poll could not be stored is still due; not again each second


def run(config: Path, database: str, as_json: bool) -> int:
    """Run the daemon until SIGINT or SIGTERM; 0 when it ended cleanly.

    Raises ConfigurationError and UsageError before anything is polled.
    """
    keep_room()
    mask = Mask(secrets_in)
    start_logging(mask, as_json)
    book = load_proven(existing(config))
    store = open_store(database)
    try:
        return asyncio.run(_run(config, book, store, mask))
    finally:
        store.close()


def wall_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


class Daemon:
    """Takes what is due and sees it through; `desk` may be replaced between two steps."""

    def __init__(
        self,
        desk: Desk,
        clock: Clock,
        jitter: Jitter = random.random,
        heard_poll: Callable[[PollResult], None] = report_poll,
        heard_delivery: Callable[[Settled], None] = report_delivery,
        heard_decision: Callable[[Decided], None] = report_decision,
    ) -> None:
        self.desk = desk
        self._clock = clock
        self._jitter = jitter
        self._heard_poll = heard_poll
        self._heard_delivery = heard_delivery
        self._heard_decision = heard_decision
        self._waiting = WaitingRoom(desk.book.settings.polling.concurrency)
        self._arranged: Book | None = None
        self._rank: dict[str, int] = {}
        self._hosts: dict[str, str] = {}
        self._ended: set[str] = set()
        self._ahead = self._read_ahead()
        self._polling: dict[str, asyncio.Task[None]] = {}
        self._answered = Gathering(self._settle)
        self._delivering: set[asyncio.Task[None]] = set()
        self._busy: set[str] = set()
        self._leasing = asyncio.Lock()
        self._held_until: dict[str, datetime] = {}
        self._read_with: str | None = None
        self._stopping = False

    def take_over(self, desk: Desk) -> None:
        """Work with this configuration from the next step on; what is under way ends with the old one."""
        self.desk = desk
        self._waiting.places = desk.book.settings.polling.concurrency

    async def poll_due(self) -> bool:
        """Let every source that is due have its turn; False if there was none that did not wait for it already."""
        desk, now = self.desk, self._clock()
        if self._arranged is not desk.book:
            await arrange(desk.book, desk.ports, now)
            self._arranged = desk.book
            self._rank = {source_id: rank for rank, source_id in enumerate(desk.book.sources)}
            self._hosts.clear()
            self._ahead = self._read_ahead()
        self._ended.clear()
        due = await asyncio.to_thread(desk.ports.store.due_polls, now)
        anew = [one for one in due if self._may_wait(one, now)]
        for one in sorted(anew, key=lambda one: (one.due_at, self._rank[one.source_id])):
            self._waiting.offer(one.source_id, self._host(one))
        self._begin_polls()
        return bool(anew)

    def _host(self, due: Due) -> str:
        """The host that a source is asked at; that of its configured address is remembered."""
        if due.moved_to is not None:
            return host_of(due.moved_to)
        if due.source_id not in self._hosts:
            self._hosts[due.source_id] = host_of(self.desk.book.sources[due.source_id].url)
        return self._hosts[due.source_id]

    def _may_wait(self, due: Due, now: datetime) -> bool:
        """Whether a source that is due is to wait for its turn: it does not yet, and nothing holds it back."""
        name = due.source_id
        source = self.desk.book.sources.get(name)
        if source is None or not source.enabled or name in self._waiting or name in self._ended:
            return False
        return name in self._rank and self._held_until.get(name, now) <= now

    def _read_ahead(self) -> Ahead:
        return Ahead(self._recall, self._waiting.next)

    async def _recall(self, names: Sequence[str]) -> Sequence[PollState | None]:
        ports = self.desk.ports
        return await ports.offload(ports.store.recall, names)

    def _begin_polls(self) -> None:
        while not self._stopping and (name := self._waiting.take()) is not None:
            self._polling[name] = asyncio.create_task(self._poll(name))

    async def read_past(self) -> None:
        """Read what is stored with a configuration that is new, before anything is decided with it."""
        desk = self.desk
        claims = await reread(desk.book, desk.ports, self._clock())
        self._read_with = desk.book.reading
        if claims:
            say(
                "past_read",
                f"the new rules read {plural(claims, 'more figure')} in what is stored: taken as known",
            )

    async def decide_due(self, ahead: timedelta = timedelta(0)) -> bool:
        """Decide every docket that has settled, or will within `ahead`, one by one; False if there was none."""
        if self._read_with != self.desk.book.reading:
            await self.read_past()
        until = self._clock() + ahead
        due = await asyncio.to_thread(self.desk.ports.store.due_dockets, until)
        for topic, metric in due:
            if self._stopping:
                break
            desk = self.desk
            name = f"docket {topic}/{metric}"
            if self._held_until.get(name, self._clock()) <= self._clock():
                await self._seen_through(name, self._decide(topic, metric, desk))
        return bool(due)

    async def _decide(self, topic: str, metric: str, desk: Desk) -> None:
        self._heard_decision(await conclude(topic, metric, desk.book, desk.ports, self._clock()))

    async def inspect(self) -> None:
        """Look whether the watch itself is well."""
        for notice in await inspect(self.desk.book, self.desk.ports, self._clock()):
            warn(notice.condition, notice.reason, {"subject": notice.subject})
        await self.announce()

    async def announce(self) -> None:
        """Tell by other ways which messages do not get through."""
        for notice in await announce(self.desk.book, self.desk.ports, self._clock()):
            warn(notice.condition, notice.reason, {"subject": notice.subject})

    async def tidy(self) -> None:
        """Forget why claims were not told, once that is long ago."""
        before = self._clock() - KEEP_RULINGS
        await asyncio.to_thread(self.desk.ports.store.forget_rulings, before)

    async def deliver_due(self) -> bool:
        """Start delivering to every destination that is free and has something due; False if none has.

        A destination gets one message after the other, so that one that hangs holds up no other.
        """
        async with self._leasing:  # two at a time would not see what the other is about to begin
            if self._stopping:
                return False
            desk, now = self.desk, self._clock()
            until = now + desk.book.settings.delivering.lease
            lease, known, busy = desk.ports.outbox.lease, lanes(desk.book.settings), frozenset(self._busy)
            leased = await asyncio.to_thread(lease, now, until, AT_ONCE, LONGEST_WAIT, known, busy)
            for parcel in leased:
                self._busy.add(parcel.delivery.destination_id)
                task = asyncio.create_task(self._deliver(parcel))
                self._delivering.add(task)
                task.add_done_callback(self._delivering.discard)
        return bool(leased)

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        while self.under_way:
            await asyncio.wait(self.under_way)

    async def stop(self, grace: timedelta) -> bool:
        """Take no more work and let what is under way finish, at most `grace` long; False if some had to be cut.

        What is cut is not lost: a poll is still due, a delivery's lease runs out.
        """
        self._stopping = True
        self._waiting.clear()
        self._answered.enough()
        clock = asyncio.get_running_loop().time
        ends = clock() + grace.total_seconds()
        while self.under_way and clock() < ends:  # what ends may have leased its next message just before
            await asyncio.wait(self.under_way, timeout=ends - clock())
        cut = self.under_way
        for task in cut:
            task.cancel()
        return not cut

    @property
    def under_way(self) -> list[asyncio.Task[None]]:
        """The polls and deliveries that have begun and not ended."""
        settling = [self._answered.task] if self._answered.task else []
        return [*self._polling.values(), *settling, *self._delivering]

    async def _poll(self, source_id: str) -> None:
        try:
            source = self.desk.book.sources.get(source_id)
            if source is not None and source.enabled:
                await self._seen_through(source_id, self._poll_now(source))
        finally:
            del self._polling[source_id]
            if source_id not in self._answered:
                self._over(source_id)
            elif self._waiting.leave(source_id):
                self._answered.enough()  # others wait for this host, which is asked again when this is written down
            self._begin_polls()
            if not self._polling or self._stopping:
                self._answered.enough()

    def _over(self, source_id: str) -> None:
        """A poll is over and written down: its source, and its host, may be asked again."""
        self._ended.add(source_id)  # a look at what is due that is under way saw it as it was before
        self._waiting.done(source_id)

    async def _poll_now(self, source: Source) -> None:
        desk = self.desk
        stored = await self._ahead(source.id)
        result, polled = await ask(source, stored, desk.book, desk.ports, self._clock(), self._jitter())
        if polled is None:
            self._told(result, desk.book)
        else:
            self._answered.put(source.id, _Answered(result, polled, desk.book))

    def _told(self, result: PollResult, book: Book) -> None:
        self._heard_poll(result)
        if self.desk.book is not book:  # it was stored as it was to be polled before the change
            self._arranged = None

    async def _settle(self, answered: Mapping[str, _Answered]) -> None:
        """Write down what polls leave to be written."""
        name = plural(len(answered), "poll") if len(answered) > 1 else next(iter(answered))
        await self._seen_through(name, self._settle_now(answered.values()), answered)
        for source_id in answered:
            self._over(source_id)
        self._begin_polls()

    async def _settle_now(self, answered: Collection[_Answered]) -> None:
        ports = self.desk.ports
        await ports.offload(ports.store.settle, [one.polled for one in answered])
        for one in answered:
            self._told(one.result, one.book)

    async def _deliver(self, parcel: Parcel) -> None:
        destination = parcel.delivery.destination_id
        try:
            await self._seen_through(f"alert {parcel.delivery.alert_id}", self._deliver_now(parcel))
        finally:
            self._busy.discard(destination)
        # What else waits for this destination goes now, not at the next tick.
        await self._seen_through(f"deliveries to {destination}", self._deliver_more())

    async def _deliver_now(self, parcel: Parcel) -> None:
        desk = self.desk
        tried = await deliver(parcel, desk.book, desk.ports, self._clock(), self._jitter())
        for settled in tried:
            self._heard_delivery(settled)
        if any(settled.delivery.state in (DeliveryState.DEAD, DeliveryState.HELD) for settled in tried):
            await self.announce()

    async def _deliver_more(self) -> None:
        await self.deliver_due()

    async def _seen_through(
        self, name: str, work: Coroutine[Any, Any, None], held: Iterable[str] = ()
    ) -> None:
        """Await the work; an error is reported, and the name, or those to be held, held back for a while."""
        try:
            await work
        except TollwatchError as error:
            warn("not_stored", f"{name}: {error}; trying again later")
        except Exception as bug:
            report_bug("bug", f"{name}: {bug_line(bug)}", bug)
        else:
            return
        until = self._clock() + HOLD
        self._held_until.update((each, until) for each in held or (name,))


@dataclass(frozen=True, slots=True)
class _Answered:
    """A poll whose source has answered, with the configuration that it was asked by; not yet written down."""

    result: PollResult
    polled: Polled
    book: Book


class Desks:
    """The desk at work, and those before it until what is under way there has ended.

    So a reload leaves neither connections nor processes behind, and cuts nothing.
    """

    def __init__(self, open_one: Callable[[Book], AbstractAsyncContextManager[Desk]]) -> None:
        self._open_one = open_one
        self._at_work = AsyncExitStack()
        self._leaving: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._leaving:
            await asyncio.wait(self._leaving)
        await self._at_work.aclose()

    async def open(self, book: Book) -> Desk:
        """Open the desk of a configuration, to be the one at work."""
        opening = AsyncExitStack()
        desk = await opening.enter_async_context(self._open_one(book))
        self._at_work = opening
        return desk

    async def hand_over(self, daemon: Daemon, book: Book) -> None:
        """Have the daemon go on at the desk of a new configuration, and close the former when it can be."""
        former = self._at_work
        daemon.take_over(await self.open(book))
        leaving = asyncio.create_task(_close(former, daemon.under_way))
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)


async def _close(former: AsyncExitStack, until: Collection[asyncio.Task[None]]) -> None:
    if until:
        await asyncio.wait(until)
    await former.aclose()
    set_aside()


class Follower:
    """Watches the configuration's files; a good change is taken over, a bad one is reported and left."""

    def __init__(self, directory: Path, take: Callable[[Book], Awaitable[None]]) -> None:
        self._directory = directory
        self._take = take
        self._taken = self._seen = fingerprint(directory)
        self._asked = False

    def ask(self) -> None:
        """Load the configuration at the next look, changed or not (SIGHUP)."""
        self._asked = True

    async def look(self) -> None:
        """Load the configuration again if asked, or if its files changed and then held still between two looks."""
        mark = await asyncio.to_thread(fingerprint, self._directory)
        held_still, self._seen = mark == self._seen, mark
        if not self._asked and (mark == self._taken or not held_still):
            return
        self._asked, self._taken = False, mark
        try:
            book = await asyncio.to_thread(load_proven, self._directory)
        except ConfigurationError as error:
            for mistake in error.mistakes:
                warn("bad_configuration", str(mistake), {"file": mistake.file, "line": mistake.line})
            warn("configuration_kept", "the configuration has mistakes; going on with the last good one")
        except Unproven as error:
            warn("configuration_kept", f"{error}; going on with the last good one until it is saved again")
        else:
            await self._take(book)
            say("configuration_taken", f"new configuration: {plural(len(book.sources), 'source')}")


async def _run(config: Path, book: Book, store: SqlStore, mask: Mask) -> int:
    stop = asyncio.Event()
    terminal = TerminalSender(sys.stdout)
    async with Desks(lambda book: open_desk(book, store, terminal)) as desks:
        mask.learn(book)
        daemon = Daemon(await desks.open(book), wall_clock)

        async def take(new: Book) -> None:
            mask.learn(new)
            await desks.hand_over(daemon, new)

        follower = Follower(config, take)
        _listen(stop, follower)
        set_aside()
        _hello(book, config)
        clockwork = Clockwork()
        clockwork.every(HEARTBEAT, lambda: asyncio.to_thread(store.beat, wall_clock()))
        clockwork.every(TICK, daemon.poll_due)
        clockwork.every(TICK, daemon.decide_due)
        clockwork.every(TICK, daemon.deliver_due)
        clockwork.every(INSPECTION, daemon.inspect)
        clockwork.every(TIDYING, daemon.tidy)
        clockwork.every(LOOK, follower.look)
        ticked_out = await clockwork.run(stop, TICK_GRACE)
        clean = await daemon.stop(GRACE) and ticked_out
    say("stopped", "stopped" if clean else "stopped; what was under way is taken up at the next start")
    if not clean:
        _leave()
    return 0


def _leave() -> NoReturn:
    """End the process without waiting for threads: one may hang in a lock of the database for half a minute.

    Nothing is lost by that: what was not committed is done again at the next start.
    """
    logging.shutdown()
    sys.stdout.flush()
    os._exit(0)


def _listen(stop: asyncio.Event, follower: Follower) -> None:
    """SIGINT and SIGTERM end the run, SIGHUP loads the configuration again."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    loop.add_signal_handler(signal.SIGHUP, follower.ask)


def _hello(book: Book, config: Path) -> None:
    enabled = sum(source.enabled for source in book.sources.values())
    destinations = book.settings.destinations
    where = plural(len(destinations), "destination") if destinations else "this terminal"
    topics = plural(len(book.topics), "topic")
    say("started", f"watching {plural(enabled, 'source')} for {topics} of {config}/; alerts go to {where}")
