"""Many patterns as one automaton: which of them are worth running on a text.

One pass tells it for any number of patterns, so that five hundred rules more cost a sentence
hardly more than fifty.  It knows no offsets: the patterns that it names are run one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import re2

from monitor.core.pattern import Pattern, PatternError, options

# Room for the automaton of a few thousand rules, in bytes; taken only as far as needed.
_ROOM = 256 << 20


class Screen:
    """A fixed sequence of compiled patterns, and one automaton over them all (or two, where one has no room)."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._patterns = tuple(patterns)
        self._automata = tuple(_automata(self._patterns, 0))

    def hits(self, text: str) -> tuple[int, ...]:
        """The positions of the patterns that match somewhere in the text, ascending."""
        utf8 = text.encode()
        return tuple(
            first + index
            for first, automaton in self._automata
            for index in sorted(automaton.Match(utf8) or ())
        )

    def matching(self, text: str) -> Iterator[Pattern]:
        """The patterns that match somewhere in the text, in their order."""
        return (self._patterns[index] for index in self.hits(text))

    def matches(self, text: str) -> bool:
        """Whether any pattern matches somewhere in the text."""
        return bool(self.hits(text))


def _automata(patterns: Sequence[Pattern], first: int) -> Iterator[tuple[int, re2.Set]]:
    """Automata over all patterns in order, each with the position of its first pattern."""
    if not patterns:
        return
    automaton = re2.Set.SearchSet(options(_ROOM))
    for pattern in patterns:
        automaton.Add(pattern.pattern)
    try:
        automaton.Compile()
    except PatternError:
        half = len(patterns) // 2
        if not half:
            raise
        yield from _automata(patterns[:half], first)
        yield from _automata(patterns[half:], first + half)
    else:
        yield first, automaton
