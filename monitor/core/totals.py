"""What a text as a whole reports for its own current event: one number a metric.

The stated total if there is one; else the sum of the disjoint groups of the sentence that reports
most, plus what other sentences say they add («was also killed», «another two»).  Background and
subsets never count; a number told twice counts once.
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
    if stated:
        return max(stated)
    sentences = [tuple(group) for _, group in groupby(body, key=lambda figure: figure.quote)]
    reports = [_sum(sentence) for sentence in sentences if not _adds(sentence)]
    return max(reports, default=0) + sum(_sum(sentence) for sentence in sentences if _adds(sentence))


def _adds(sentence: Sequence[Figure]) -> bool:
    """Whether a sentence only adds to what others report: «a passer-by was also killed»."""
    return all(figure.basis is Basis.INCREMENT for figure in sentence)


def _sum(sentence: Iterable[Figure]) -> int:
    """The disjoint groups of one sentence, added up; «40 people, 6 officers and 34 civilians» are 40."""
    sizes = [_size(figure) for figure in sentence]
    return sizes[0] if len(sizes) > 2 and sizes[0] == sum(sizes[1:]) else sum(sizes)


def _size(figure: Figure) -> int:
    return figure.low if figure.low is not None else figure.high or 0
