"""How fast entries that are known are recognised, with millions of others stored.

    PYTHONPATH=. python bench/known.py [--quick] [--entries N] [--feeds N]

The others are made in SQLite by SQL, ten million of them (`--quick`: one million): the threads and keys that so
many entries have, which are random, since a key is a hash; their titles and texts, at which nobody looks here, are left
out.  Then some feeds of twenty entries are stored as the line stores them, and polled again, in another order:

    same       as they were
    churned    every guid and link made anew, as Google News does, the words as they were
    edited     one entry in twenty has another text: its former revision is looked up too

The last line is one JSON object: feeds a second (of the clock; `…_cpu` of CPU time) from entries to who they are,
how many queries that takes a feed, the bytes that keys and threads take an entry, and the size of the file.  It
needs some 200 bytes of disk an entry in TMPDIR, and removes them.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.adapters.store import SqlStore, open_store
from monitor.core.identity import recognise, sight, stories_of_the_rest, told_apart
from monitor.model import Entry
from tests.adapters.statements import statements

NOON = datetime(2026, 1, 14, 12, tzinfo=UTC)
SIZE = 20
KEYS = 4
"""What an entry is remembered by: guid, link, words, text and date."""

SOURCES = 10_000
"""How many sources they are of."""

_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "


def main() -> None:
    """Fill a store, poll feeds of it, print what it took."""
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--quick", action="store_true")
    asked.add_argument("--entries", type=int)
    asked.add_argument("--feeds", type=int, default=500)
    options = asked.parse_args()
    count = options.entries or (1_000_000 if options.quick else 10_000_000)
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "known.db"
        open_store(f"sqlite:///{path}").close()
        began = time.monotonic()
        fill(path, count)
        print(
            f"{count:,} entries are known after {time.monotonic() - began:.0f} s, {path.stat().st_size / 1e9:.1f} GB"
        )
        with closing(open_store(f"sqlite:///{path}")) as store:
            answer = measure(store, options.feeds)
        answer |= {
            "entries": count,
            "bytes_an_entry": bytes_an_entry(path),
            "file_mb": path.stat().st_size // 10**6,
        }
    print(json.dumps(answer))


def fill(path: Path, count: int, page: int = 2_000_000) -> None:
    """Store what so many entries are known by, in pieces that are sorted as a feed's keys are not."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        for pragma in (
            "journal_mode=OFF",
            "synchronous=OFF",
            "cache_size=-1000000",
            "locking_mode=EXCLUSIVE",
        ):
            db.execute(f"PRAGMA {pragma}").fetchall()
        for start in range(0, count, page):
            pages = min(page, count - start)
            db.execute("BEGIN")
            for many, table, value in (
                (pages, "threads", "lower(hex(randomblob(10)))"),
                (pages * KEYS, "entry_keys", "random()"),
            ):
                numbers = _NUMBERS.format(count=many)
                shelves = f"INSERT INTO {table} SELECT i % {SOURCES} AS s, random() AS k, {value} FROM n"
                db.execute(f"{numbers}{shelves} ORDER BY s, k")
            db.execute("COMMIT")
        db.execute("PRAGMA journal_mode=WAL").fetchall()


def measure(store: SqlStore, count: int) -> dict[str, float]:
    """Store feeds, then poll them in each way."""
    feeds = [feed(number) for number in range(count)]
    for entries in feeds:
        poll(store, entries)
    answer: dict[str, float] = {}
    for way, changed in (
        ("same", feeds),
        ("churned", [[churned(entry) for entry in entries] for entries in feeds]),
        ("edited", [[replace(entries[0], text=entries[1].text), *entries[1:]] for entries in feeds]),
    ):
        random.Random(way).shuffle(changed)
        with statements() as said:
            began, cpu = time.monotonic(), time.process_time()
            new = sum(poll(store, entries, write=False) for entries in changed)
            took, cpu = time.monotonic() - began, time.process_time() - cpu
        assert new == (count if way == "edited" else 0), (way, new)
        answer |= {
            f"feeds_per_s_{way}": round(count / took),
            f"feeds_per_s_{way}_cpu": round(count / cpu),
            f"queries_a_feed_{way}": round(sum(one.startswith("SELECT") for one in said) / count, 2),
        }
        print(f"{way:8} {count / took:7,.0f} feeds/s, {len(said) / count:g} queries a feed")
    return answer


def poll(store: SqlStore, entries: Sequence[Entry], write: bool = True) -> int:
    """From entries to who they are, as `pipeline` does it; how many are new or edited."""
    source_id, sightings = entries[0].source_id, [sight(entry) for entry in entries]
    with store.transaction() if write else store.looking() as facts:
        found = facts.found(source_id, {key for one in sightings for key in one.keys})
        seen = recognise(sightings, found)
        if more := stories_of_the_rest(sightings, seen):
            seen = recognise(sightings, {**found, **facts.found(source_id, more)})
        edited = {one.thread for one in seen if one.is_edited}
        former = facts.former(source_id, edited) if edited else {}
        seen = tuple(told_apart(one, former[one.thread][0]) if one.is_edited else one for one in seen)
        if write:
            facts.add_entries(one.entry for one in seen if not one.stored)
            facts.remember(source_id, ((key, one.thread) for one in seen for key in one.remember))
    return sum(not one.stored for one in seen)


def feed(number: int) -> list[Entry]:
    """The entries of one feed, each with a guid, a link and words of its own."""
    chance = random.Random(number)
    return [
        Entry(
            source_id=f"feed-{number}",
            guid=f"https://news.example/?p={number}-{place}",
            url=f"https://news.example/2026/01/story-{number}-{place}?utm_source=rss",
            title=f"Story {place} of {number}: {chance.randbytes(20).hex()}",
            text=f"What happened there. {chance.randbytes(100).hex()}",
            language="en",
            published_at=NOON - timedelta(hours=place),
            seen_at=NOON,
        )
        for place in range(SIZE)
    ]


def churned(entry: Entry) -> Entry:
    """The same under a guid and a link that were made anew."""
    opaque = random.Random(entry.guid).randbytes(40).hex()
    return replace(entry, guid=opaque, url=f"https://news.google.com/rss/articles/{opaque}?oc=5")


def bytes_an_entry(path: Path) -> float | None:
    """What keys and threads take on the disk; None where this SQLite cannot say."""
    with closing(sqlite3.connect(path)) as db:
        try:
            [[size]] = db.execute("SELECT sum(pgsize) FROM dbstat WHERE name IN ('entry_keys', 'threads')")
        except sqlite3.OperationalError:
            return None
        [[entries]] = db.execute("SELECT count(*) FROM threads")
    return round(size / entries, 1)


if __name__ == "__main__":
    main()
