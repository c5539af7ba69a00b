"""Many patterns, few of them worth running on a text.

Every pattern demands some words of a text (`killed`, or `shot` and `dead`); RE2 works out which.
One automaton over all those words tells which patterns can match at all, so that five hundred
rules more cost a sentence hardly more than fifty.  One automaton over the patterns themselves
would name the right ones at once, but on news it meets a new state at nearly every letter, and
building that costs a hundred times as much as reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import re2

from monitor.core.pattern import Pattern, options


class Screen:
    """A fixed sequence of compiled patterns, and one automaton over the words that they demand.

    Control characters are masks (see `chunk`), which stand for words: the screen sees through them, and
    judges a sentence without its masks as well as with them.
    """

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
        words.Add(_skeleton(pattern.pattern), options())
    words.Compile()
    return words


_CLASS = r"\[\^?\]?(?:\\x\{\w+\}|\\[pP]\{\^?\w+\}|\[:\^?\w+:\]|\\.|[^\]\\])*\]"
_TOKEN = re.compile(
    rf"{_CLASS}|\\x\{{\w+\}}|\\[pP]\{{\^?\w+\}}|\\.|\(\?P<\w+>|\(\?[a-zA-Z-]*[:)]|[\w ]+|.", re.DOTALL
)
_FEW = re.compile(r"\[[^\x00-\x1f^\\[\]-]{1,4}\]")


def _skeleton(pattern: str) -> str:
    """The pattern reduced to its words: RE2 demands of a text what it finds here, of three letters or more.

    Large classes and masks become any character.  Each alternative becomes a group, or RE2 would
    part words that begin alike into pieces too short for it.  Case does not matter: RE2 looks for
    the words in all spellings, but works them out only where the pattern does not say so.
    """
    return f"(?s)({''.join(map(_bare, _TOKEN.findall(pattern)))})"


def _bare(token: str) -> str:
    if token[0] == "[":
        return token if _FEW.fullmatch(token) else "."
    if token < " " or token[:2] in (r"\p", r"\P"):
        return "."
    if token[0] == "(":
        return "" if token[-1] == ")" else "(?:("
    return {"|": ")|(", ")": "))"}.get(token, token)
