"""How many a word stands for that points back: «Two men were abducted.  *They* were shot dead.» → two.

A rule reads such words as `(?P<them>…)`, which are the people counted last, or as `(?P<those>…)`,
which are those counted last by the same noun or of the same kind: «two bombers … *the assailants*».
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from monitor.core.chunk import GROUP, Chunked, Counted, chunk, subject_of
from monitor.core.match import Hit
from monitor.core.numerals import Quantity
from monitor.core.rules import Language
from monitor.model import Bound

MEMORY = 3
"""Sentences before its own in which people are looked for."""


def resolved(
    hits: Sequence[Hit], chunked: Chunked, sentence: str, earlier: Iterable[str], reader: Language
) -> tuple[Hit, ...]:
    """The hits, each that points back with as many as it stands for; without those that stand for nobody."""
    if not any(hit.points_back for hit in hits):
        return tuple(hits)
    found = ((hit, _stands_for(hit, chunked, sentence, earlier, reader)) for hit in hits)
    return tuple(replace(hit, quantity=many) for hit, many in found if many or not hit.points_back)


def _stands_for(
    hit: Hit, chunked: Chunked, sentence: str, earlier: Iterable[str], reader: Language
) -> Quantity | None:
    if not hit.points_back:
        return None
    for words, group in _before(hit, chunked, sentence, earlier, reader):
        alike = tuple(one for one in group if not one.part and _is_alike(hit, one, words, reader))
        if sum(one.quantity.size for one in alike) > 1:
            return _together(hit, alike)
    return None


def _before(
    hit: Hit, chunked: Chunked, sentence: str, earlier: Iterable[str], reader: Language
) -> Iterator[tuple[str, tuple[Counted, ...]]]:
    """The counted groups before a hit with their words, the nearest first."""
    yield from _groups(chunked, sentence, hit.read)
    for text in earlier:
        before = chunk(text, reader.numbers, reader.lexicon)
        yield from _groups(before, text, len(before.text))


def _groups(chunked: Chunked, sentence: str, end: int) -> Iterator[tuple[str, tuple[Counted, ...]]]:
    for mask in sorted((mask for mask in chunked.counted if mask < end), reverse=True):
        if chunked.text[mask] == GROUP:
            yield sentence[slice(*chunked.origin(mask, mask + 1))], chunked.counted[mask]


def _is_alike(hit: Hit, one: Counted, words: str, reader: Language) -> bool:
    """Whether the words of a hit may stand for some people, by the noun if it says one."""
    if hit.points_back.startswith("them"):
        return True
    kind = subject_of(hit.whom, reader.lexicon)
    noun = hit.whom.split()[-1].casefold()
    return one.subject == kind if kind else words.casefold().endswith(noun)


def _together(hit: Hit, group: Sequence[Counted]) -> Quantity:
    lows = [one.quantity.low for one in group]
    highs = [one.quantity.high for one in group]
    bounds = [one.quantity.bound for one in group if one.quantity.bound is not Bound.EXACT]
    return Quantity(
        *hit.span,
        None if None in lows else sum(low or 0 for low in lows),
        None if None in highs else sum(high or 0 for high in highs),
        bounds[0] if bounds else Bound.EXACT,
    )
