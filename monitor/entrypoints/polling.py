"""`tollwatch poll`: poll some sources once, deliver what came of it, and end."""

from __future__ import annotations

import asyncio
import os
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from monitor.adapters.notify import TerminalSender, secrets_in
from monitor.adapters.store import SqlStore, open_store
from monitor.app import Desk, open_desk
from monitor.config import load
from monitor.core.book import Book
from monitor.core.polls import host_of
from monitor.core.schedule import LONGEST_WAIT
from monitor.entrypoints.daemon import Daemon, wall_clock
from monitor.entrypoints.door import EXIT_FAILED
from monitor.entrypoints.options import existing
from monitor.entrypoints.telemetry import Mask, plural, poll_line, start_logging
from monitor.errors import TollwatchError, UsageError
from monitor.model import Decided, PollResult, Source
from monitor.pipeline import poll

Failures = dict[str, str]

LONGEST_REST = timedelta(seconds=10)
"""A destination's pace is waited for up to here; one that asked for a longer pause is left to the next round."""


def poll_once(config: Path, database: str, names: Sequence[str]) -> int:
    """Poll the named sources, or every enabled one, due or not; 0 if all were polled, 1 if some failed.

    Raises ConfigurationError, and UsageError for a name that no source has.
    """
    mask = Mask(secrets_in)
    start_logging(mask, as_json=False)
    book = load(existing(config), os.environ)
    mask.learn(book)
    sources = chosen(book, names)
    store = open_store(database)
    try:
        results, alerts, failures = asyncio.run(_poll_and_deliver(book, store, sources))
    finally:
        store.close()
    print(summary(results, alerts, failures, mask), file=sys.stderr)
    return EXIT_FAILED if failures else 0


def chosen(book: Book, names: Sequence[str]) -> tuple[Source, ...]:
    """The sources of those names, in their order, or all that are enabled.  Raises UsageError."""
    if not names:
        return tuple(source for source in book.sources.values() if source.enabled)
    missing = [_missing(name, book) for name in names if name not in book.sources]
    if missing:
        raise UsageError("; ".join(missing))
    return tuple(book.sources[name] for name in dict.fromkeys(names))


def summary(results: Sequence[PollResult], alerts: int, failures: Failures, mask: Mask) -> str:
    """What the round did, in a few lines; every failed source is named with its reason."""
    fresh = sum(result.fresh for result in results)
    figures = sum(result.figures for result in results)
    polled = {result.source_id for result in results} | failures.keys()
    counts = (
        f"{plural(len(polled), 'source')} polled: {plural(fresh, 'new entry', 'new entries')}, "
        f"{plural(figures, 'figure')}, {plural(alerts, 'alert')}"
    )
    failed = [f"failed: {name}: {mask(reason)}" for name, reason in failures.items()]
    return "\n".join([*failed, f"{counts}; {len(failures)} failed" if failed else counts])


async def _poll_and_deliver(
    book: Book, store: SqlStore, sources: Sequence[Source]
) -> tuple[list[PollResult], int, Failures]:
    async with open_desk(book, store, TerminalSender(sys.stdout)) as desk:
        with _bar() as bar:
            task = bar.add_task("polling", total=len(sources), name="")

            def heard(source: Source, line: str) -> None:
                bar.console.print(line, markup=False, highlight=False, soft_wrap=True)
                bar.update(task, advance=1, name=source.id)

            results, failures = await _poll_all(desk, sources, heard)
        alerts = await _decide_and_deliver(desk)
        return results, alerts, failures


async def _poll_all(
    desk: Desk, sources: Sequence[Source], heard: Callable[[Source, str], None]
) -> tuple[list[PollResult], Failures]:
    """Poll each source once, some at a time, of one host one; a store that says no is that source's failure."""
    slots = asyncio.Semaphore(desk.book.settings.polling.concurrency)
    hosts: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)  # who waits for its host holds no slot
    results: list[PollResult] = []
    failures: Failures = {}

    async def poll_one(source: Source) -> None:
        async with hosts[host_of(source.url)], slots:
            try:
                result = await poll(source, desk.book, desk.ports, wall_clock(), random.random())
            except TollwatchError as error:
                failures[source.id] = str(error)
                heard(source, f"{source.id:<24} failed: {error}")
                return
        results.append(result)
        if result.outcome == "failed":
            failures[source.id] = result.error or "no reason given"
        heard(source, poll_line(result))

    await asyncio.gather(*(poll_one(source) for source in sources))
    return results, failures


async def _decide_and_deliver(desk: Desk) -> int:
    """Decide at once what came in, and deliver what is due; how many alerts there were.

    Nothing settles, for nobody is there to decide it later; what has cooled down to wait for, and
    what has to wait for its next attempt, stays in the database.
    """
    decided: list[Decided] = []
    daemon = Daemon(desk, wall_clock, heard_decision=decided.append)
    await daemon.decide_due(ahead=LONGEST_WAIT)
    while await daemon.deliver_due() or await _rested(desk):
        await daemon.settled()
    return sum(one.alert is not None for one in decided)


async def _rested(desk: Desk) -> bool:
    """Wait for a destination that takes its messages at a pace; False if nothing waits for one, or for long."""
    rest = await asyncio.to_thread(desk.ports.outbox.free_in, wall_clock())
    if rest is None or rest > LONGEST_REST:
        return False
    await asyncio.sleep(rest.total_seconds())
    return True


def _bar() -> Progress:
    """A progress bar on a terminal, nothing elsewhere; on stderr, for stdout belongs to alerts."""
    console = Console(stderr=True)
    columns = (TextColumn("polling"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[name]}"))
    return Progress(*columns, console=console, disable=not console.is_terminal, transient=True)


def _missing(name: str, book: Book) -> str:
    near = get_close_matches(name, book.sources, n=1)
    hint = f"did you mean {near[0]}?" if near else "`tollwatch sources` lists them"
    return f"there is no source {name!r}; {hint}"
