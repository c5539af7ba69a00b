"""`tollwatch demo`: the real daemon over the timeline, by a clock that takes an hour a step.

The clock stands still while a step's work is done, so that every machine sees the same news in
the same order; killed and started again on the same database it goes on where it was.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

from monitor.adapters import queries
from monitor.adapters.notify import TerminalSender
from monitor.adapters.store import SqlStore, open_store
from monitor.app import open_desk
from monitor.config import load
from monitor.core.book import Book
from monitor.core.documents import alert_document
from monitor.core.reconcile import is_total, most
from monitor.entrypoints.daemon import GRACE, Daemon
from monitor.entrypoints.demo.feeds import served
from monitor.entrypoints.demo.setting import write_config
from monitor.entrypoints.demo.timeline import Timeline, load_timeline
from monitor.entrypoints.engine import Clockwork, Step
from monitor.entrypoints.options import DEFAULT_CONFIG, existing
from monitor.entrypoints.telemetry import Mask, plural, poll_line, report_delivery, start_logging, warn
from monitor.model import Claim, Delivery, Destination, Message, Outcome, PollResult, Sent, Settled
from monitor.ports import Send
from monitor.shipped import shipped_config

STEP = timedelta(hours=1)


def run(config: Path, database: str, once: bool, as_json: bool, seconds: float) -> int:
    """Show the timeline in about `seconds`; 0.  With `once` it ends when all is told, else on Ctrl-C.

    State is thrown away at the end unless `database` names where to keep it.
    """
    start_logging(Mask(), as_json=False)
    timeline = load_timeline()
    origin = shipped_config() if config == DEFAULT_CONFIG else existing(config)
    with TemporaryDirectory(prefix="tollwatch-demo-") as place:
        store = open_store(database or f"sqlite:///{place}/demo.db")
        try:
            stage = Stage(timeline, store, as_json)
            asyncio.run(_perform(stage, Path(place), origin, once, seconds))
        finally:
            store.close()
    return 0


class SteppedClock:
    """A clock that stands still until it is told to take a step."""

    def __init__(self, begins: datetime) -> None:
        self._begins = self._now = begins

    def __call__(self) -> datetime:
        return self._now

    def lets_settle(self, time: timedelta) -> None:
        """Let the time pass in which news settles."""
        self._now += time

    def step(self) -> None:
        """Go to the next full step."""
        begun = (self._now - self._begins) // STEP
        self._now = self._begins + (begun + 1) * STEP


class JsonSender:
    """Prints one JSON line an alert (`documents.alert_document`), with `delivery_id` and `possible_repeat`."""

    def __init__(self, store: SqlStore, closed: Callable[[], None]) -> None:
        self._store = store
        self._closed = closed

    async def __call__(self, destination: Destination, message: Message, delivery: Delivery) -> Sent:
        marks = {"delivery_id": delivery.id, "possible_repeat": delivery.possible_repeat}
        try:
            for alert_id in message.alert_ids:
                alert = await asyncio.to_thread(queries.find_alert, self._store, alert_id)
                print(json.dumps({**alert_document(alert), **marks}, ensure_ascii=False), flush=True)
        except BrokenPipeError:
            self._closed()
            return Sent(Outcome.RETRY, "stdout was closed")
        return Sent(Outcome.SENT)


class Stage:
    """What the audience sees: alerts on stdout; for a person also what was polled and a summary."""

    def __init__(self, timeline: Timeline, store: SqlStore, as_json: bool) -> None:
        self.timeline = timeline
        self.store = store
        self.as_json = as_json
        self.over = asyncio.Event()
        self.clock = SteppedClock(max(timeline.begins, _last_poll(store) or timeline.begins))
        self._titles = {feed.id: feed.block["title"] for feed in timeline.feeds}
        self._console = Console(highlight=False, quiet=as_json)

    def sender(self) -> Send:
        """Where alerts are printed."""
        return JsonSender(self.store, self.over.set) if self.as_json else TerminalSender(sys.stdout)

    def opened(self, seconds: float) -> None:
        """Say what is going to be seen."""
        begins, ends = self.timeline.begins, self.timeline.ends
        self._say(
            f"tollwatch demo: {plural(len(self.timeline.feeds), 'feed')} from {begins:%d %B} to {ends:%d %B %Y} in "
            f"{seconds:.0f} s, over real HTTP on this machine.\n"
            "The sentences are ours, the outlets invented, the figures those that were stated at the time.\n"
        )

    def heard_poll(self, result: PollResult) -> None:
        """A line for a poll that found something; a failure goes to the log."""
        if result.outcome == "failed":
            warn("polled", poll_line(result))
        elif result.fresh:
            self._say(f"{self.clock():%a %d %b %H:%M}  {self._found(result)}", style="dim")

    def heard_delivery(self, settled: Settled) -> None:
        """Nothing for what was printed; anything else goes to the log."""
        if settled.outcome is not Outcome.SENT:
            report_delivery(settled)

    def closed(self, book: Book, ended: bool) -> None:
        """Sum up what was told, and what was not and why."""
        if self.as_json:
            return
        count = queries.count(self.store)
        silent = passed_over(self.store, book)
        self._say(
            f"\n{'The timeline is over' if ended else 'Stopped'} at {self.clock():%d %B %H:%M}: "
            f"{plural(count.entries, 'entry', 'entries')}, {plural(count.figures, 'figure')}, "
            f"{plural(count.alerts, 'alert')}.\nNot told, and why:",
            style="bold",
        )
        for number, why in (
            (silent["again"], "a count that was known already: wire copies, rewrites, round-ups"),
            (silent["small"], "too close to what was told: typos, roundings, small steps"),
            (silent["partial"], "counts of one incident, one group or a part, not of the whole"),
            (count.background, "background: figures of another event, cited as context"),
            (silent["seeded"], "held by the feeds when they were first polled"),
        ):
            self._say(f"  {number:>3}  {why}")

    def _found(self, result: PollResult) -> str:
        if result.seeded and result.seed_summary:
            return f"first poll, taken as known: {result.seed_summary}"
        title = self._titles.get(result.source_id, result.source_id)
        what = plural(result.fresh, "new entry", "new entries") + ", " + plural(result.figures, "figure")
        return f"{title}: {what}"

    def _say(self, text: str, style: str = "") -> None:
        # Broken between words on a screen, one line a line in a file.
        wide = not self._console.is_terminal
        self._console.print(text, style=style, markup=False, soft_wrap=wide)


def passed_over(store: SqlStore, book: Book) -> Counter[str]:
    """How many stored claims told nothing, by why: `seeded`, `partial`, `again` or `small`.

    A claim whose figure is the ground of an alert told something.
    """
    alerts = [row.alert for row in queries.list_alerts(store, 10_000)]
    told = {alert.figure_id for alert in alerts}
    known = {(alert.series.topic, alert.series.metric, most(alert.after)) for alert in alerts}
    states = store.poll_states()
    counts: Counter[str] = Counter()
    for claim in _claims(store, book):
        number = (claim.series.topic, claim.series.metric, most(claim))
        if claim.figure_id not in told:
            counts[_silence(claim, number in known, states[claim.source_id].seeded_at)] += 1
        known.add(number)
    return counts


def _claims(store: SqlStore, book: Book) -> list[Claim]:
    with store.transaction() as facts:
        claims = [
            one for topic in book.topics for metric in book.metrics for one in facts.claims(topic, metric)
        ]
    return sorted(claims, key=lambda claim: claim.seen_at)


def _silence(claim: Claim, known: bool, seeded_at: datetime | None) -> str:
    if seeded_at is not None and claim.seen_at <= seeded_at:
        return "seeded"
    if not is_total(claim.series):
        return "partial"
    return "again" if known else "small"


async def _perform(stage: Stage, place: Path, origin: Path, once: bool, seconds: float) -> None:
    async with AsyncExitStack() as opened:
        base_url = await opened.enter_async_context(
            served({feed.id: feed for feed in stage.timeline.feeds}, stage.clock)
        )
        directory = place / "config"
        directory.mkdir()
        await asyncio.to_thread(write_config, directory, origin, stage.timeline, base_url)
        book = await asyncio.to_thread(load, directory, os.environ, wait=True)
        desk = await opened.enter_async_context(open_desk(book, stage.store, stage.sender()))
        daemon = Daemon(
            desk,
            stage.clock,
            lambda: 0.0,
            stage.heard_poll,
            stage.heard_delivery,
            lambda decided: None,
        )
        _listen(stage.over)
        stage.opened(seconds)
        clockwork = Clockwork()
        clockwork.every(
            timedelta(seconds=seconds) * (STEP / stage.timeline.length), _step(stage, daemon, book, once)
        )
        await clockwork.run(stage.over, GRACE)
        await daemon.stop(GRACE)
        if stage.clock() < stage.timeline.ends:
            await asyncio.to_thread(stage.closed, book, False)


def _step(stage: Stage, daemon: Daemon, book: Book, once: bool) -> Step:
    """One step: poll what is due, let it settle, decide and deliver, and only then let an hour pass."""

    async def step() -> None:
        if stage.clock() >= stage.timeline.ends:
            return
        if await daemon.poll_due():
            await daemon.settled()
        stage.clock.lets_settle(book.settings.timing.settle)
        await daemon.decide_due()
        while await daemon.deliver_due():
            await daemon.settled()
        if not stage.over.is_set():
            stage.clock.step()
        if stage.clock() >= stage.timeline.ends:
            await asyncio.to_thread(stage.closed, book, True)
            if once:
                stage.over.set()

    return step


def _last_poll(store: SqlStore) -> datetime | None:
    polled = [state.last_polled_at for state in store.poll_states().values() if state.last_polled_at]
    return max(polled, default=None)


def _listen(over: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, over.set)
