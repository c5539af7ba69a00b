"""A rehearsal: the policy over entries or claims in time, without a store: what would have been told, and when.

The same steps as in `pipeline`, with the dockets kept here.  Nothing is written, nobody is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.core.book import Book
from monitor.core.decide import decide, seed
from monitor.core.ledger import Ledger, by_docket
from monitor.core.schedule import settled_at
from monitor.model import Alert, Filed

Key = tuple[str, str]
"""Topic and metric."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came in at a moment; `seeding` takes it as known, as the first poll of a source does."""

    at: datetime
    filed: tuple[Filed, ...]
    seeding: bool = False


@dataclass(slots=True)
class _Docket:
    """What waits of one topic and metric, and what is known of it."""

    ledger: Ledger
    filed: tuple[Filed, ...] = ()
    due_at: datetime | None = None


def rehearse(arrivals: Iterable[Arrival], book: Book) -> Iterator[Alert]:
    """The alerts that the arrivals, in order of time, would have made; each as soon as it is decided.

    Silences are not looked at: they are about readers, not about the policy.
    """
    dockets: dict[Key, _Docket] = {}
    for arrival in arrivals:
        yield from _concluded(dockets, book, arrival.at)
        for key, filed in by_docket(arrival.filed, lambda filed: filed.claim.series).items():
            docket = dockets.setdefault(key, _Docket(Ledger()))
            if arrival.seeding:
                _seed(docket, filed, arrival.at)
            else:
                _file(docket, filed, settled_at(book.timing(key[0]), arrival.at))
    yield from _concluded(dockets, book, None)


def _seed(docket: _Docket, filed: Sequence[Filed], now: datetime) -> None:
    claims = [one.claim for one in filed]
    told = seed(claims, docket.ledger, now)
    docket.ledger = docket.ledger.and_(claims).telling(told)


def _file(docket: _Docket, filed: Sequence[Filed], due_at: datetime) -> None:
    docket.filed = (*docket.filed, *filed)
    docket.due_at = min(docket.due_at, due_at) if docket.due_at is not None else due_at


def _concluded(dockets: dict[Key, _Docket], book: Book, until: datetime | None) -> Iterator[Alert]:
    """Conclude what is due up to a moment, or everything, each at its time and in order of time."""
    while True:
        waiting = [
            (docket.due_at, key)
            for key, docket in dockets.items()
            if docket.due_at is not None and (until is None or docket.due_at <= until)
        ]
        if not waiting:
            return
        due_at, key = min(waiting)
        alert = _conclude(dockets[key], book, due_at)
        if alert is not None:
            yield alert


def _conclude(docket: _Docket, book: Book, now: datetime) -> Alert | None:
    decision = decide(docket.filed, docket.ledger, book, now)
    held = {(claim.series, claim.figure_id) for claim in decision.held}
    waits = [one for one in docket.filed if (one.claim.series, one.claim.figure_id) in held]
    done = [one.claim for one in docket.filed if (one.claim.series, one.claim.figure_id) not in held]
    docket.ledger = docket.ledger.and_(done).telling(decision.told)
    docket.filed = tuple(waits)
    docket.due_at = max(decision.held_until, now + timedelta(seconds=1)) if decision.held_until else None
    return decision.alert
