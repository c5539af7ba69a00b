"""Readings beside what a careful person read: precision, recall, F1, and what was taken for what.

A figure that was read and a labelled one are a pair when metric and number agree; a pair is
*right* when both ends of the number agree, and each further fact that the label gives (bound,
basis, claimant …) is scored on the pairs.  Totals are scored a text: exact, or inside the range
that the label allows.  Where the labels come from is the caller's affair.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from monitor.core.extract import Reading
from monitor.model import Figure

FACTS = ("bound", "basis", "subject", "claimant", "via", "background", "as_of", "place")
"""What a label may say of a figure beside metric, low and high."""

NAMED = frozenset({"claimant", "via", "place", "as_of"})
"""Facts with so many values that they are scored as one: named or not, and rightly."""

_NOBODY = "none"


@dataclass(frozen=True, slots=True)
class Label:
    """A figure as a person read it.  `facts` holds only what the label says; values as in YAML, None for null."""

    metric: str
    low: int | None
    high: int | None
    facts: Mapping[str, str | bool | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Labels:
    """What a person read in one text: None for figures that were not labelled; totals as allowed (low, high)."""

    figures: tuple[Label, ...] | None
    totals: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One text: pairs of label and figure in order of the labels, labels without one, figures without one."""

    language: str
    pairs: tuple[tuple[Label, Figure], ...]
    missed: tuple[Label, ...]
    spurious: tuple[Figure, ...]
    totals: Mapping[str, bool]

    @property
    def flawless(self) -> bool:
        """Whether nothing was missed, nothing invented, and no total is wrong."""
        ends = all(_same_ends(label, figure) for label, figure in self.pairs)
        return ends and not self.missed and not self.spurious and all(self.totals.values())


@dataclass(frozen=True, slots=True)
class Score:
    """How many were labelled, how many read, how many of these rightly."""

    labelled: int
    read: int
    right: int

    @property
    def precision(self) -> float:
        """The share of what was read that is right; 0 if nothing was."""
        return self.right / self.read if self.read else 0.0

    @property
    def recall(self) -> float:
        """The share of what was labelled that was read rightly; 0 if nothing was."""
        return self.right / self.labelled if self.labelled else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.read + self.labelled) if self.read + self.labelled else 0.0


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores by kind («metric», «bound», «claimant» …) and value; total by metric as (right, texts)."""

    texts: int
    flawless: int
    by_kind: Mapping[str, Mapping[str, Score]]
    totals: Mapping[str, tuple[int, int]]
    confusions: Mapping[tuple[str, str, str], int]


Same = Callable[[Label, Figure], bool]


def compare(labels: Labels, reading: Reading) -> Comparison:
    """Pair what was labelled with what was read; each figure is in one pair at most."""
    totals = {
        metric: low <= reading.totals.get(metric, 0) <= high for metric, (low, high) in labels.totals.items()
    }
    if labels.figures is None:
        return Comparison(reading.language, (), (), (), totals)
    left = list(reading.figures)
    pairs: dict[int, Figure] = {}
    for same in (_same_ends, _same_size):  # exact agreement first, so that it is not taken by a near one
        for index, label in enumerate(labels.figures):
            found = None if index in pairs else _partner(label, left, same)
            if found is not None:
                pairs[index] = left.pop(found)
    missed = tuple(label for index, label in enumerate(labels.figures) if index not in pairs)
    paired = tuple((labels.figures[index], pairs[index]) for index in sorted(pairs))
    return Comparison(reading.language, paired, missed, tuple(left), totals)


def _partner(label: Label, left: Sequence[Figure], same: Same) -> int | None:
    """The figure left over that agrees with the label, and of several the one with most facts in common."""
    fitting = [
        index for index, figure in enumerate(left) if label.metric == figure.metric and same(label, figure)
    ]
    return max(fitting, key=lambda index: (_agreement(label, left[index]), -index), default=None)


def _same_ends(label: Label, figure: Figure) -> bool:
    return (label.low, label.high) == (figure.low, figure.high)


def _same_size(label: Label, figure: Figure) -> bool:
    ends = (label.low, label.high) if label.low is not None else (label.high, label.high)
    return figure.low in ends or (figure.low is None and figure.high in ends)


def _agreement(label: Label, figure: Figure) -> int:
    return sum(_said(figure, fact) == value for fact, value in label.facts.items())


def _said(figure: Figure, fact: str) -> str | bool | None:
    """A figure's fact in the notation of labels."""
    value = getattr(figure, fact)
    if fact == "as_of":
        return value.isoformat() if value else None
    return value if value is None or isinstance(value, bool) else str(value)


# ── adding up ───────────────────────────────────────────────────────────────────────────────


def score(comparisons: Iterable[Comparison]) -> Scores:
    """Add up any number of texts."""
    tally = _Tally()
    for comparison in comparisons:
        tally.add(comparison)
    return tally.scores()


class _Tally:
    """The counts of many comparisons."""

    def __init__(self) -> None:
        self._labelled: Counter[tuple[str, str]] = Counter()
        self._read: Counter[tuple[str, str]] = Counter()
        self._right: Counter[tuple[str, str]] = Counter()
        self._confusions: Counter[tuple[str, str, str]] = Counter()
        self._totals: Counter[str] = Counter()
        self._asked: Counter[str] = Counter()
        self._texts = self._flawless = 0

    def add(self, comparison: Comparison) -> None:
        """Count one text."""
        self._texts += 1
        self._flawless += comparison.flawless
        for metric, right in comparison.totals.items():
            self._asked[metric] += 1
            self._totals[metric] += right
        for label, figure in comparison.pairs:
            self._add_pair(label, figure, comparison.language)
        for label in comparison.missed:
            self._labelled.update(_keys(label.metric, comparison.language))
            self._labelled.update(_fact_keys(label.facts))
            self._confusions["figure", label.metric, "missed"] += 1
        for figure in comparison.spurious:
            self._read.update(_keys(figure.metric, comparison.language))
            self._read.update(_fact_keys({fact: _said(figure, fact) for fact in FACTS}))
            self._confusions["figure", "nothing", figure.metric] += 1

    def _add_pair(self, label: Label, figure: Figure, language: str) -> None:
        keys = tuple(_keys(label.metric, language))
        self._labelled.update(keys)
        self._read.update(keys)
        self._right.update(keys if _same_ends(label, figure) else ())
        for fact, wanted in label.facts.items():
            said = _said(figure, fact)
            self._labelled.update(_fact_keys({fact: wanted}))
            self._read.update(_fact_keys({fact: said}))
            if said == wanted:
                self._right.update(_fact_keys({fact: wanted}))
            else:
                self._confusions[fact, _word(wanted), _word(said)] += 1

    def scores(self) -> Scores:
        """The sums as scores, kinds in the order in which they were first met."""
        by_kind: dict[str, dict[str, Score]] = {}
        for kind, value in dict.fromkeys((*self._labelled, *self._read)):
            key = kind, value
            by_kind.setdefault(kind, {})[value] = Score(
                self._labelled[key], self._read[key], self._right[key]
            )
        totals = {metric: (self._totals[metric], asked) for metric, asked in self._asked.items()}
        confusions = dict(self._confusions.most_common())
        return Scores(self._texts, self._flawless, by_kind, totals, confusions)


def _keys(metric: str, language: str) -> Iterator[tuple[str, str]]:
    yield from (("figure", "all"), ("metric", metric), ("language", language))


def _fact_keys(facts: Mapping[str, str | bool | None]) -> Iterator[tuple[str, str]]:
    for fact, value in facts.items():
        named = "named" if value is not None else _NOBODY
        yield fact, named if fact in NAMED else _word(value)


def _word(value: str | bool | None) -> str:
    return _NOBODY if value is None else str(value).lower() if isinstance(value, bool) else value
