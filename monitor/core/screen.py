"""Many patterns as one automaton: which of them are worth running on a text.

One pass tells it for any number of patterns, so that five hundred rules more cost a sentence
hardly more than fifty.  It knows no offsets: the patterns that it names are run one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import re2

from monitor.core.pattern import Pattern, options

# Room for the automaton of a few thousand rules, in bytes; taken only as far as needed.
_ROOM = 256 << 20


class Screen:
    """A fixed sequence of compiled patterns, and one automaton over them all."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self._patterns = tuple(patterns)
        self._set = re2.Set.SearchSet(options(_ROOM)) if patterns else None
        if self._set is not None:
            for pattern in patterns:
                self._set.Add(pattern.pattern)
            self._set.Compile()

    def hits(self, text: str) -> tuple[int, ...]:
        """The positions of the patterns that match somewhere in the text, ascending."""
        return tuple(sorted(self._set.Match(text.encode()) or ())) if self._set is not None else ()

    def matching(self, text: str) -> Iterator[Pattern]:
        """The patterns that match somewhere in the text, in their order."""
        return (self._patterns[index] for index in self.hits(text))

    def matches(self, text: str) -> bool:
        """Whether any pattern matches somewhere in the text."""
        return bool(self.hits(text))
