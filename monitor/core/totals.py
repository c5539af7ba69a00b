"""What a text as a whole reports for its own current event: one number a metric.

The stated total if there is one; else the sum of the disjoint groups of the sentence that reports
most, plus what other sentences add.  Background and subsets never count; a number told twice
counts once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from monitor.model import Basis, Figure


def count_totals(figures: Sequence[Figure], metrics: Iterable[str]) -> dict[str, int]:
    """Metric → people; 0 where the text reports none.  A range counts with its low end."""
    return {metric: _total([figure for figure in figures if figure.metric == metric]) for metric in metrics}


def _total(figures: Sequence[Figure]) -> int:
    current = [figure for figure in figures if not figure.background and figure.basis is not Basis.SUBSET]
    body = [figure for figure in current if figure.field == "text"] or current
    stated = [_size(figure) for figure in body if figure.basis is Basis.TOTAL]
    sums = [_sum(group) for _, group in groupby(body, key=lambda figure: (figure.field, figure.quote))]
    added = [_size(figure) for figure in body if figure.basis is Basis.INCREMENT]
    if stated:
        return max(stated)
    return max(sums, default=0) or sum(added)


def _sum(sentence: Iterable[Figure]) -> int:
    """The groups of one sentence, added up."""
    return sum(_size(figure) for figure in sentence if figure.basis is not Basis.TOTAL)


def _size(figure: Figure) -> int:
    return figure.low if figure.low is not None else figure.high or 0
