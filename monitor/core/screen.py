"""Many patterns, few of them worth running on a text.

Every pattern demands some words of a text (`killed`, or `shot` and `dead`); RE2 works out which.
One automaton over all those words tells which patterns can match at all, so that five hundred
rules more cost a sentence hardly more than fifty.  One automaton over the patterns themselves
would name the right ones at once, but on news it meets a new state at nearly every letter, and
building that costs a hundred times as much as reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import re2

from monitor.core.pattern import Pattern, options


class Screen:
    """A fixed sequence of compiled patterns, and one automaton over the words that they demand."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._patterns = tuple(patterns)
        self._words = _words_of(self._patterns) if patterns else None

    def candidates(self, text: str) -> tuple[int, ...]:
        """The positions of the patterns worth running on a text, ascending: all that match are among them."""
        return tuple(sorted(self._words.Match(text.encode(), True) or ())) if self._words else ()

    def worth_running(self, text: str) -> Iterator[Pattern]:
        """The patterns worth running on a text, in their order."""
        return (self._patterns[index] for index in self.candidates(text))

    def matches(self, text: str) -> bool:
        """Whether any pattern matches somewhere in the text."""
        return any(pattern.search(text) for pattern in self.worth_running(text))


def _words_of(patterns: Sequence[Pattern]) -> re2.Filter:
    words = re2.Filter()
    for pattern in patterns:
        words.Add(pattern.pattern, options())
    words.Compile()
    return words
