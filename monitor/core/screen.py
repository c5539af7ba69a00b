"""Many patterns, few of them worth running on a text.

Every pattern demands some words of a text (`killed`, or `shot` and `dead`); RE2 works out which.
One automaton over all those words tells which patterns can match at all, so that five hundred
rules more cost a sentence hardly more than fifty.  One automaton over the patterns themselves
would name the right ones at once, but on news it meets a new state at nearly every letter, and
building that costs a hundred times as much as reading.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial

import re2

from monitor.core.demand import CLASS, EDGE, TIMES, demand, has_masks
from monitor.core.pattern import Pattern, PatternError, options


@dataclass(frozen=True, slots=True)
class _Share:
    """What a screen has of an automaton: from the position `first` on, patterns with these places in the screen."""

    first: int
    places: tuple[int, ...]

    def of(self, demanded: Sequence[int]) -> list[int]:
        """The places of those that are among some positions of the automaton, which ascend."""
        first, places = self.first, self.places
        low = bisect_left(demanded, first)
        high = bisect_left(demanded, first + len(places), low)
        return [places[index - first] for index in demanded[low:high]]


class Phrases:
    """One automaton over the words that some patterns demand, each in its order (see `demand`).

    It tells more than single words do, in a third of the time, as long as they are few: for all words of a
    language it would need a new state at every other letter of a text.
    """

    def __init__(self, demands: Iterable[str] = ()) -> None:
        self._demands = list(demands)
        self.demanded = lru_cache(_REMEMBERED)(self.match)

    def take(self, demands: Sequence[tuple[int, str]]) -> _Share:
        """Take in what some patterns of a screen demand, each with its place there."""
        first = len(self._demands)
        self._demands += [demanded for _, demanded in demands]
        return _Share(first, tuple(place for place, _ in demands))

    @cached_property
    def _match(self) -> Callable[[bytes], Sequence[int] | None]:
        phrases = re2.Set.SearchSet(options())
        for demanded in self._demands:
            phrases.Add(f"(?i){demanded}")
        phrases.Compile()
        match: Callable[[bytes], Sequence[int] | None] = phrases._set.Match
        return match

    def match(self, text: str) -> tuple[int, ...]:
        """The positions of all patterns whose words stand in a text, ascending."""
        found = self._match(f"{EDGE}{text}{EDGE}".encode()) if self._demands else None
        return tuple(sorted(found)) if found else ()


class Words:
    """The words that the patterns of many screens demand, compiled when they are first asked for.

    One automaton looks for single words, another for those that stand beside a mask, as most do of the patterns
    that read no more than «{n} o'clock»: such words are too short and too common for the first.  The screens
    of a language ask about the same few texts one after the other, so those are remembered.
    """

    def __init__(self) -> None:
        self._single: list[Pattern] = []
        self._beside = Phrases()
        self.demanded = lru_cache(_REMEMBERED)(self._demanded)

    def add(self, patterns: Sequence[Pattern]) -> tuple[_Share, ...]:
        """Take in the patterns of a screen."""
        demands = [(place, demand(one.pattern, masks=True)) for place, one in enumerate(patterns)]
        beside = [(place, demanded) for place, demanded in demands if demanded and has_masks(demanded)]
        single = tuple(sorted({*range(len(patterns))}.difference(place for place, _ in beside)))
        first = len(self._single)
        self._single += [patterns[place] for place in single]
        return _Share(first, single), self._beside.take(beside)

    @cached_property
    def _filter(self) -> re2.Filter:
        words = re2.Filter()
        for pattern in self._single:
            try:
                words.Add(_skeleton(pattern.pattern), options())
            except PatternError:
                pattern.compile()  # says what is wrong with it
                raise
        words.Compile()
        return words

    def _demanded(self, text: str) -> tuple[Sequence[int], Sequence[int]]:
        """Of each automaton the positions of all patterns whose words stand in a text, ascending."""
        single = self._filter.Match(text.encode(), True) if self._single else None
        return sorted(single or ()), self._beside.match(text)


class Screen:
    """A fixed sequence of compiled patterns, screened by the words that they demand.

    Control characters are masks (see `chunk`).  With `words`, which screens may share, it is asked about the very
    text that the patterns run on; without, it sees through the masks, and judges a sentence without them as well.
    """

    candidates: Callable[[str], tuple[int, ...]]
    """The positions of the patterns worth running on a text, ascending: all that match are among them."""

    def __init__(self, patterns: Sequence[Pattern], words: Words | None = None) -> None:
        self.patterns = tuple(patterns)
        if words is None:
            self.candidates = Phrases(demand(one.pattern) or "" for one in self.patterns).demanded
        else:
            self.candidates = partial(_shared, words, words.add(self.patterns))

    def worth_running(self, text: str) -> Iterator[Pattern]:
        """The patterns worth running on a text, in their order."""
        return (self.patterns[index] for index in self.candidates(text))

    def matches(self, text: str) -> bool:
        """Whether any pattern matches somewhere in the text."""
        return any(pattern.search(text) for pattern in self.worth_running(text))


def _shared(words: Words, shares: Sequence[_Share], text: str) -> tuple[int, ...]:
    """What a screen that has some shares of the words has of those that stand in a text."""
    found: list[int] = []
    for share, demanded in zip(shares, words.demanded(text), strict=True):
        if demanded:
            found += share.of(demanded)
    return tuple(sorted(found)) if found else ()


# How many texts an automaton remembers: a sentence and its masked forms.
_REMEMBERED = 8

_TOKEN = re.compile(
    rf"{CLASS}|\\x\{{\w+\}}|\\[pP]\{{\^?\w+\}}|\\.|{TIMES}|\(\?P<\w+>|\(\?[a-zA-Z-]*[:)]|[\w ]+|.",
    re.DOTALL,
)
_FEW = re.compile(r"\[[^\x00-\x1f^\\[\]-]{1,4}\]")
_ANYTHING = ".*"


def _skeleton(pattern: str) -> str:
    """The pattern reduced to its words: RE2 demands of a text what it finds here, of three letters or more.

    Large classes and masks become any character, and what may be left out, or be any character, becomes
    anything: it is most of a pattern and demands nothing.  Each alternative becomes a group, or RE2 would
    part words that begin alike into pieces too short for it.  Case does not matter: RE2 looks for the
    words in all spellings, but works them out only where the pattern does not say so.
    """
    open_groups: list[_Alternatives] = [[[]]]
    for token in _TOKEN.findall(pattern):
        pieces = open_groups[-1][-1]
        if token == "|":
            open_groups[-1].append([])
        elif token == ")":
            group = _group(open_groups.pop())
            open_groups[-1][-1].append(group)
        elif token[0] == "(":
            open_groups += [[[]]] if token[-1] != ")" else []
        elif _REPEATED.fullmatch(token):
            _repeat(pieces, token)
        else:
            pieces.append(_bare(token))
    return f"(?s){_group(open_groups[0])}"


_Alternatives = list[list[str]]
_REPEATED = re.compile(TIMES)
_ANY = re.compile(r"[.^$*+]*\.[.^$*+]*")


def _group(alternatives: _Alternatives) -> str:
    written = ["".join(pieces) for pieces in alternatives]
    return _ANYTHING if any(map(_ANY.fullmatch, written)) else f"(?:({')|('.join(written)}))"


def _repeat(pieces: list[str], times: str) -> None:
    """Let the last piece be repeated: how often does not matter, and a group that may be left out is anything."""
    optional = times[0] in "*?" or times.startswith("{0")
    if optional and pieces[-1].startswith("(?:("):
        pieces[-1] = _ANYTHING
    elif pieces[-1] != _ANYTHING:
        pieces.append("*" if optional else "+")


def _bare(token: str) -> str:
    if token[0] == "[":
        return token if _FEW.fullmatch(token) else "."
    return "." if token < " " or token[:2] in (r"\p", r"\P") else token
