"""Thousands of names, found in a text by the word that each begins with.

One pattern over all of them is too large for RE2 to keep an automaton of, and without one it needs fifty
microseconds a sentence.  But few words of a text begin a name.  So the words are looked up, and where
one does, only the names that begin with it are tried, as a pattern that is compiled when it is first met.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from monitor.core.pattern import Match, Pattern, escape, unexpected

# Letters of an abbreviation that is matched in capitals only: WHO is no «who», while Hrana may well be HRANA.
_SHORT = 3
# By how many letters words are told apart where a name may go on with a case; a stem may have fewer.
_STEM = 4
# How many letters may be written onto a name's front, where a language does so.
_ONTO = 7
# How many words of texts are remembered, with the names that begin with each.
_REMEMBERED = 1 << 14
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Beginning:
    """The names that a word can begin: their pattern, how far before the word it may match, and which words come
    second in them; None if there need not be one, or only its stem is known.
    """

    pattern: Pattern
    before: int
    seconds: frozenset[str] | None

    def goes_on(self, following: str | None) -> bool:
        """Whether the next word, in small letters, can be a name's second: hardly any word behind «the» is."""
        return self.seconds is None or following in self.seconds

    def match(self, text: str, word: re.Match[str], position: int) -> Match | None:
        """The name that begins with the word, with the characters around it, from a position of the text on."""
        start = max(position, word.start() - 1 - self.before)
        if not self.before:
            return self.pattern.match(text, start)
        match = self.pattern.search(text, start)
        begins = match is not None and match.start(match.re.groupindex["alias"]) < word.end()
        return match if begins else None


class Names:
    """The names of a language, in the order of their precedence where several begin at one place.

    `clitics` is what may be written onto a name's front, as an optional pattern.
    """

    def __init__(self, names: Sequence[str], clitics: str) -> None:
        self._names = tuple(names)
        self._clitics = (
            f"{clitics}?" if clitics else ""
        )  # lazy: where the article belongs to the name, it takes it
        self._places: dict[str, list[int]] = defaultdict(list)
        stems = [stem for name in names for stem, cut in (_first_word(name),) if cut]
        self._stem = min((_STEM, *map(len, stems)))
        for place, name in enumerate(names):
            word, cut = _first_word(name)
            self._places[f"{word[: self._stem]}*" if cut else word].append(place)
        self._compiled: dict[tuple[str, ...], _Beginning] = {}
        self._beginning = lru_cache(_REMEMBERED)(self._look_up)

    def found(self, text: str) -> Iterator[Match]:
        """Where a folded text has names (group `alias`), in order; each match has the characters around the name."""
        words = [word.casefold() for word in _WORD.findall(text)]
        begun = [
            (place, names)
            for place, names in enumerate(map(self._beginning, words))
            if names is not None and names.goes_on(words[place + 1] if place + 1 < len(words) else None)
        ]
        if not begun:
            return
        position = 0
        spans = tuple(_WORD.finditer(text))
        for place, names in begun:
            word = spans[place]
            if word.end() <= position:
                continue
            match = names.match(text, word, position)
            if match is not None:
                yield match
                position = max(match.end() - 1, match.start() + 1)

    def _look_up(self, word: str) -> _Beginning | None:
        """The names that a word in small letters can begin, if any; what is written onto its front is looked behind."""
        ends = [word[cut:] for cut in range(_ONTO + 1 if self._clitics else 1)]
        keys = (key for end in ends if end for key in (end, f"{end[: self._stem]}*"))
        known = tuple(key for key in keys if key in self._places)
        if known and known not in self._compiled:
            self._compiled[known] = self._compile(known)
        return self._compiled.get(known)

    def _compile(self, keys: Sequence[str]) -> _Beginning:
        names = [
            self._names[place] for place in sorted({place for key in keys for place in self._places[key]})
        ]
        alternation = "|".join(map(as_pattern, names))
        marks = max(len(_WORD.split(name, maxsplit=1)[0]) for name in names)  # «"Monde"»
        return _Beginning(
            Pattern(
                rf"(?i)(?:^|[^\p{{L}}\p{{N}}]){self._clitics}(?P<alias>{alternation})(?:[^\p{{L}}\p{{N}}]|$)",
                unexpected,
            ),
            max(_ONTO if self._clitics else 0, marks),
            _second_words(names),
        )


def _first_word(name: str) -> tuple[str, bool]:
    """The first word of a name in small letters; and whether it is only a stem, with a star behind it."""
    found = _WORD.search(name)
    if found is None:
        return "", True
    before = name[: found.start()]
    return (
        ("", True)
        if "*" in before
        else (found.group().casefold(), name[found.end() : found.end() + 1] == "*")
    )


def _second_words(names: Sequence[str]) -> frozenset[str] | None:
    """The words that stand second in some names, in small letters, or the genitive's «s»; None if one has none."""
    words = [_WORD.findall(name.casefold()) for name in names]
    if any("*" in name for name in names) or any(len(some) < 2 for some in words):
        return None
    return frozenset({"s", *(some[1] for some in words)})


def as_pattern(name: str) -> str:
    """The pattern of a name; a star stands for the cases of a word, one by itself for any word."""
    pattern = escape(name.replace("'s ", " ")).replace(r"\ \*\ ", r"\ [\p{L}-]+\ ")
    pattern = pattern.replace(r"\ ", r"(?:'s)?\s+").replace(r"\*", r"\p{L}{0,3}")
    return f"(?-i:{pattern})" if len(name) <= _SHORT and name.isupper() else pattern
