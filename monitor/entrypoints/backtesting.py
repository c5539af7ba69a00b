"""`tollwatch backtest --series`: what the policy would have told of an analyst's own table."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from monitor.config import load
from monitor.config.shapes import duration
from monitor.core.book import Book
from monitor.core.policy import CONDITIONS, policy_of
from monitor.core.rehearse import rehearse
from monitor.core.render import headline
from monitor.core.specs import Claimant, Timing, Topic, Window
from monitor.entrypoints.extracting import reading_config
from monitor.entrypoints.table import TOPIC, arrivals, read_table
from monitor.entrypoints.telemetry import plural
from monitor.errors import UsageError
from monitor.model import Alert

TITLE = "the table"


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
        if self.up is not None and not 1 < self.up <= 1000:
            raise UsageError(
                f"--up {self.up:g}: expected how many times the last told a rise is, such as 1.05"
            )
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
        load(reading_config(config), os.environ, wait=True), {row.claimant for row in rows}, metric, tuning
    )
    alerts = tuple(rehearse(arrivals(rows, metric), book))
    if as_json:
        print(json.dumps(_summary(alerts)))
        return 0
    for alert in alerts:
        print(f"{alert.decided_at:%Y-%m-%d}  {headline(alert).removesuffix(f' · {TITLE}')}  [{_why(alert)}]")
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
        title=TITLE,
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


def beginning(text: str, now: datetime) -> datetime:
    """The moment that --since means: a date, or so long ago.  Raises UsageError."""
    length = duration(text)
    if length is not None:
        return now - length
    try:
        return moment(text)
    except UsageError:
        raise UsageError(
            f"--since {text}: expected 2026-01-31, 2026-01-31T18:00, or how long ago, such as 30d or 12h"
        ) from None


def moment(text: str) -> datetime:
    """A day or moment of the command line, UTC where it says nothing else.  Raises UsageError."""
    try:
        found = datetime.fromisoformat(text.strip())
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise UsageError(f"{text!r} is no date; expected 2026-01-31 or 2026-01-31T18:00") from None
