"""One RE2 pattern, run on a text's UTF-8 and answering in its characters, as `re` does.

RE2 itself needs a microsecond for a sentence.  Its Python wrapper needs ten: it translates the
offsets of every group of every match, and asks the engine anew for the names of the groups.  Here
the names are asked for once, and an offset is translated when somebody wants it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

import re2

PatternError = re2.error
escape = re2.escape

_ANYWHERE, _AT_START, _WHOLE = re2._Anchor.UNANCHORED, re2._Anchor.ANCHOR_START, re2._Anchor.ANCHOR_BOTH
# Bytes that a pattern's program and automaton may grow to; RE2 works on without it when it is full.  A long
# pattern has a large program, and may have more.
_ROOM, _MOST_ROOM, _ROOM_PER_BYTE = 8 << 20, 64 << 20, 1 << 10


def options(room: int = _MOST_ROOM) -> re2.Options:
    """RE2's settings for everything compiled here: errors are values of ours, not lines on stderr."""
    chosen = re2.Options()
    chosen.log_errors = False
    chosen.max_mem = room
    return chosen


def _ranges(kind: str) -> str:
    """The characters of a general category up to Arabic, as ranges of a class."""
    codes = (code for code in range(0x700) if unicodedata.category(chr(code)).startswith(kind))
    runs = (tuple(run) for _, run in groupby(enumerate(codes), key=lambda pair: pair[1] - pair[0]))
    return "".join(f"\\x{{{run[0][1]:x}}}-\\x{{{run[-1][1]:x}}}" for run in runs)


# Unicode's own letters are 650 ranges, most of them of scripts that nobody here reads, and make four
# fifths of a rule's program.  In folded text these do: exact up to Arabic, whole scripts beyond, with
# the full stops of Hindi, Thai, Burmese, Ethiopic and Khmer left out.
_BEYOND = (
    r"\x{700}-\x{963}\x{966}-\x{e4e}\x{e50}-\x{1049}\x{104c}-\x{1360}\x{1369}-\x{17d3}\x{17db}-\x{17ff}"
    r"\x{180b}-\x{1fff}\x{2c00}-\x{2dff}\x{3005}-\x{3007}\x{3040}-\x{d7ff}\x{f900}-\x{fdff}"
    r"\x{fe70}-\x{fefe}\x{10000}-\x{1efff}\x{20000}-\x{3ffff}"
)
_CLASSES = {r"\p{L}": _ranges("L") + _BEYOND, r"\p{M}": _ranges("M"), r"\p{N}": "0-9"}
# In a text of ASCII alone there are fewer still, and what is none can be one sign that never comes.
_NEVER = r"\x80"
_ASCII = {
    r"\p{L}": "a-zA-Z",
    r"\p{Lu}": "A-Z",
    r"\p{Ll}": "a-z",
    r"\p{M}": _NEVER,
    r"\p{N}": "0-9",
    "[^": r"[^\x80-\xff",
}
_TOKEN = re.compile(r"\\p\{\w+\}|\\.|\[\^|[\[\]]", re.DOTALL)
_NO_ASCII = re.compile(r"([^\x00-\x7f]|\\x\{0*(?:[89a-f]\w|[1-9a-f]\w{2,})\})|\\[\x00-\x7f]", re.IGNORECASE)


def economical(pattern: str, classes: Mapping[str, str] = _CLASSES) -> str:
    """The pattern with its letters, marks and digits as short classes, the way in which it is compiled."""
    in_class = False

    def shorter(match: re.Match[str]) -> str:
        nonlocal in_class
        token = match.group()
        if token[0] == "[" or token == "]":
            opens, in_class = not in_class, token != "]"
            return classes.get(token, token) if opens else token
        short = classes.get(token)
        return token if short is None else short if in_class else f"[{short}]"

    return _TOKEN.sub(shorter, pattern)


def for_ascii(pattern: str) -> bytes:
    """The pattern for texts of ASCII alone, to be compiled as Latin-1.

    There a byte is a character, and S and K are not a long s and the sign of the kelvin as well.
    """
    return _NO_ASCII.sub(lambda sign: _NEVER if sign[1] else sign[0], economical(pattern, _ASCII)).encode()


Refused = Callable[[Exception], object] | None
"""What is told of an error when a pattern is first run; None for a pattern that is compiled at once."""


def unexpected(error: Exception) -> None:
    """What is told of a pattern that cannot fail: it is escaped, or somebody compiled it before."""
    raise AssertionError("a pattern that was taken for proven does not compile") from error


def _in_its_room(pattern: bytes, chosen: re2.Options) -> Any:
    chosen.max_mem = min(max(_ROOM, len(pattern) * _ROOM_PER_BYTE), _MOST_ROOM)
    try:
        return re2._Regexp(pattern, chosen)
    except PatternError:  # a short one may be large all the same: «x{1000}»
        chosen.max_mem = _MOST_ROOM
        return re2._Regexp(pattern, chosen)


_Spans = Sequence[tuple[int, int]]
"""Start and end in bytes of the whole and of each group, (-1, -1) where it took no part."""
_COUNTED = re.compile(r"\(\?P<count\w*>\[?([\x01-\x08]+)\]?\)")


class Pattern:
    """A compiled pattern; immutable, shared by all threads.  Raises `PatternError` where RE2 cannot read it.

    `counts` are the characters that its groups `count…` read: masks, one of which a text must hold.
    With `refuse` it is compiled when it is first run, and `refuse` is told the error before it is raised:
    of four hundred patterns of a language a text asks for eighty.  For texts of ASCII, which most English
    sentences are, it is compiled once more, to half the size.
    """

    __slots__ = ("_plainly", "_refuse", "_run", "counts", "groupindex", "groups", "pattern")

    _plainly: Any
    _run: Any
    groups: int
    groupindex: dict[str, int]

    def __init__(self, pattern: str, refuse: Refused = None) -> None:
        self.pattern = pattern
        self.counts = frozenset("".join(_COUNTED.findall(pattern)))
        self._refuse = refuse
        if refuse is None:
            self.compile()

    def compile(self) -> None:
        """Make it ready to run on any text, whoever waits for it."""
        self._run = self._compiled(economical(self.pattern).encode(), options())

    def _compiled(self, pattern: bytes, chosen: re2.Options) -> Any:
        try:
            compiled = _in_its_room(pattern, chosen)
        except PatternError as error:
            if self._refuse is not None:
                self._refuse(error)
            raise
        self.groups = compiled.groups
        self.groupindex = {name.decode(): group for name, group in compiled.groupindex.items()}
        return compiled._regexp.Match

    def __getattr__(self, name: str) -> Any:
        """What only a compiled pattern has, asked for the first time."""
        if name == "_run":
            self.compile()
        elif name in ("_plainly", "groupindex", "groups"):
            chosen = options()
            chosen.encoding = re2.Options.Encoding.LATIN1
            self._plainly = self._compiled(for_ascii(self.pattern), chosen)
        else:
            raise AttributeError(name)
        return getattr(self, name)

    def search(self, text: str, start: int = 0) -> Match | None:
        """The first match from `start` on."""
        return self._match(_ANYWHERE, text, start)

    def match(self, text: str, start: int = 0) -> Match | None:
        """The match that begins at `start`."""
        return self._match(_AT_START, text, start)

    def fullmatch(self, text: str) -> Match | None:
        """The match that is the whole text."""
        return self._match(_WHOLE, text, 0)

    def finditer(self, text: str) -> Iterable[Match]:
        """All matches that do not overlap, in order."""
        return self._matches(text, 0)

    def overlapping(self, text: str) -> Iterable[Match]:
        """All matches, also those that share their boundary character with the one before."""
        return self._matches(text, 1)

    def starts(self, text: str) -> Iterator[int]:
        """Where the matches start, in order: one pass, however many there are."""
        utf8 = text.encode()
        size, plain, position, last, start = len(utf8), len(utf8) == len(text), 0, 0, 0
        run = self._plainly if plain else self._run
        while position < size:
            first, end = run(_ANYWHERE, utf8, position, size)[0]
            if first < 0:
                return
            start += first - last if plain else len(utf8[last:first].decode())
            yield start
            last, position = first, max(end, _character_end(utf8, first))

    def _match(self, anchor: object, text: str, start: int) -> Match | None:
        utf8 = text.encode()
        size = len(utf8)
        if size == len(text):
            spans = self._plainly(anchor, utf8, start, size)
            return Match(self, utf8, spans, True) if spans[0][0] >= 0 else None
        spans = self._run(anchor, utf8, len(text[:start].encode()), size)
        return Match(self, utf8, spans, False) if spans[0][0] >= 0 else None

    def _matches(self, text: str, shared: int) -> Iterable[Match]:
        """All matches; each may begin `shared` characters before the end of the last one."""
        utf8 = text.encode()
        plain = len(utf8) == len(text)
        spans = (self._plainly if plain else self._run)(_ANYWHERE, utf8, 0, len(utf8))
        return self._onwards(utf8, spans, plain, shared) if spans[0][0] >= 0 else ()

    def _onwards(self, utf8: bytes, spans: _Spans, plain: bool, shared: int) -> Iterator[Match]:
        """A first match, and all behind it."""
        run, size = self._plainly if plain else self._run, len(utf8)
        start, end = spans[0]
        while start >= 0:
            yield Match(self, utf8, spans, plain)
            back = _character_start(utf8, end - shared) if shared and end else end
            position = max(back, _character_end(utf8, start))
            if position > size:
                return
            spans = run(_ANYWHERE, utf8, position, size)
            start, end = spans[0]


class Match:
    """Where a pattern matched: offsets are characters of the text, (-1, -1) for a group that took no part."""

    __slots__ = ("_plain", "_spans", "_utf8", "re")

    def __init__(self, pattern: Pattern, utf8: bytes, spans: _Spans, plain: bool) -> None:
        self.re = pattern
        self._utf8 = utf8
        self._spans = spans
        self._plain = plain

    def span(self, group: int = 0) -> tuple[int, int]:
        """Start and end of a group."""
        start, end = self._spans[group]
        if self._plain or start < 0:
            return start, end
        first = len(self._utf8[:start].decode())
        return first, first + len(self._utf8[start:end].decode())

    def start(self, group: int = 0) -> int:
        """Where a group starts."""
        start = self._spans[group][0]
        return start if self._plain or start < 0 else len(self._utf8[:start].decode())

    def end(self, group: int = 0) -> int:
        """Where a group ends."""
        end = self._spans[group][1]
        return end if self._plain or end < 0 else len(self._utf8[:end].decode())

    def took_part(self, group: int) -> bool:
        """Whether the group is a part of the match."""
        return self._spans[group][0] >= 0

    def group(self, group: int | str = 0) -> str | Any:
        """The text of a group, by its number or its name; None if it took no part (typed as `re` types it)."""
        start, end = self._spans[self.re.groupindex[group] if isinstance(group, str) else group]
        return self._utf8[start:end].decode() if start >= 0 else None

    def groupdict(self) -> dict[str, str | Any]:
        """The texts of all named groups."""
        return {name: self.group(number) for name, number in self.re.groupindex.items()}


def _character_start(utf8: bytes, position: int) -> int:
    """The first byte of the character that a byte belongs to."""
    while utf8[position] & 0xC0 == 0x80:
        position -= 1
    return position


def _character_end(utf8: bytes, position: int) -> int:
    """Where the character that starts at a position ends."""
    position += 1
    while position < len(utf8) and utf8[position] & 0xC0 == 0x80:
        position += 1
    return position
