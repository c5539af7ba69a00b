"""Kill -9 a process in the middle of its transactions, again and again, and count what was lost or repeated.

A child stores entries with all that follows from them, leases, «sends» and settles deliveries,
and says over a pipe what it was told is done.  The parent kills it at a random moment, starts
the next one a little earlier in the same work, and after each compares what was said with what
is in the file.  With --control the child speaks before it writes: the harness must then find losses.

The last line is JSON: kills, acknowledged, lost, torn, duplicate_alerts, repeats,
unmarked_repeats.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from monitor.adapters.outbox import SqlOutbox
from monitor.adapters.queries import count, list_deliveries
from monitor.adapters.store import SqlFacts, open_store
from monitor.model import (
    Alert,
    Basis,
    Bound,
    Claim,
    Delivery,
    DeliveryState,
    Entry,
    Explanation,
    Figure,
    PollState,
    Series,
    Severity,
    Told,
    Value,
)

START = datetime(2026, 1, 14, tzinfo=UTC)
LEASE = timedelta(minutes=2)

MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""Where the databases are: a kill leaves what was written to a file, so that a slow disk would prove no more."""


@dataclass(frozen=True, slots=True)
class Trip:
    """One entry and all that follows from it."""

    entry: Entry
    figure: Figure
    claim: Claim
    alert: Alert
    told: Told

    @property
    def stored(self) -> str:
        """The words that say that it is in the file."""
        return f"stored {self.entry.id} {self.figure.id} {self.alert.id}"


class Mouth:
    """What a child says; a line is in the pipe, or it is not, whatever happens to the child."""

    def __init__(self, descriptor: int, hasty: bool) -> None:
        self._descriptor = descriptor
        self.hasty = hasty

    def say(self, *words: str) -> None:
        os.write(self._descriptor, "".join(f"{word}\n" for word in words).encode())


def work(url: str, first: int, life: int, hasty: bool, descriptor: int) -> None:
    """What a child does until it is killed; `life` counts the restarts and moves its clock an hour a life."""
    mouth = Mouth(descriptor, hasty)
    store = open_store(url)
    outbox = SqlOutbox(store)
    now = START + timedelta(hours=life)
    for number in range(first, sys.maxsize):
        trip = a_trip(number, now)
        if mouth.hasty:
            mouth.say(trip.stored)
        with store.transaction() as facts:
            new = record(facts, trip, now)
            facts.settle_poll(PollState("outlet", now))
        mouth.say(*([] if mouth.hasty else [trip.stored]), *([f"alerted {trip.alert.id}"] if new else []))
        deliver(outbox, now, mouth)


def a_trip(number: int, now: datetime) -> Trip:
    """The same trip for the same number, but for the moment of decision."""
    entry = Entry(
        "outlet", str(number), "https://outlet.example/", f"Toll {number}", "text", "en", START, START
    )
    figure = Figure(
        entry.id, "killed", number, None, Bound.AT_LEAST, Basis.TOTAL, "rule", "quote", "text", 0, 4
    )
    series = Series("uprising", "killed", None, None, Basis.TOTAL)
    claim = Claim(series, figure.id, "outlet", number, None, figure.bound, START, START)
    alert = an_alert(figure, series, now)
    return Trip(
        entry, figure, claim, alert, Told(series, number, None, figure.bound, figure.id, alert.id, now, START)
    )


def record(facts: SqlFacts, trip: Trip, now: datetime, destinations: Sequence[str] = ("editors",)) -> bool:
    """Write a trip down in the order of the line, with a delivery a destination; whether its alert was new."""
    facts.add_entries([] if facts.found("outlet", [trip.entry.name]) else [trip.entry])
    facts.remember("outlet", [(trip.entry.name, trip.entry.thread)])
    facts.add_figures([trip.figure])
    facts.add_claims([trip.claim])
    pending = [Delivery(trip.alert.id, one, DeliveryState.PENDING, 0, now) for one in destinations]
    new = facts.add_alert(trip.alert, pending)
    facts.add_told([trip.told])
    return new


def an_alert(figure: Figure, series: Series, now: datetime) -> Alert:
    """An alert about a figure, with an explanation that says little."""
    explanation = Explanation(
        "Uprising",
        "killed",
        "?",
        None,
        None,
        None,
        "Outlet",
        "",
        "",
        "",
        None,
        START,
        "rule",
        (),
        (),
        None,
        (),
    )
    value = Value(figure.low, figure.high, figure.bound)
    level = str(figure.low)
    return Alert(
        "uprising",
        series,
        "up",
        level,
        Severity.HIGH,
        None,
        value,
        figure.id,
        figure.entry_id,
        now,
        explanation,
    )


def deliver(outbox: SqlOutbox, now: datetime, mouth: Mouth) -> None:
    """Lease, send (which here is saying so), settle."""
    for _ in range(4):
        parcels = outbox.lease(now, now + LEASE, limit=1)
        if not parcels:
            return
        delivery = parcels[0].delivery
        mouth.say(f"sent {delivery.id} {delivery.possible_repeat:d}")
        if outbox.settle(replace(delivery, state=DeliveryState.SENT)):
            mouth.say(f"settled {delivery.id}")


def one_life(work: Callable[[int], None], longest: float = 0.05, words: int = 1) -> list[str]:
    """Start a child, let it say so many lines, kill it a random moment later; all that it said.

    `work` gets the descriptor to speak into, and never ends by itself.  `longest` is in seconds.
    """
    ear, mouth = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ear)
        try:
            work(mouth)
        except BaseException as error:
            os.write(2, f"the child failed: {error!r}\n".encode())
        os._exit(1)
    os.close(mouth)
    with os.fdopen(ear, "rb") as heard:
        said = b"".join(heard.readline() for _ in range(words))
        time.sleep(random.uniform(0.0, longest))
        os.kill(child, signal.SIGKILL)
        said += heard.read()
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        sys.exit("the child ended by itself: nothing was proved")
    return [line for line in said.decode().split("\n") if line]


def campaign(url: str, kills: int, hasty: bool) -> dict[str, int]:
    """As many lives, each followed by a look into the file; each begins three entries before the last one's end.

    More where so many acknowledged less than one line each: on a busy machine a life hardly gets to work.
    """
    open_store(url).close()
    said: list[str] = []
    losses: set[str] = set()
    lives = 0
    while lives < kills or len(set(said)) < kills:
        first = max(0, stored(said) - 3)
        said += one_life(partial(work, url, first, lives, hasty))
        losses |= lost(url, said)
        lives += 1
    return {
        "kills": lives,
        "acknowledged": len(set(said)),
        "lost": len(losses),
        **whole(url),
        **repeated(said),
    }


def stored(said: list[str]) -> int:
    """How many trips were said to be in the file."""
    return len({line for line in said if line.startswith("stored ")})


def lost(url: str, said: list[str]) -> set[str]:
    """What was said to be stored or settled, and is not."""
    store = open_store(url)
    with store.reading() as connection:
        query = "SELECT id FROM entries UNION ALL SELECT id FROM figures UNION ALL SELECT id FROM alerts"
        there = set(connection.exec_driver_sql(query).scalars())
    there |= {row.id for row in list_deliveries(store, DeliveryState.SENT)}
    store.close()
    claimed = [line.split()[1:] for line in said if line.startswith(("stored ", "settled "))]
    return {id_ for ids in claimed for id_ in ids if id_ not in there}


def whole(url: str) -> dict[str, int]:
    """Whether every entry has its figure, claim, alert and delivery: `torn` is 0 if so."""
    store = open_store(url)
    totals = count(store)
    numbers = {totals.entries, totals.figures, totals.claims, totals.alerts, len(list_deliveries(store))}
    store.close()
    return {"torn": len(numbers) - 1}


def repeated(said: list[str]) -> dict[str, int]:
    """Alerts that were new twice; messages that were sent twice, and those of them that did not say so."""
    alerted = Counter(line for line in said if line.startswith("alerted "))
    sent = Counter(line.split()[1] for line in said if line.startswith("sent "))
    marked = Counter(line.split()[1] for line in said if line.startswith("sent ") and line.endswith(" 1"))
    return {
        "duplicate_alerts": sum(number - 1 for number in alerted.values()),
        "repeats": sum(number - 1 for number in sent.values()),
        "unmarked_repeats": sum(number - 1 > marked[delivery] for delivery, number in sent.items()),
    }


def main() -> None:
    """Run the campaign and print its verdict."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--quick", action="store_true", help="100 kills, in under 45 s")
    parser.add_argument("--control", action="store_true", help="acknowledge before the write: must lose")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="tollwatch-kill-", dir=MEMORY) as directory:
        url = f"sqlite:///{Path(directory) / 'tollwatch.db'}"
        print(json.dumps(campaign(url, 100 if arguments.quick else arguments.kills, arguments.control)))


if __name__ == "__main__":
    main()
