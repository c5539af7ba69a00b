"""`tollwatch backtest`: what the policy would have told, over what is stored or over an analyst's own table."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from monitor.adapters import queries
from monitor.adapters.store import open_store
from monitor.config import load
from monitor.core.assign import assign
from monitor.core.book import Book
from monitor.core.extract import extract
from monitor.core.policy import CONDITIONS, policy_of
from monitor.core.rehearse import Arrival, rehearse
from monitor.core.render import headline
from monitor.core.specs import Claimant, Timing, Topic, Window
from monitor.entrypoints.extracting import reading_config
from monitor.entrypoints.options import existing
from monitor.entrypoints.table import TOPIC, arrivals, read_table
from monitor.entrypoints.telemetry import plural
from monitor.errors import UsageError
from monitor.model import Alert, Entry, Filed, Source

FIRST_FEW = 10
"""Alerts that are printed before they are only counted."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """What the command line changes of the conditions; None leaves it."""

    only: tuple[str, ...] = ()
    up: float | None = None
    min_step: int | None = None

    def conditions(self) -> dict[str, Mapping[str, object] | bool]:
        """As a topic's YAML would say it.  Raises UsageError for a condition that there is not."""
        names = [kind.name for kind in CONDITIONS]
        strangers = [name for name in self.only if name not in names]
        if strangers:
            raise UsageError(f"--only {strangers[0]}: there is no such condition; one of {', '.join(names)}")
        rise: dict[str, object] = {"ratio": self.up} if self.up is not None else {}
        if self.min_step is not None:
            rise["min_step"] = self.min_step
        tuned: dict[str, Mapping[str, object] | bool] = {}
        if rise:
            tuned |= {"up": rise, "up_claimant": rise}
        if self.min_step is not None:
            tuned["revised_down"] = {"min_step": self.min_step}
        for name in names if self.only else ():
            tuned[name] = tuned.get(name, {}) if name in self.only else False
        return tuned


# ── over a table ────────────────────────────────────────────────────────────────────────────


def over_table(
    path: Path,
    config: Path,
    columns: Mapping[str, str | None],
    where: Sequence[str],
    metric: str,
    tuning: Tuning,
    as_json: bool,
) -> int:
    """Print what would have been told of a table, and when; 0."""
    rows, blank = read_table(path, columns["value"], columns["date"], columns["claimant"], where)
    book = _book_of_table(
        load(reading_config(config), os.environ, prove=False), {row.claimant for row in rows}, metric, tuning
    )
    alerts = tuple(rehearse(arrivals(rows, metric), book))
    if as_json:
        print(json.dumps(_summary(alerts)))
        return 0
    for alert in alerts:
        print(
            f"{alert.decided_at:%Y-%m-%d}  {headline(alert).removesuffix(f' · {path.name}')}  [{_why(alert)}]"
        )
    skipped = f"; {plural(blank, 'row')} without a number left out" if blank else ""
    days = f"{rows[0].at:%d %B %Y} to {rows[-1].at:%d %B %Y}"
    print(f"would have alerted {plural(len(alerts), 'time')} in {plural(len(rows), 'row')}, {days}{skipped}")
    return 0


def _summary(alerts: Sequence[Alert]) -> dict[str, Any]:
    return {"alerts": len(alerts), "dates": [f"{alert.decided_at:%Y-%m-%d}" for alert in alerts]}


def _why(alert: Alert) -> str:
    return ", ".join(dict.fromkeys(reason.condition for reason in alert.explanation.reasons))


def _book_of_table(book: Book, claimants: set[str | None], metric: str, tuning: Tuning) -> Book:
    """The configuration with one topic, the table; who is in no claimants' YAML is a monitor by that name."""
    if metric not in book.metrics:
        raise UsageError(f"--metric {metric}: there is no such metric; one of {', '.join(book.metrics)}")
    topic = Topic(
        id=TOPIC,
        title="the table",
        window=Window(date.min),
        words={},
        places={},
        metrics=(metric,),
        conditions=tuning.conditions(),
    )
    policy, faults = policy_of(topic, book.metrics)
    if faults:
        raise UsageError(f"{faults[0].what}: {faults[0].expected}")
    strangers = {
        name: Claimant(name, name, "monitor") for name in claimants if name not in book.claimants and name
    }
    # A table has days, no minutes: what is dated alike is decided together, and nothing cools down.
    at_once = Timing(settle=timedelta(0), cooldown=timedelta(0))
    return replace(
        book,
        settings=replace(book.settings, timing=at_once),
        topics={TOPIC: topic},
        claimants={**book.claimants, **strangers},
        policies={TOPIC: policy},
    )


# ── over what is stored ─────────────────────────────────────────────────────────────────────


def over_history(config: Path, database: str, since: datetime | None, as_json: bool) -> int:
    """Read and decide all that is stored anew, with the configuration as it is now; write nothing; 0."""
    book = load(existing(config), os.environ, prove=False)
    store = open_store(database)
    try:
        seeded = {state.source_id: state.seeded_at for state in store.poll_states().values()}
        total = queries.count(store).entries
        told = [row.alert for row in queries.list_alerts(store, sys.maxsize, since=since)]
        with _bar(total, as_json) as bar:
            task = bar.add_task("reading", total=total)
            read = _arrivals(queries.all_entries(store), book, seeded, lambda: bar.advance(task))
            alerts = [alert for alert in rehearse(read, book) if since is None or alert.decided_at >= since]
    finally:
        store.close()
    print(json.dumps(_comparison(alerts, told)) if as_json else _page(alerts, told, total))
    return 0


def _arrivals(
    entries: Iterator[Entry], book: Book, seeded: Mapping[str, datetime | None], advance: Any
) -> Iterator[Arrival]:
    """What each stored entry says, by the rules as they are now, in the order in which it was seen."""
    for entry in entries:
        advance()
        # A source that is no longer configured still said what it said.
        source = book.sources.get(entry.source_id) or Source(entry.source_id, entry.source_id, "", "F")
        first_poll = seeded.get(source.id)
        filed = _filed(entry, source, book)
        yield Arrival(entry.seen_at, filed, first_poll is not None and entry.seen_at <= first_poll)


def _filed(entry: Entry, source: Source, book: Book) -> tuple[Filed, ...]:
    figures = extract(entry, book.rulebook, source.claimant).figures
    if not figures:
        return ()
    by_id = {figure.id: figure for figure in figures}
    claims = assign(entry, figures, source, book.topics.values())
    return tuple(Filed(claim, by_id[claim.figure_id], entry) for claim in claims)


def _known(alert: Alert) -> tuple[object, ...]:
    return alert.series, alert.after


def _comparison(alerts: Sequence[Alert], told: Sequence[Alert]) -> dict[str, Any]:
    would, was = Counter(map(_known, alerts)), Counter(map(_known, told))
    return {
        **_summary(alerts),
        "told": len(told),
        "more": sum((would - was).values()),
        "fewer": sum((was - would).values()),
    }


def _page(alerts: Sequence[Alert], told: Sequence[Alert], entries: int) -> str:
    found = _comparison(alerts, told)
    lines = [f"{alert.decided_at:%Y-%m-%d %H:%M}  {headline(alert)}" for alert in alerts[:FIRST_FEW]]
    rest = len(alerts) - len(lines)
    lines += [f"… and {rest} more"] if rest > 0 else []
    was = {_known(alert) for alert in told}
    new = [alert for alert in alerts if _known(alert) not in was][:FIRST_FEW]
    lines += ["", "not told so far:", *(f"  {headline(alert)}" for alert in new)] if new else []
    lines += [
        "",
        f"would have alerted {plural(len(alerts), 'time')} over {plural(entries, 'entry', 'entries')}; "
        f"told {plural(found['told'], 'time')}: {found['more']} more, {found['fewer']} fewer",
    ]
    return "\n".join(lines)


def _bar(total: int, quiet: bool) -> Progress:
    console = Console(stderr=True)
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, disable=quiet or not console.is_terminal, transient=True)


def moment(text: str) -> datetime:
    """A day or moment of the command line, UTC where it says nothing else.  Raises UsageError."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is no date; expected 2026-01-31 or 2026-01-31T18:00") from None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
