"""Where it happened: the place that a figure's own clause names, in the text's words, or nothing.

The language's patterns say what a place looks like: a proper name behind a preposition, or one of
its known names.  Where somebody speaks, or has an office, nothing happened.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.core.chunk import search_all
from monitor.core.clauses import between, gap
from monitor.core.pattern import Match
from monitor.core.screen import Screen
from monitor.core.text import Sentence

# What it weighs, in characters, that a place stands before the figure and not behind it: a few words.
_BEFORE = 15
# And that it is a whole country, where a town is named as well.
_WIDE = 40


@dataclass(frozen=True, slots=True)
class Places:
    """How a language names places; all words folded, in small letters.

    `patterns` have a group `place`; `never` are words that no place begins or ends with (Monday), `addresses` are
    words behind which the place is only where somebody is («based in Virginia»); `wide` are countries
    and the like: what happened there is more than one incident.
    """

    patterns: Screen
    never: frozenset[str]
    addresses: frozenset[str]
    wide: frozenset[str]

    def of(
        self,
        sentence: Sentence,
        spans: Sequence[tuple[int, int]],
        starts: Sequence[int],
        taken: Sequence[tuple[int, int]],
    ) -> tuple[str | None, ...]:
        """The place of each figure (spans in the folded sentence); `taken` are spans in which no place stands."""
        named = tuple(self.named(sentence.text, taken))
        counting = {bisect_right(starts, span[0]) for span in spans}

        def place(span: tuple[int, int]) -> str | None:
            own = [one for one in named if not between(starts, one[0], span[0])]
            # A clause beside its own that counts nobody says where, too.
            beside = [one for one in named if bisect_right(starts, one[0]) not in counting]
            own = own or [one for one in beside if between(starts, one[0], span[0]) == 1]
            nearest = min(own, key=lambda one: self._distance(sentence.text, one, span), default=None)
            return sentence.words(*nearest) if nearest else None

        return tuple(map(place, spans))

    def _distance(self, text: str, place: tuple[int, int], span: tuple[int, int]) -> int:
        wide = text[slice(*place)].casefold() in self.wide
        return gap(place, span) + _BEFORE * (place[0] < span[0]) + _WIDE * wide

    def named(self, text: str, taken: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """The spans of the names; of two readings from one word on, the longer («the western city of Izeh»)."""
        longest: dict[int, tuple[int, tuple[int, int]]] = {}
        for pattern in self.patterns.worth_running(text):
            for match in search_all(pattern, text):
                start, end = match.span(match.re.groupindex["whole"])
                if start not in longest or longest[start][0] < end:
                    longest[start] = end, self._trimmed(text, *_span(match))
        reached = 0
        for start, (end, span) in sorted(longest.items()):
            inside, reached = span[1] <= reached, max(reached, end)
            if inside:  # «in Mapasana, near Mbingi» is in Mapasana
                continue
            before = text[:start].casefold().split()[-1:]
            is_address = not self.addresses.isdisjoint(word.strip(",.") for word in before)
            overlaps = any(low < span[1] and span[0] < high for low, high in taken)
            is_name = not text[slice(*span)].islower()  # «turkey» is no country
            if span[0] < span[1] and is_name and not is_address and not overlaps:
                yield span

    def _trimmed(self, text: str, start: int, end: int) -> tuple[int, int]:
        """The name without days at its end: «Kabul Monday» is Kabul."""
        words = text[start:end].split()
        while words and words[-1].casefold().strip(".,") in self.never:
            words.pop()
        if not words or words[0].casefold() in self.never:
            return start, start
        end = start + text[start:end].rfind(words[-1]) + len(words[-1].removesuffix("'s").rstrip(".'-"))
        return start, end


def _span(match: Match) -> tuple[int, int]:
    """Where the name stands in a match of a pattern with {place}."""
    groups = (number for name, number in match.re.groupindex.items() if name.startswith("place"))
    return next((match.span(number) for number in groups if match.took_part(number)), (0, 0))
