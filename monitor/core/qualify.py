"""What a figure counts, of which event, as of which day: settled by the cues of its sentence.

A number knows its value from `numerals` and its metric from `match`; whether it is the whole toll,
one incident, an addition or a part, and whether it is about this event at all, the words around
it say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from monitor.core.chunk import Chunked, search_all
from monitor.core.dates import is_long_gone
from monitor.core.match import covered
from monitor.core.rules import Language
from monitor.core.text import fold
from monitor.core.voices import Voices
from monitor.model import Basis, Entry, Figure


def qualify(
    figures: Sequence[Figure],
    masks: Sequence[int | None],
    chunked: Chunked,
    reader: Language,
    entry: Entry,
    sentence: str,
) -> tuple[Figure, ...]:
    """The figures of one sentence with basis, background and as-of date; `masks` are their places in it."""
    if not figures:
        return ()
    within = {basis: covered(chunked, reader.cues[basis]) for basis in (Basis.SUBSET, Basis.INCREMENT)}
    whole = {basis for basis in (Basis.TOTAL, Basis.INCIDENT) if _speaks(reader, basis, chunked.text)}
    published = entry.published_at.date() if entry.published_at else None
    people = [chunked.origin(mask, mask + 1) for mask in masks if mask is not None]
    past = _is_background(
        sentence, [*people, *_starts(sentence, reader)], reader, published, entry.seen_at.date()
    )
    day = reader.calendar.as_of(sentence, published)
    settled = tuple(
        replace(
            figure,
            basis=_basis(figure, mask, figures[:index], masks[:index], within, whole),
            background=past,
            as_of=day,
        )
        for index, (figure, mask) in enumerate(zip(figures, masks, strict=True))
    )
    parts = _broken_down(settled)
    return tuple(
        replace(figure, basis=Basis.SUBSET) if index in parts else figure
        for index, figure in enumerate(settled)
    )


def _broken_down(figures: Sequence[Figure]) -> frozenset[int]:
    """The parts that a number is broken down into: «12 people, 8 men, 3 women and a child», which add up to it."""
    for first, whole in enumerate(figures):
        parts: list[int] = []
        rest = whole.low or 0
        for index in range(first + 1, len(figures)):
            part = figures[index]
            if part.metric == whole.metric and part.basis is not Basis.SUBSET:
                parts.append(index)
                rest -= part.low or rest + 1
            if rest <= 0:
                break
        if rest == 0 and len(parts) > 1:
            return frozenset(parts)
    return frozenset()


def _is_background(
    sentence: str,
    no_years: Sequence[tuple[int, int]],
    reader: Language,
    published: date | None,
    seen: date,
) -> bool:
    """Whether a cue names another event: by its words, or by a year that is long gone.

    `no_years` are spans whose numbers show no other event: «more than 1500 were killed», «since October 2023».
    """
    for pattern in reader.cues["background"].matching(sentence):
        groups = pattern.groupindex
        for match in search_all(pattern, sentence):
            dated = {
                name: match.group(number)
                for name, number in groups.items()
                if ("year" in name or name.startswith("in_")) and match.group(number)
            }
            if any("year" in name and _lies_in(match.span(groups[name]), no_years) for name in dated):
                continue
            if not dated or any(
                is_long_gone(
                    _common_year(name, year),
                    published or (seen if name.startswith(("event_", "in_")) else None),
                )
                for name, year in dated.items()
            ):
                return True
    return False


def _starts(sentence: str, reader: Language) -> Iterator[tuple[int, int]]:
    """The years that counts of a sentence run on from."""
    for pattern in reader.cues["since"].matching(sentence):
        for match in search_all(pattern, sentence):
            yield from (
                match.span(number)
                for name, number in pattern.groupindex.items()
                if "year" in name and match.took_part(number)
            )


def _lies_in(span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)


def _is_event(name: str) -> bool:
    """Whether the year is what an event is called by: then the day we saw it will do."""
    return name.startswith(("event_", "in_"))


def _common_year(name: str, year: str) -> int:
    """The Gregorian year of what was read as `(?P<in_2022>…)`, as `{solar_year}` and its like, or as it stands."""
    if name.startswith("in_"):
        return int(name.removeprefix("in_")[:4])
    if "solar" not in name:
        return int(year)
    return int(year) + 621 + (1300 if len(year) == 2 else 0)


def _basis(
    figure: Figure,
    mask: int | None,
    before: Sequence[Figure],
    earlier: Sequence[int | None],
    within: Mapping[Basis, set[int]],
    whole: set[Basis],
) -> Basis:
    if figure.basis is not Basis.INCIDENT:
        return figure.basis
    # «12 killed, including 2 children, and 9 injured»: the nine are no part of the twelve.
    apart = bool(before) and all(other.metric != figure.metric for other in before)
    if mask in within[Basis.SUBSET] and not apart:
        return Basis.SUBSET
    # «12 killed and another 30 injured» adds no injured to anybody's; «in 24 hours 12 killed and 30 injured» does.
    added = within[Basis.INCREMENT]
    if mask in added and not (apart and added.isdisjoint(place for place in earlier if place is not None)):
        return Basis.INCREMENT
    if Basis.TOTAL in whole and not (Basis.INCIDENT in whole and figure.subject not in (None, "protesters")):
        return Basis.TOTAL
    return figure.basis


# Bodies that count a whole crisis; police and hospitals speak of the incident at hand.
_KEEP_COUNT = frozenset({"monitor", "un", "party", "official", "media"})


def cumulate(figure: Figure, reader: Language, voices: Voices) -> Figure:
    """What a monitor says without naming an incident is its running total."""
    claimant = voices.claimants.get(figure.claimant or "")
    if figure.basis is not Basis.INCIDENT or claimant is None or claimant.class_ not in _KEEP_COUNT:
        return figure
    named = _speaks(reader, Basis.INCIDENT, fold(figure.quote).text)
    return figure if named else replace(figure, basis=Basis.TOTAL)


def _speaks(reader: Language, question: str, text: str) -> bool:
    return reader.cues[question].matches(text)
