"""Text as rules see it: folded for matching, with offsets that always lead back to the stored text.

Folding makes the many spellings of one thing equal: every script's digits become ASCII, the
Arabic and Persian letter variants one letter, typographic quotes, dashes and spaces the plain
ones; soft hyphens, direction marks and vowel signs vanish.  It does not change the stored text.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from monitor.core.pattern import Pattern

_SAME = {
    **dict.fromkeys("\t\r\f\v\u00a0\u1680\u202f\u205f\u3000\u200c", " "),
    **{chr(code): " " for code in range(0x2000, 0x200B)},
    **dict.fromkeys("‘’‚‛ʼ`´′׳", "'"),
    **dict.fromkeys("“”„‟«»″״", '"'),
    **dict.fromkeys("‐‑‒–—―−־", "-"),
    "ي": "ی", "ى": "ی", "ك": "ک", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ۀ": "ه", "ة": "ه", "ؤ": "و", "ئ": "ی",
    "٬": ",", "،": ",", "٫": ".", "؛": ";", "؟": "?", "٪": "%", "ё": "е", "Ё": "Е",
    "ß": "ss", "ẞ": "SS", "ı": "i", "İ": "I",  # the dots of a Turkish i, that capitals lose in print
}  # fmt: skip
# Directions, vowel signs of Arabic and of Hebrew (the hyphen among the latter is in `_SAME`).
_MARKS = (
    *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0x064B, 0x0660), *range(0x0591, 0x05BE), 0x05BF,
    *range(0x05C1, 0x05C3), *range(0x05C4, 0x05C6), 0x05C7,
)  # fmt: skip
_GONE = frozenset("\u00ad\u0307\u200b\u200d\u200e\u200f\u2060\ufeff\u0640\u0670" + "".join(map(chr, _MARKS)))


class _Folding(dict[int, str]):
    """What each character becomes; worked out at first sight, then remembered."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = _fold_character(character)
        self[code] = folded
        return folded


def _fold_character(character: str) -> str:
    if character in _GONE:
        return ""
    if character in _SAME:
        return _SAME[character]
    if ord(character) < 32 and character != "\n":
        return " "  # control characters are kept free for the masks of `chunk`
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    compatible = unicodedata.normalize("NFKC", character)
    return "".join(_SAME.get(part, part) for part in compatible if part not in _GONE)


_FOLDING = _Folding()


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in folded form.  `origin` maps a folded offset to the stored one; None where they are equal."""

    text: str
    origin: Sequence[int] | None

    def stored(self, offset: int) -> int:
        """The stored text's character offset for a folded one; the end maps to the end."""
        return offset if self.origin is None else self.origin[offset]


def fold(text: str) -> Folded:
    """Fold a text for matching; the common case keeps every offset where it was."""
    folded = text.translate(_FOLDING)
    if len(folded) == len(text) and not _changes_length(text):
        return _apart(Folded(folded, None))
    origin = [index for index, character in enumerate(text) for _ in _FOLDING[ord(character)]]
    return _apart(Folded(folded, [*origin, len(text)]))


# Arabic script writes «6000people» and «and85»; a digit is never part of its words.
_TOUCHING = re.compile("[0-9][\u0600-\u06ff]|[\u0600-\u06ff][0-9]")


def _apart(folded: Folded) -> Folded:
    """A space between a digit and a letter of Arabic script that touch."""
    text = folded.text
    places = [] if text.isascii() else [match.start() + 1 for match in _TOUCHING.finditer(text)]
    if not places:
        return folded
    pieces = [range(start, end) for start, end in pairwise((0, *places, len(text)))]
    origin = [folded.stored(index) for piece in pieces for index in (*piece, piece.stop)]
    return Folded(" ".join(text[piece.start : piece.stop] for piece in pieces), origin)


def _changes_length(text: str) -> bool:
    # Equal lengths could hide one character gone and another doubled; ASCII never does either.
    return not text.isascii() and any(len(_FOLDING[ord(character)]) != 1 for character in set(text))


def spaced(pattern: str) -> str:
    """A pattern in which a space is any white space (and ` ?` any or none), except inside a class."""
    pieces: list[str] = []
    in_class = False
    for position, character in enumerate(pattern):
        escaped = pattern[position - 1 : position] == "\\"
        if character == "[" and not escaped:
            in_class = True
        elif character == "]" and not escaped:
            in_class = False
        if character == " " and not in_class:
            pieces.append(r"\s" if pattern[position + 1 : position + 2] in ("?", "*", "+") else r"\s+")
        else:
            pieces.append("*" if character == "?" and pieces and pieces[-1] == r"\s" else character)
    return "".join(pieces)


# A sentence ends at . ! ? … before a space and something that can open another one, or at a line's end.
_END = Pattern(r'[.!?…](?:["\')\]]*)\s+')
_OPENS = frozenset("\"'([-•*")
_HARD_WRAP = 50


# A sentence is read up to here: real ones have under 1,000 characters, lists and rubbish can have millions.
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a field: its folded `text`, where it starts in the folded field, its stored words."""

    field: str
    start: int
    text: str
    quote: str
    folded: Folded

    def stored(self, start: int, end: int) -> tuple[int, int]:
        """A span of the sentence as offsets into the stored field."""
        return self.folded.stored(self.start + start), self.folded.stored(self.start + end)

    def within(self, stored: int) -> int:
        """The sentence's own offset for an offset into the stored field."""
        origin = self.folded.origin
        return (stored if origin is None else bisect_left(origin, stored)) - self.start


def sentences_of(
    field: str, text: str, abbreviations: frozenset[str], triggers: Pattern
) -> Iterator[Sentence]:
    """The sentences of a stored field, in order; none where no trigger stands anywhere in it."""
    folded = fold(text)
    if not triggers.search(folded.text):
        return
    for start, end in sentences(folded.text, abbreviations):
        end = min(end, start + _LONGEST)
        quote = text[folded.stored(start) : folded.stored(end)].strip()
        yield Sentence(field, start, folded.text[start:end], quote, folded)


def sentences(text: str, abbreviations: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of a folded text, in order; they cover every character that is not blank."""
    for start, end in _paragraphs(text):
        yield from _split(text, start, end, abbreviations)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Spans between line ends; a newline inside hard-wrapped prose does not end one."""
    start = line_start = 0
    position = text.find("\n")
    while position >= 0:
        if not _is_wrap(text[line_start:position], text[position + 1 : position + 2]):
            if text[start:position].strip():
                yield start, position
            start = position
        line_start = position + 1
        position = text.find("\n", line_start)
    if text[start:].strip():
        yield start, len(text)


def _is_wrap(line: str, following: str) -> bool:
    line = line.rstrip()
    return (
        len(line) >= _HARD_WRAP
        and line[-1] not in '.!?:"'
        and bool(following.strip())
        and following not in "-•*"
    )


def _split(text: str, start: int, end: int, abbreviations: frozenset[str]) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    begin = 0
    for match in _END.finditer(piece):
        stop = match.end()
        if stop < len(piece) and not _closes(piece, begin, match.start(), stop, abbreviations):
            continue
        yield start + begin, start + stop
        begin = stop
    if piece[begin:].strip():
        yield start + begin, end


def _closes(piece: str, begin: int, mark: int, stop: int, abbreviations: frozenset[str]) -> bool:
    """Whether the mark ends a sentence: not after «Gen.», an initial, «am 12. Januar», or before a small letter."""
    if piece[stop].islower():
        return False
    if piece[mark] != ".":
        return True
    word = piece[max(begin, mark - 12) : mark].rsplit(" ", 1)[-1].lstrip("\"'(").casefold()
    if word.isdigit():
        following = piece[stop : stop + 20].split(maxsplit=1)[0].rstrip(".,;:)").casefold()
        return f"0. {following}" not in abbreviations
    return word not in abbreviations and not (len(word) == 1 and word.isalpha()) and "." not in word
