"""Who says so: the claimant of each figure, canonical by the claimants' YAML, or nobody.

In order: the claimant whose attribution words stand nearest in the sentence; «the group», «it»,
«he» meaning whoever spoke last; the headline, for a figure that repeats it; the organisation whose
own feed it is.  Else None, never a guess.  The outlet that somebody «told» is `via`, not the one
who counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from monitor.core.chunk import search_all
from monitor.core.rules import CLAIMANT, Language, Voices
from monitor.core.text import Folded
from monitor.model import Figure


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a field (`start` in folded offsets), with the figures that were read in it."""

    field: str
    start: int
    text: str
    figures: tuple[Figure, ...]
    folded: Folded


@dataclass(frozen=True, slots=True)
class _Mention:
    """A claimant named in a sentence, at a span of it; `speaks` if attribution words tie it to a claim."""

    claimant: str
    start: int
    end: int
    speaks: bool = False
    is_via: bool = False


def attribute(
    found: Sequence[Sentence], reader: Language, voices: Voices, own_claimant: str | None
) -> tuple[Figure, ...]:
    """The figures of all sentences, in order, each with claimant and via where the text names them."""
    attributed: list[Figure] = []
    speaker: str | None = None
    for sentence in found:
        mentions = (
            tuple(_mentions(sentence, reader, voices)) if sentence.figures or _may_speak(sentence) else ()
        )
        speakers = [mention for mention in mentions if mention.speaks and not mention.is_via]
        back = tuple(_references(sentence, reader)) if speaker or not speakers else ()
        if speaker:
            speakers = [mention for mention in speakers if not any(_within(mention, span) for span in back)]
        refers = bool(back) and not speakers
        for figure in sentence.figures:
            chosen = _nearest(figure, sentence, speakers)
            claimant = chosen.claimant if chosen else speaker if refers else None
            attributed.append(replace(figure, claimant=claimant, via=_via(mentions, claimant)))
        if speakers:
            speaker = speakers[-1].claimant
    return tuple(_inherit(attributed, own_claimant))


def _references(sentence: Sentence, reader: Language) -> Iterator[tuple[int, int]]:
    """Where the sentence points back to whoever spoke: «the rights group said», «it added»."""
    for pattern in reader.anaphora.matching(sentence.text):
        for match in search_all(pattern, sentence.text):
            yield match.span(match.re.groupindex["whole"])


def _within(mention: _Mention, span: tuple[int, int]) -> bool:
    return span[0] <= mention.start and mention.end <= span[1]


def _may_speak(sentence: Sentence) -> bool:
    # A claimant can be introduced in a sentence without figures and be «the group» in the next.
    return len(sentence.text) < 1_000


def _mentions(sentence: Sentence, reader: Language, voices: Voices) -> Iterator[_Mention]:
    spans = tuple(_named(sentence, voices))
    if not spans:
        return
    masked, places = _mask(sentence.text, spans)
    speaks: set[int] = set()
    via: set[int] = set()
    for pattern in reader.attribution.matching(masked):
        for match in search_all(pattern, masked):
            for group, number in match.re.groupindex.items():
                if match.start(number) >= 0 and group.startswith(("claimant", "via")):
                    (via if group.startswith("via") else speaks).add(match.start(number))
    for place, (claimant, start, end) in zip(places, spans, strict=True):
        yield _Mention(claimant, start, end, place in speaks, place in via)


def _named(sentence: Sentence, voices: Voices) -> Iterator[tuple[str, int, int]]:
    """Claimants named in a sentence; a name inside a counted group («12 police») names nobody."""
    counted = [_span(figure, sentence) for figure in sentence.figures]
    alias = voices.aliases.groupindex["alias"]
    for match in search_all(voices.aliases, sentence.text):
        start, end = match.span(alias)
        if not any(low <= start < high + 25 and start - high < 2 for low, high in counted):
            yield voices.owner[" ".join(match.group(alias).casefold().split())], start, end


def _mask(text: str, spans: Sequence[tuple[str, int, int]]) -> tuple[str, list[int]]:
    pieces: list[str] = []
    places: list[int] = []
    last = length = 0
    for _, start, end in spans:
        pieces += (text[last:start], CLAIMANT)
        length += start - last
        places.append(length)
        length += 1
        last = end
    return "".join([*pieces, text[last:]]), places


def _span(figure: Figure, sentence: Sentence) -> tuple[int, int]:
    """The figure's span in the sentence, in folded offsets."""
    return _to_folded(figure.start, sentence), _to_folded(figure.end, sentence)


def _to_folded(stored: int, sentence: Sentence) -> int:
    origin = sentence.folded.origin
    if origin is None:
        return stored - sentence.start
    low, high = sentence.start, len(origin) - 1
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if origin[middle] < stored else (low, middle)
    return low - sentence.start


def _nearest(figure: Figure, sentence: Sentence, speakers: Sequence[_Mention]) -> _Mention | None:
    """The speaker in the figure's own clause, else the nearest one."""
    start, end = _span(figure, sentence)

    def distance(mention: _Mention) -> int:
        between = sentence.text[min(end, mention.end) : max(start, mention.start)]
        gap = max(start - mention.end, mention.start - end, 0)
        return gap + _CLAUSE * sum(between.count(mark) for mark in (";", " while ", " but ", " whereas "))

    return min(speakers, key=distance, default=None)


_CLAUSE = 200  # characters that a clause boundary weighs


def _via(mentions: Sequence[_Mention], claimant: str | None) -> str | None:
    outlets = [mention.claimant for mention in mentions if mention.is_via and mention.claimant != claimant]
    return outlets[0] if outlets and claimant else None


def _inherit(figures: Sequence[Figure], own_claimant: str | None) -> Iterator[Figure]:
    """A bare figure that another attributed one repeats has its claimant; else the feed's own."""
    said = {
        (figure.metric, figure.low, figure.high): figure.claimant for figure in figures if figure.claimant
    }
    for figure in figures:
        if figure.claimant is None:
            inherited = said.get((figure.metric, figure.low, figure.high), own_claimant)
            yield replace(figure, claimant=inherited)
        else:
            yield figure
