"""`tollwatch backtest` over what is stored: what the configuration as it is now would have told.

    stored ──page──▶ read (kept, or anew) ──▶ assign ──▶ rehearse ──▶ compare with what was told
                     └── in several processes ──┘

What was read with rules that are still the same is not read again; an entry that said nothing then,
and can say nothing now, is not even looked at.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from monitor.adapters import queries
from monitor.adapters.database import is_there
from monitor.adapters.store import Past, SqlStore, open_store
from monitor.config import load
from monitor.core.assign import assign
from monitor.core.book import Book
from monitor.core.edition import read
from monitor.core.rehearse import Arrival, rehearse
from monitor.core.render import headline
from monitor.entrypoints.options import existing
from monitor.entrypoints.side_by_side import cores, side_by_side
from monitor.entrypoints.telemetry import plural
from monitor.errors import UsageError
from monitor.model import Alert, Filed, Source

FIRST_FEW = 10
"""Alerts that are printed before they are only counted."""

_BATCH = 200  # entries
_WORTH_IT = 3_000  # entries to look at, before other processes are worth their start


@dataclass(frozen=True, slots=True)
class Outcome:
    """What would have been told and what was told, how many entries there are, how many were read anew."""

    alerts: tuple[Alert, ...]
    told: tuple[Alert, ...]
    entries: int
    anew: int

    def more(self) -> list[Alert]:
        """What would have been told and was not."""
        return _without(self.alerts, self.told)

    def fewer(self) -> list[Alert]:
        """What was told and would not have been."""
        return _without(self.told, self.alerts)


def over_history(config: Path, database: str, since: datetime | None, as_json: bool) -> int:
    """Read and decide all that is stored anew, with the configuration as it is now; write nothing; 0."""
    directory = existing(config)
    if not is_there(database):
        raise UsageError(f"{database} is not there: nothing was stored so far; --database URL names another")
    with closing(open_store(database)) as store:
        outcome = backtest(directory, store, since)
    print(json.dumps(_document(outcome)) if as_json else _page(outcome))
    return 0


def backtest(
    directory: Path,
    store: SqlStore,
    since: datetime | None = None,
    *,
    everything: bool = False,
    workers: int | None = None,
) -> Outcome:
    """What the configuration in a directory would have told of what is stored, from a moment on.

    What came before that moment is gone through as well: it is what readers had been told by then.
    With `everything` no kept reading is trusted.  `workers` is how many processes read; None is as
    many as are worth their start.
    """
    book = load(directory, os.environ, wait=True)
    asked = ("", frozenset[str]()) if everything else (book.edition.tongues, book.edition.all_rules)
    first_polls = {state.source_id: state.seeded_at for state in store.poll_states().values()}
    alerts: list[Alert] = []
    anew = 0

    def arrivals(answers: Iterable[_Answer], advance: Callable[[int], None]) -> Iterator[Arrival]:
        nonlocal anew
        for answer in answers:
            anew += answer.anew
            for filed in answer.filed:
                first_poll = first_polls.get(filed[0].entry.source_id)
                seen_at = filed[0].entry.seen_at
                yield Arrival(seen_at, filed, first_poll is not None and seen_at <= first_poll)
            advance(answer.entries)

    total = queries.count_history(store, *asked)
    pages = queries.history(store, *asked)
    batches = _batches((entry, None if everything else kept) for page in pages for entry, kept in page)
    with _bar() as bar:
        task = bar.add_task("", total=total)
        answers = _answers(batches, directory, book, _worth(total) if workers is None else workers)
        for alert in rehearse(arrivals(answers, partial(bar.advance, task)), book):
            if since is None or alert.decided_at >= since:
                alerts.append(alert)
    told = _told([row.alert for row in queries.list_alerts(store, sys.maxsize, since=since)])
    return Outcome(tuple(alerts), told, queries.count(store).entries, anew)


# ── from what is stored to what it says ─────────────────────────────────────────────────────

_Batch = tuple[Past, ...]


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a batch of entries says: the claims of each that has any; how many were read anew."""

    filed: tuple[tuple[Filed, ...], ...]
    entries: int
    anew: int


def _batches(past: Iterable[Past]) -> Iterator[_Batch]:
    rest = iter(past)
    while batch := tuple(islice(rest, _BATCH)):
        yield batch


def _worth(entries: int) -> int:
    return cores() if entries >= _WORTH_IT else 1


def _answers(batches: Iterator[_Batch], directory: Path, book: Book, workers: int) -> Iterator[_Answer]:
    if workers < 2:
        return (_answer(batch, book) for batch in batches)
    return side_by_side(partial(_answer_elsewhere, directory, book.reading), batches, workers)


def _answer_elsewhere(directory: Path, reading: str, batch: _Batch) -> _Answer:
    book = _book(directory)
    if book.reading != reading:
        raise UsageError(f"{directory} was edited while it was tried: try again")
    return _answer(batch, book)


@cache
def _book(directory: Path) -> Book:
    return load(directory, os.environ, wait=True)


def _answer(batch: _Batch, book: Book) -> _Answer:
    filed, anew = [], 0
    for entry, before in batch:
        # A source that is no longer configured still said what it said.
        source = book.sources.get(entry.source_id) or Source(entry.source_id, entry.source_id, "", "F")
        kept = read(entry, book.rulebook, book.edition, source.claimant, before)
        anew += before is None or kept.rules != before.rules or kept.names != before.names
        by_id = {figure.id: figure for figure in kept.figures}
        claims = assign(entry, kept.figures, source, book.topics.values())
        watched = [claim for claim in claims if claim.series.topic in book.policies]
        if watched:
            filed.append(tuple(Filed(claim, by_id[claim.figure_id], entry) for claim in watched))
    return _Answer(tuple(filed), len(batch), anew)


# ── beside what was told ────────────────────────────────────────────────────────────────────


def _told(alerts: Sequence[Alert]) -> tuple[Alert, ...]:
    """The alerts that were decided, each once: one that was silenced is decided again when the silence ends."""
    told = {_known(alert) for alert in alerts if alert.silence_id is None}
    return tuple(alert for alert in alerts if alert.silence_id is None or _known(alert) not in told)


def _known(alert: Alert) -> tuple[object, ...]:
    return alert.series, alert.after


def _without(alerts: Sequence[Alert], others: Sequence[Alert]) -> list[Alert]:
    """The alerts, without those that have their like among the others; each of the others takes one away."""
    left = Counter(map(_known, others))
    rest = []
    for alert in alerts:
        if left[_known(alert)] > 0:
            left[_known(alert)] -= 1
        else:
            rest.append(alert)
    return rest


def _document(outcome: Outcome) -> dict[str, Any]:
    return {
        "alerts": len(outcome.alerts),
        "dates": [f"{alert.decided_at:%Y-%m-%d}" for alert in outcome.alerts],
        "told": len(outcome.told),
        "more": len(outcome.more()),
        "fewer": len(outcome.fewer()),
        "entries": outcome.entries,
        "read_anew": outcome.anew,
    }


def _page(outcome: Outcome) -> str:
    more, fewer = outcome.more(), outcome.fewer()
    lines = [
        *_listed(outcome.alerts),
        *(["", "not told so far:", *_listed(more, "  ")] if more else []),
        *(["", "told, and would not be:", *_listed(fewer, "  ")] if fewer else []),
        "",
        f"would have alerted {plural(len(outcome.alerts), 'time')} over "
        f"{plural(outcome.entries, 'entry', 'entries')}, {outcome.anew:,} read anew; "
        f"told {plural(len(outcome.told), 'time')}: {len(more):,} more, {len(fewer):,} fewer",
    ]
    return "\n".join(lines).lstrip("\n")


def _listed(alerts: Sequence[Alert], indent: str = "") -> list[str]:
    first = [f"{indent}{alert.decided_at:%Y-%m-%d %H:%M}  {headline(alert)}" for alert in alerts[:FIRST_FEW]]
    rest = len(alerts) - len(first)
    return [*first, *([f"{indent}… and {rest:,} more"] if rest > 0 else [])]


def _bar() -> Progress:
    """Seen on a terminal only, and on stderr: what is piped stays as it is."""
    console = Console(stderr=True)
    columns = (TextColumn("entries"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, disable=not console.is_terminal, transient=True)
