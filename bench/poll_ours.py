"""One side of `bench/poll.py`: the daemon's own loop over a store in a file, on command.

Started by it with `--port`, `--config`, `--concurrency`; then a JSON object a line:

    open    begin with the database of that path, made anew, and feeds `first` to `last`; `unread`, if no
            figures are to be read
    round   make every source due and poll it once: {"seconds", "cpu", "peak_mb", "polled", "fresh", …}
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.meter import Meter
from bench.newsstand import url
from monitor.adapters.notify import TerminalSender
from monitor.adapters.store import SqlStore, open_store
from monitor.app import open_desk
from monitor.config import load
from monitor.core.book import Book
from monitor.core.pattern import Pattern
from monitor.core.rules import Rulebook
from monitor.entrypoints.daemon import Daemon
from monitor.entrypoints.heap import keep_room, set_aside
from monitor.entrypoints.proving import load_proven
from monitor.model import PollResult, Source

START = datetime(2026, 1, 16, tzinfo=UTC)
LATER = timedelta(days=8)
"""From one round to the next: every source is due again, however long it asked to be left alone."""


class Side:
    """The daemon with a clock that is moved by hand."""

    def __init__(self, book: Book, port: int) -> None:
        self._book = book
        self._port = port
        self._now = START
        self._heard: Counter[str] = Counter()
        self._desks = AsyncExitStack()
        self._store: SqlStore | None = None
        self._daemon: Daemon | None = None

    async def open(self, database: str, first: int, last: int, unread: bool = False) -> dict[str, Any]:
        """Watch the feeds of these numbers, with a database that nothing stands in yet."""
        await self.close()
        self._store = open_store(f"sqlite:///{database}")
        rulebook = without_triggers(self._book.rulebook) if unread else self._book.rulebook
        book = replace(self._book, sources=sources(range(first, last), self._port), rulebook=rulebook)
        desk = await self._desks.enter_async_context(open_desk(book, self._store, TerminalSender(sys.stderr)))
        self._daemon = Daemon(desk, lambda: self._now, heard_poll=self._count)
        await self._daemon.read_past()
        return {}

    async def round(self) -> dict[str, Any]:
        """Poll every source once."""
        assert self._daemon is not None
        self._now += LATER
        self._heard.clear()
        with Meter() as meter:
            await self._daemon.poll_due()
            await self._daemon.settled()
        return {**meter.read, **self._heard}

    async def close(self) -> None:
        """Close what is open."""
        await self._desks.aclose()
        if self._store is not None:
            self._store.close()

    def _count(self, result: PollResult) -> None:
        self._heard["polled"] += 1
        self._heard[result.outcome] += 1
        self._heard["fresh"] += result.fresh
        self._heard["figures"] += result.figures
        if result.error:
            print(f"{result.source_id}: {result.error}", file=sys.stderr)


def sources(numbers: Sequence[int], port: int) -> dict[str, Source]:
    """The feeds of a newsstand as sources."""
    made = (Source(f"feed-{n}", f"News {n}", url(n, port), "C", every=timedelta(minutes=5)) for n in numbers)
    return {source.id: source for source in made}


def without_triggers(rulebook: Rulebook) -> Rulebook:
    """A rulebook that looks for the words that begin all reading, and never finds one."""
    never = Pattern(r"[^\s\S]")
    languages = {name: replace(rulebook.languages[name], triggers=never) for name in ("en",)}
    return replace(rulebook, languages=languages)


def open_to_loopback(book: Book, concurrency: int | None) -> Book:
    """The book that may poll the newsstand, so many feeds at one time, and waits for nothing to settle."""
    polling = replace(book.settings.polling, allow_private=True)
    if concurrency is not None:
        polling = replace(polling, concurrency=concurrency)
    return replace(book, settings=replace(book.settings, polling=polling, destinations=()))


async def obey(side: Side) -> None:
    """Take commands until the input ends."""
    loop = asyncio.get_running_loop()
    print(json.dumps({"ready": time.process_time()}), flush=True)
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        command = json.loads(line)
        answer = await getattr(side, command.pop("do"))(**command)
        print(json.dumps(answer), flush=True)
    await side.close()


def main() -> None:
    """Load the configuration as the daemon does, then obey."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--config", type=Path, default=Path("config"))
    parser.add_argument("--concurrency", type=int)
    parser.add_argument("--unproved", action="store_true", help="do not prove the rules first")
    arguments = parser.parse_args()
    keep_room()
    config = arguments.config
    book = load(config, os.environ, wait=True) if arguments.unproved else load_proven(config)
    set_aside()
    asyncio.run(obey(Side(open_to_loopback(book, arguments.concurrency), arguments.port)))


if __name__ == "__main__":
    main()
