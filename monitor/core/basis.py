"""What a number counts – a running toll, one incident, an addition, a part – by its clause, else by its article.

The words of its own clause come first: «since Sunday», «in a blast on Monday», «including», «another».
Where they say nothing, or only «toll», a careful reader goes by what the article is about: the
count that it leads with, and the other place where the same number stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from monitor.core.echo import ECHO
from monitor.core.rules import Language
from monitor.core.text import fold
from monitor.core.voices import Voices
from monitor.model import DEFINITIONS, Basis, Figure


class Firm(IntEnum):
    """How firmly its own clause says what a number counts."""

    GUESS = 0
    """Not at all: an incident as far as one knows."""
    LIKELY = 1
    """By words of a count («toll», «documented»), or by a place."""
    SURE = 2
    """By words that leave no doubt."""


@dataclass(frozen=True, slots=True)
class Qualified:
    """A figure with basis, background and as-of date; how firm its basis is; whether its clause names an incident."""

    figure: Figure
    firm: Firm
    event: bool


def basis_of(
    figure: Figure, wordings: frozenset[str], *, is_part: bool, is_added: bool, is_dated: bool
) -> tuple[Basis, Firm]:
    """By its rule and its clause: `wordings` are the cues among `total`, `running` and `incident` that speak there.

    `is_dated` says that the count stands at a day («as of Monday»).
    """
    if figure.basis in (Basis.SUBSET, Basis.INCREMENT):
        return figure.basis, Firm.SURE
    declared = figure.basis is Basis.TOTAL
    if is_part and not declared:
        return Basis.SUBSET, Firm.SURE
    if is_added and not declared:
        return Basis.INCREMENT, Firm.SURE
    if "total" in wordings or is_dated:
        return Basis.TOTAL, Firm.SURE
    if declared or ("running" in wordings and "incident" not in wordings):
        return Basis.TOTAL, Firm.LIKELY
    return Basis.INCIDENT, Firm.SURE if "incident" in wordings else Firm.GUESS


# ── what the article says of the numbers that say nothing ───────────────────────────────────

# Bodies that count a whole crisis; others speak of the incident at hand, but of thousands only as a total.
_KEEP_COUNT = frozenset({"monitor"})
_FEW = 10
_THOUSAND = 1000
# Rival counts of one event are seldom further apart; what is larger counts more than the event.
_RIVAL = 3
# What is smaller than this share of a running toll is hardly another count of it.
_SHARE = 100
# How many figures back a reader looks for what a number repeats or rivals.
_REMEMBERED = 40


def settle(
    figures: Sequence[Figure], qualified: Sequence[Qualified], reader: Language, voices: Voices
) -> tuple[Figure, ...]:
    """The figures of one entry, attributed and in order, each with the basis that the whole entry gives it.

    `qualified` are the same figures as their own sentences settled them.
    """
    ones = [Qualified(figure, one.firm, one.event) for figure, one in zip(figures, qualified, strict=True)]
    ones = _alike(list(_as_before(ones)))
    firsts: dict[str, int] = {}
    for index, one in enumerate(ones):
        if one.firm > Firm.GUESS and _counts(one):
            firsts.setdefault(one.figure.metric, index)
    for index, one in enumerate(ones):
        ones[index] = _with(one, _by_article(index, ones, firsts, reader, voices))
    return tuple(_defined([one.figure for one in _alike(ones)]))


def _defined(figures: Sequence[Figure]) -> Iterator[Figure]:
    """The figures, of which only running totals are of a definition («identified»), wherever their number stands.

    «Police identified two men killed on Friday» tells of an incident; «504 of them identified» of a part.
    """
    said = {
        (figure.metric, figure.low, figure.high): figure.subject
        for figure in figures
        if figure.subject in DEFINITIONS and figure.basis is Basis.TOTAL
    }
    for figure in figures:
        subject = None if figure.subject in DEFINITIONS else figure.subject
        if subject is None and figure.basis is Basis.TOTAL:
            subject = said.get((figure.metric, figure.low, figure.high))
        yield figure if subject == figure.subject else replace(figure, subject=subject)


def _as_before(ones: Sequence[Qualified]) -> Iterator[Qualified]:
    """The figures, of which another count of what its sentence says of another event is of that event too."""
    before: dict[str, Qualified] = {}
    for one in ones:
        asked = before.get(one.figure.metric)
        again = asked and one.figure.rule_id.endswith(ECHO) and asked.figure.quote == one.figure.quote
        if asked and again and asked.figure.background:
            one = replace(one, figure=replace(one.figure, background=True))
        before[one.figure.metric] = one
        yield one


def _with(one: Qualified, basis: Basis) -> Qualified:
    return one if one.figure.basis is basis else replace(one, figure=replace(one.figure, basis=basis))


def _alike(ones: Sequence[Qualified]) -> list[Qualified]:
    """The same number counts the same wherever it stands: what is said most firmly."""
    firmest: dict[tuple[str, int | None, int | None], Qualified] = {}
    for one in ones:
        number = one.figure.metric, one.figure.low, one.figure.high
        if _counts(one) and (number not in firmest or firmest[number].firm < one.firm):
            firmest[number] = one
    alike: list[Qualified] = []
    for one in ones:
        told = firmest.get((one.figure.metric, one.figure.low, one.figure.high), one)
        same = told is one or not _counts(one)
        alike.append(one if same else replace(_with(one, told.figure.basis), firm=told.firm))
    return alike


def _counts(one: Qualified) -> bool:
    """Whether it counts the event at hand, as a whole or in one incident."""
    return one.figure.basis in (Basis.TOTAL, Basis.INCIDENT) and not one.figure.background


def _by_article(
    index: int, ones: Sequence[Qualified], firsts: Mapping[str, int], reader: Language, voices: Voices
) -> Basis:
    """What the figure at an index counts; those before it are settled.

    `firsts` are the places of the first of each metric that say what they count.
    """
    one, figure = ones[index], ones[index].figure
    if figure.background and figure.basis is Basis.INCIDENT and _size(one) >= _THOUSAND:
        return Basis.TOTAL
    if not _counts(one):
        return figure.basis
    repeated = _repeated(index, ones)
    if repeated is not None:
        return repeated.figure.basis
    if one.firm is Firm.SURE:
        return figure.basis
    lead = _lead(index, ones, firsts)
    if figure.basis is Basis.TOTAL:
        return Basis.INCIDENT if lead and _is_of_incident(one, lead) else Basis.TOTAL
    rival = _rival(index, ones)
    return rival.figure.basis if rival else _guessed(one, lead, reader, voices)


def _guessed(one: Qualified, lead: Qualified | None, reader: Language, voices: Voices) -> Basis:
    """What a number counts that says nothing of it: the toll that the article leads with, or an incident."""
    place = fold(one.figure.place).text.casefold() if one.figure.place else None
    local = place is not None and place not in reader.places.wide
    if local:
        return Basis.INCIDENT
    if lead and lead.figure.basis is Basis.TOTAL and (place or _is_of_toll(one, lead)):
        return Basis.TOTAL
    if lead and lead.figure.basis is Basis.INCIDENT and _is_of_incident(one, lead):
        return Basis.INCIDENT
    claimant = voices.claimants.get(one.figure.claimant or "")
    keeps = claimant is not None and claimant.class_ in _KEEP_COUNT and _size(one) >= _FEW
    return Basis.TOTAL if keeps or _size(one) >= _THOUSAND else Basis.INCIDENT


def _repeated(index: int, ones: Sequence[Qualified]) -> Qualified | None:
    """The figure whose question a number without a verb answers again: «up from 19», «she spoke of 30»."""
    one = ones[index]
    if not one.figure.rule_id.endswith(ECHO):
        return None
    asked = (other for other in _before(index, ones) if other.figure.metric == one.figure.metric)
    return next((other for other in asked if _counts(other)), None)


def _rival(index: int, ones: Sequence[Qualified]) -> Qualified | None:
    """The nearest figure before it that is of about its size and says more firmly what it counts."""
    one, size = ones[index], max(_size(ones[index]), 1)

    def is_rival(other: Qualified) -> bool:
        same = other.figure.metric == one.figure.metric and _counts(other) and other.firm > one.firm
        return same and size <= _RIVAL * _size(other) and _size(other) <= _RIVAL * size

    return next(filter(is_rival, _before(index, ones)), None)


def _before(index: int, ones: Sequence[Qualified]) -> Iterator[Qualified]:
    """The figures before one, the nearest first, as far as a reader remembers."""
    return (ones[place] for place in range(index - 1, max(index - _REMEMBERED, 0) - 1, -1))


def _lead(index: int, ones: Sequence[Qualified], firsts: Mapping[str, int]) -> Qualified | None:
    """What the article counts first of the metric, if it says so; else of another beside it, or of any.

    Unless that is the toll of one event: who was arrested for it, and who is in hospital, is none.
    """
    figure = ones[index].figure
    same = firsts.get(figure.metric, index)
    if same != index:
        return ones[same]
    firm = (one for one in _before(index, ones) if one.firm > Firm.GUESS and _counts(one))
    beside = next((one for one in firm if one.figure.quote == figure.quote), None)
    first = min(firsts.values(), default=index)
    lead = beside or (ones[first] if first < index else None)
    return None if lead and lead.event and lead.figure.basis is Basis.TOTAL else lead


def _is_of_incident(one: Qualified, lead: Qualified) -> bool:
    """Whether a number can be a count of the one incident that the article leads with."""
    settled = lead.firm is Firm.SURE or (lead.firm is Firm.LIKELY and lead.figure.quote == one.figure.quote)
    one_incident = lead.figure.basis is Basis.INCIDENT and settled
    same = lead.figure.metric == one.figure.metric
    return one_incident and (not same or _size(one) <= _RIVAL * _size(lead))


def _is_of_toll(one: Qualified, lead: Qualified) -> bool:
    """Whether a number can be another count of the running toll that the article leads with."""
    if lead.firm is not Firm.SURE:
        return False
    if lead.figure.metric != one.figure.metric:
        return _size(one) >= _FEW
    return _size(one) * _SHARE >= _size(lead)


def _size(one: Qualified) -> int:
    return one.figure.low if one.figure.low is not None else one.figure.high or 0
