"""A desk to test decisions at: it reads numbers as the line would, and remembers what was told.

`Desk().reads("≥ 544", by="hrana", at="14 Jan")` makes a real entry, figure and claim, judges them
with the real policy and keeps the ledger.  Nothing is faked but where the numbers come from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from monitor.core.assign import assign
from monitor.core.book import Book
from monitor.core.decide import decide, seed
from monitor.core.ledger import Ledger
from monitor.core.policy import policy_of
from monitor.core.specs import Claimant, MetricSpec, Settings, Timing, Topic, Window
from monitor.model import (
    Alert,
    Basis,
    Bound,
    Claim,
    Entry,
    Figure,
    Filed,
    Ruling,
    Silence,
    Source,
    Told,
    Value,
)

START = datetime(2026, 1, 8, 12, tzinfo=UTC)
TOPIC = "iran-protests-2026"

CLAIMANTS = {
    claimant.id: claimant
    for claimant in (
        Claimant("hrana", "HRANA", "monitor", "B2"),
        Claimant("ihrngo", "Iran Human Rights", "monitor", "B2"),
        Claimant("groups", "rights groups abroad", "monitor", "C3"),
        Claimant("official", "an Iranian official", "official", "D4"),
        Claimant("mek", "PMOI/MEK", "party", "D3"),
        Claimant("intl", "Iran International", "media", "C3"),
        Claimant("activists", "activists", "generic", named=False),
        Claimant("un", "OHCHR", "un", "A2"),
        Claimant("ministry", "Ministry of Health", "medical", "B3"),
    )
}

SOURCES = {
    source.id: source
    for source in (
        Source("hrana-en", "HRANA English", "https://hrana.example/feed", "B", claimant="hrana"),
        *(Source(f"outlet-{n}", f"Outlet {n}", f"https://outlet-{n}.example/feed", "C") for n in range(12)),
    )
}


def value(text: str) -> Value:
    """«500», «≥500», «3000+», «~650», «..20», «40-50» or «vague 100»."""
    first, *rest = (int(number) for number in re.findall(r"\d+", text.replace(",", "")))
    if text.startswith("vague"):
        return Value(first, None, Bound.VAGUE)
    if text.startswith("≥"):
        return Value(first, None, Bound.AT_LEAST)
    if text.endswith("+"):
        return Value(first, None, Bound.MORE_THAN)
    if text.startswith(".."):
        return Value(None, first, Bound.AT_MOST)
    if rest:
        return Value(first, rest[0], Bound.RANGE)
    return Value(first, first, Bound.ABOUT if text.startswith("~") else Bound.EXACT)


def figure(
    text: str,
    by: str | None = "hrana",
    metric: str = "killed",
    entry_id: str = "entry",
    start: int = 0,
    **other: Any,
) -> Figure:
    said = value(text)
    facts: dict[str, Any] = {
        "entry_id": entry_id,
        "metric": metric,
        "low": said.low,
        "high": said.high,
        "bound": said.bound,
        "basis": Basis.TOTAL,
        "rule_id": f"{metric}-test",
        "quote": f"In all {text} people were {metric}, the count says.",
        "field": "text",
        "start": start,
        "end": start + len(text),
        "claimant": by,
    }
    return Figure(**(facts | other))


def topic(conditions: Mapping[str, Mapping[str, object] | bool] | None = None, **other: Any) -> Topic:
    facts: dict[str, Any] = {
        "id": TOPIC,
        "title": "Iran protests 2026",
        "window": Window(date(2023, 1, 1)),
        "words": {"en": ("protest*",)},
        "places": {"en": ("Iran",)},
        "conditions": conditions or {},
    }
    return Topic(**(facts | other))


def metrics(min_step: Mapping[str, int] | None = None) -> dict[str, MetricSpec]:
    steps = {"killed": 5, "injured": 20, "arrested": 50} | dict(min_step or {})
    return {name: MetricSpec(name, f"people {name}", "", step, {}, ()) for name, step in steps.items()}


AT_ONCE = Timing(settle=timedelta(0), cooldown=timedelta(0))


def book(
    conditions: Mapping[str, Mapping[str, object] | bool] | None = None, timing: Timing = AT_ONCE
) -> Book:
    watched, counted = topic(conditions), metrics()
    policy, faults = policy_of(watched, counted)
    assert not faults, faults
    return Book(
        settings=Settings(timing=timing),
        sources=SOURCES,
        topics={TOPIC: watched},
        claimants=CLAIMANTS,
        metrics=counted,
        languages={},
        rulebook=cast(Any, None),  # nothing is extracted here
        policies={TOPIC: policy},
    )


@dataclass
class Desk:
    """Reads numbers in order, decides them, and remembers claims, dockets and what was told."""

    conditions: Mapping[str, Mapping[str, object] | bool] = field(default_factory=dict)
    timing: Timing = AT_ONCE
    silences: tuple[Silence, ...] = ()
    ledgers: dict[tuple[str, str], Ledger] = field(default_factory=dict)
    dockets: dict[tuple[str, str], tuple[Filed, ...]] = field(default_factory=dict)
    alerts: list[Alert] = field(default_factory=list)
    last: tuple[Ruling, ...] = ()
    held_until: datetime | None = None
    now: datetime = START
    entries: int = 0

    def __post_init__(self) -> None:
        self.book = book(self.conditions, self.timing)

    def reads(
        self,
        *said: str | Figure,
        by: str | None = "hrana",
        on: str = "outlet-0",
        at: datetime | None = None,
        dated: datetime | None = None,
    ) -> list[Alert]:
        """The alerts that one entry of an outlet makes.

        An hour passes, unless `at` sets the clock; it is published then, unless `dated` otherwise.
        """
        self.files(*said, by=by, on=on, at=at, dated=dated)
        return self.decides()

    def files(
        self,
        *said: str | Figure,
        by: str | None = "hrana",
        on: str = "outlet-0",
        at: datetime | None = None,
        dated: datetime | None = None,
    ) -> None:
        """Put what an entry says on the docket, undecided."""
        entry, figures, claims = self._entry(said, by, on, at, dated)
        by_id = {figure.id: figure for figure in figures}
        for claim in claims:
            key = (claim.series.topic, claim.series.metric)
            self.dockets[key] = (*self.dockets.get(key, ()), Filed(claim, by_id[claim.figure_id], entry))

    def decides(self, at: datetime | None = None) -> list[Alert]:
        """The alerts that come of the dockets; what is held stays on them."""
        self.now, self.last = at or self.now, ()
        return [alert for key in list(self.dockets) for alert in self._decide(key)]

    def seeds(
        self, *said: str | Figure, by: str | None = "hrana", on: str = "outlet-0", at: datetime | None = None
    ) -> tuple[Told, ...]:
        """What the first poll of a source leaves behind."""
        _, _, claims = self._entry(said, by, on, at)
        known: tuple[Told, ...] = ()
        for key in dict.fromkeys((claim.series.topic, claim.series.metric) for claim in claims):
            ledger = self.ledgers.get(key, Ledger())
            group = [claim for claim in claims if (claim.series.topic, claim.series.metric) == key]
            told = seed(group, ledger, self.now)
            self.ledgers[key] = ledger.and_(group).telling(told)
            known += told
        return known

    def reasons(self, condition: str) -> str:
        """What a condition answered to the claims decided last."""
        said = (verdict for one in self.last for verdict in one.verdicts)
        return "; ".join(verdict.reason for verdict in said if verdict.condition == condition)

    def _decide(self, key: tuple[str, str]) -> list[Alert]:
        ledger, docket = self.ledgers.get(key, Ledger()), self.dockets.pop(key)
        decision = decide(docket, ledger, self.book, self.now, self.silences)
        decided = [filed.claim for filed in docket if filed.claim not in decision.held]
        self.ledgers[key] = ledger.and_(decided).telling(decision.told)
        if decision.held:
            self.dockets[key] = tuple(filed for filed in docket if filed.claim in decision.held)
        self.held_until = decision.held_until
        self.last += decision.rulings
        told = [decision.alert] if decision.alert and decision.alert.silence_id is None else []
        self.alerts += told
        return told

    def _entry(
        self,
        said: tuple[str | Figure, ...],
        by: str | None,
        on: str,
        at: datetime | None = None,
        dated: datetime | None = None,
    ) -> tuple[Entry, list[Figure], tuple[Claim, ...]]:
        self.now = at or self.now + timedelta(hours=1)
        self.entries += 1
        entry = Entry(
            source_id=on,
            guid=f"guid-{self.entries}",
            url=f"https://{on}.example/{self.entries}",
            title=f"Protests in Iran, report {self.entries}",
            text="A count of what happened.",
            language="en",
            published_at=dated or self.now,
            seen_at=self.now,
        )
        figures = [
            replace(one, entry_id=entry.id, start=position, end=position + 3)
            if isinstance(one, Figure)
            else figure(one, by, entry_id=entry.id, start=position * 10)
            for position, one in enumerate(said)
        ]
        return entry, figures, assign(entry, figures, self.book.sources[on], self.book.topics.values())


def conditions(alerts: list[Alert]) -> list[str]:
    """Every reason of the alerts, the leading one first."""
    return [reason.condition for alert in alerts for reason in alert.explanation.reasons]
