"""Who says so: the claimant of each figure, canonical by the claimants' YAML, or nobody.

In order: the claimant whose attribution words stand nearest in the sentence; «the group», «it»,
«he» meaning whoever spoke last; the headline, for a figure that repeats it; the organisation whose
own feed it is.  Else None, never a guess.  The outlet that somebody «told» is `via`, not the one
who counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from monitor.core.chunk import mask, search_all
from monitor.core.rules import CLAIMANT, Language, Voices
from monitor.core.text import Sentence
from monitor.model import Figure


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence with the figures that were read in it."""

    sentence: Sentence
    figures: tuple[Figure, ...]

    def span(self, figure: Figure) -> tuple[int, int]:
        """The figure's span in the sentence's folded text."""
        return self.sentence.within(figure.start), self.sentence.within(figure.end)


@dataclass(frozen=True, slots=True)
class _Mention:
    """A claimant named in a sentence, at a span of it; `speaks` if attribution words tie it to a claim."""

    claimant: str
    start: int
    end: int
    speaks: bool = False
    is_via: bool = False


def attribute(
    found: Sequence[Spoken], reader: Language, voices: Voices, own_claimant: str | None
) -> tuple[Figure, ...]:
    """The figures of all sentences, in order, each with claimant and via where the text names them."""
    last = max((index for index, spoken in enumerate(found) if spoken.figures), default=-1)
    attributed: list[Figure] = []
    speaker: str | None = None
    for spoken in found[: last + 1]:  # who speaks after the last figure has nothing to say about one
        mentions = tuple(_mentions(spoken, reader, voices))
        speakers, refers = _speakers(spoken.sentence, mentions, reader, speaker)
        for figure in spoken.figures:
            chosen = _nearest(figure, spoken, speakers, reader)
            claimant = chosen.claimant if chosen else speaker if refers else None
            attributed.append(replace(figure, claimant=claimant, via=_via(mentions, claimant)))
        speaker = speakers[-1].claimant if speakers else speaker
    return tuple(_inherit(attributed, own_claimant))


def _speakers(
    sentence: Sentence, mentions: Sequence[_Mention], reader: Language, before: str | None
) -> tuple[list[_Mention], bool]:
    """Who speaks in the sentence, and whether it only points back to whoever spoke before.

    «The rights group said» names somebody, unless somebody was named before: then it means them.
    """
    speakers = [mention for mention in mentions if mention.speaks and not mention.is_via]
    if speakers and before is None:
        return speakers, False
    back = tuple(_references(sentence, reader))
    named = [mention for mention in speakers if not any(_within(mention, span) for span in back)]
    return named, bool(back) and not named


def _references(sentence: Sentence, reader: Language) -> Iterator[tuple[int, int]]:
    """Where the sentence points back to whoever spoke: «the rights group said», «it added»."""
    for pattern in reader.anaphora.matching(sentence.text):
        for match in search_all(pattern, sentence.text):
            yield match.span(match.re.groupindex["whole"])


def _within(mention: _Mention, span: tuple[int, int]) -> bool:
    return span[0] <= mention.start and mention.end <= span[1]


def _mentions(spoken: Spoken, reader: Language, voices: Voices) -> Iterator[_Mention]:
    """The claimants that the sentence names; the words of attribution around them say which speak."""
    named = tuple(_named(spoken, voices))
    if not named:
        return
    masked = mask(spoken.sentence.text, [(start, end, CLAIMANT) for _, start, end in named])
    roles: dict[str, set[int]] = {"claimant": set(), "via": set()}
    for pattern in reader.attribution.matching(masked.text):
        for match in search_all(pattern, masked.text):
            for group, number in match.re.groupindex.items():
                roles.get(group.rstrip("0123456789"), set()).add(match.start(number))
    for place, (claimant, start, end) in zip(masked.places, named, strict=True):
        yield _Mention(claimant, start, end, place in roles["claimant"], place in roles["via"])


# «12 police officers» counts officers and quotes no police: a name this near behind a number is its noun.
_NOUN = 25


def _named(spoken: Spoken, voices: Voices) -> Iterator[tuple[str, int, int]]:
    counted = [spoken.span(figure) for figure in spoken.figures]
    alias = voices.aliases.groupindex["alias"]
    for match in search_all(voices.aliases, spoken.sentence.text):
        start, end = match.span(alias)
        if not any(low <= start < high + _NOUN and start - high < 2 for low, high in counted):
            yield voices.owner_of(match.group(alias)), start, end


# What the boundary of a clause weighs, in characters: more than any clause is long.
_CLAUSE = 200


def _nearest(
    figure: Figure, spoken: Spoken, speakers: Sequence[_Mention], reader: Language
) -> _Mention | None:
    """The speaker in the figure's own clause, else the nearest one."""
    start, end = spoken.span(figure)
    text = spoken.sentence.text.casefold()

    def distance(mention: _Mention) -> int:
        between = text[min(end, mention.end) : max(start, mention.start)]
        gap = max(start - mention.end, mention.start - end, 0)
        return gap + _CLAUSE * (between.count(";") + sum(between.count(word) for word in reader.contrast))

    return min(speakers, key=distance, default=None)


def _via(mentions: Sequence[_Mention], claimant: str | None) -> str | None:
    outlets = [mention.claimant for mention in mentions if mention.is_via and mention.claimant != claimant]
    return outlets[0] if outlets and claimant else None


def _inherit(figures: Sequence[Figure], own_claimant: str | None) -> Iterator[Figure]:
    """A bare figure that another attributed one repeats has its claimant; else the feed's own."""
    said = {_number(figure): figure for figure in figures if figure.claimant}
    for figure in figures:
        repeated = said.get(_number(figure))
        if figure.claimant is None and repeated is not None:
            yield replace(figure, claimant=repeated.claimant, via=repeated.via)
        else:
            yield replace(figure, claimant=figure.claimant or own_claimant)


def _number(figure: Figure) -> tuple[str, int | None, int | None]:
    return figure.metric, figure.low, figure.high
