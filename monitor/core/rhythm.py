"""How often something comes: the rhythm of some moments, and whether a silence is longer than it allows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import quantiles

from monitor.core.specs import Watching

LEAST_TIMES = 8
"""Entries or hits before a rhythm is known."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often something comes: how many times it was seen, the last, and its usual longest gap (95 %)."""

    times: int
    last: datetime
    gap: timedelta

    def silent_at(self, now: datetime, watching: Watching) -> bool:
        """Whether, at a moment when it could have come, it was silent for far longer than it usually is."""
        longest = max(watching.silent_after * self.gap, watching.least_silence)
        return self.times >= LEAST_TIMES and now - self.last > longest


def rhythm(moments: Iterable[datetime]) -> Rhythm | None:
    """The rhythm of some moments, in any order; None of fewer than two."""
    ordered = sorted(moments)
    if len(ordered) < 2:
        return None
    gaps = [(after - before).total_seconds() for before, after in pairwise(ordered)]
    usual = quantiles(gaps, n=20)[-1] if len(gaps) > 1 else gaps[0]
    return Rhythm(len(ordered), ordered[-1], timedelta(seconds=max(usual, 0)))
