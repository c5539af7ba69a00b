"""Text as rules see it: folded for matching, with offsets that always lead back to the stored text.

Folding makes the many spellings of one thing equal: every script's digits become ASCII, the
Arabic and Persian letter variants one letter, typographic quotes, dashes and spaces the plain
ones; soft hyphens, direction marks and vowel signs vanish.  It does not change the stored text.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_SAME = {
    **dict.fromkeys("\t\r\f\v\u00a0\u1680\u202f\u205f\u3000\u200c", " "),
    **{chr(code): " " for code in range(0x2000, 0x200B)},
    **dict.fromkeys("\x85\u2028\u2029", "\n"),  # from here on white space is a space or a line's end
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


class _Folding(dict[str, str]):
    """What each character becomes; worked out at first sight, then remembered."""

    def __missing__(self, character: str) -> str:
        folded = _fold_character(character)
        self[character] = folded
        return folded


def _fold_character(character: str) -> str:
    if character in _GONE:
        return ""
    if character in _SAME:
        return _SAME[character]
    if ord(character) < 32 and character != "\n":
        return " "  # control characters are kept free for the masks of `chunk`
    if "\ud800" <= character <= "\udfff":
        return "\ufffd"  # half a character, from a careless JSON feed: no text in UTF-8
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    compatible = unicodedata.normalize("NFKC", character)
    return "".join(_SAME.get(part, part) for part in compatible if part not in _GONE)


_FOLDING = _Folding()
_ASCII = bytes(ord(_fold_character(chr(code))) if code < 128 else code for code in range(256))
# Whatever is not known to stay as it is: the alphabets up to Arabic are looked through once, here.
_CALM = (chr(code) for code in range(0x700) if _fold_character(chr(code)) == chr(code))
# What a typesetter puts into a plain text; one for one, so that it can be undone before anything else.
_TYPESET = {character: _SAME[character] for character in "‘’“”–—\u00a0"}
_UNSETTLED = re.compile(f"[^{re.escape(''.join(_CALM))}]")


@dataclass(frozen=True, slots=True)
class Offsets:
    """The way back from a changed text, as runs in which both texts go on side by side.

    Run i begins at `here[i]` in the changed text and at `there[i]` in the one it was made of; both
    ascend.  The text costs no list of all its characters: only the changes of its length count.
    """

    here: Sequence[int]
    there: Sequence[int]

    def back(self, offset: int) -> int:
        """Where the character at an offset came from; the end came from the end."""
        run = bisect_right(self.here, offset) - 1
        return self.there[run] + offset - self.here[run]

    def forth(self, offset: int) -> int:
        """The first offset here that came from there or later."""
        run = bisect_left(self.there, offset)
        inside = self.here[run - 1] + offset - self.there[run - 1] if run else 0
        return min(inside, self.here[run]) if run < len(self.here) else inside


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in folded form; `ways` lead back to the stored one, the last one first, none where nothing moved."""

    text: str
    ways: tuple[Offsets, ...] = ()

    def stored(self, offset: int) -> int:
        """The stored text's character offset for a folded one; the end maps to the end."""
        for way in reversed(self.ways):
            offset = way.back(offset)
        return offset

    def within(self, stored: int) -> int:
        """The first folded offset that came from a stored one or from what follows it."""
        for way in self.ways:
            stored = way.forth(stored)
        return stored


def fold(text: str) -> Folded:
    """Fold a text for matching; the common case keeps every offset where it was."""
    if text.isascii():
        return Folded(text.encode().translate(_ASCII).decode())
    for character, plain in _TYPESET.items():
        text = text.replace(character, plain)
    if text.isascii():
        return fold(text)
    pieces: list[str] = []
    here, there = (
        array("q", [0]),
        array("q", [0]),
    )  # not lists: ten megabytes of ligatures would be two gigabytes
    last = size = 0
    for match in _UNSETTLED.finditer(text):
        start = match.start()
        folded = _FOLDING[match.group()]
        pieces += (text[last:start], folded)
        size += start - last + len(folded)
        last = start + 1
        if len(folded) != 1:
            here.extend(range(size - len(folded), size + 1))
            there.extend((*(start for _ in folded), last))
    pieces.append(text[last:])
    return _apart("".join(pieces), (Offsets(here, there),) if len(here) > 1 else ())


# Arabic script writes «6000people» and «and85»; a digit is never part of its words.
_ARABIC = re.compile("[\u0600-\u06ff]")
_NUMERAL = re.compile("[0-9]+")


def _apart(text: str, ways: tuple[Offsets, ...]) -> Folded:
    """A space between a digit and a letter of Arabic script that touch."""
    runs = _NUMERAL.finditer(text) if _ARABIC.search(text) else ()
    places = [place for run in runs for place in run.span() if _is_arabic(text, run, place)]
    if not places:
        return Folded(text, ways)
    pieces = [text[start:end] for start, end in pairwise((0, *places, len(text)))]
    here = [0, *(place + put + after for put, place in enumerate(places) for after in (0, 1))]
    there = [0, *(place for place in places for _ in (0, 1))]
    return Folded(" ".join(pieces), (*ways, Offsets(here, there)))


def _is_arabic(text: str, run: re.Match[str], place: int) -> bool:
    """Whether the character outside the run, at one of its two ends, is of Arabic script."""
    neighbour = text[place - 1 : place] if place == run.start() else text[place : place + 1]
    return "\u0600" <= neighbour <= "\u06ff"


_SPACE = re.compile(r"\\.|[\[\]]| \??(?=([*+])?)", re.DOTALL)


def spaced(pattern: str) -> str:
    """A pattern in which a space is any white space (and ` ?` any or none), except inside a class."""
    in_class = False

    def wider(match: re.Match[str]) -> str:
        nonlocal in_class
        token = match.group()
        if token in ("[", "]"):
            in_class = token == "["
        if in_class or token[0] != " ":
            return token
        return r"\s*" if token == " ?" else r"\s" if match.group(1) else r"\s+"

    return _SPACE.sub(wider, pattern)


# A sentence ends at . ! ? before a space and something that can open another one, or at a line's end.
_END = re.compile(r"""[.!?]["')\]]*[ \n]+""")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{1,3})+")
_HARD_WRAP = 50


# Sentences are read in pieces of this size at most: real ones have under 1,000 characters, lists and rubbish
# can have millions.
LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Prose:
    """One field of an entry, `title` or `text`: as it is stored, and folded."""

    field: str
    stored: str
    folded: Folded

    def sentences(
        self, abbreviations: frozenset[str], start: int = 0, end: int | None = None
    ) -> Iterator[Sentence]:
        """Its sentences, in order; or those of the paragraphs from `start` to `end`."""
        text = self.folded.text
        spans = paragraphs(text) if end is None else ((start, end),)
        for first, last in spans:
            for whole in split(text, first, last, abbreviations):
                for begin, stop in _pieces(text, *whole):
                    yield Sentence(self, begin, stop)

    def sentence_at(self, place: int, abbreviations: frozenset[str], start: int, end: int) -> Sentence | None:
        """The sentence in which a word stands, of the paragraph from `start` to `end`; None if it is in doubt.

        It is found from the word, so that a long paragraph is not cut into all its sentences for one of them.
        """
        text = self.folded.text
        begin = _begin(text, place, start, end, abbreviations)
        stop = _stop(text, place, start, end, abbreviations)
        return Sentence(self, begin, stop) if begin >= 0 and 0 <= stop - begin <= LONGEST else None


def _pieces(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """What is no sentence any more, in pieces; none begins inside a word.

    They part at a semicolon or a comma if there is one, else at a space.  Nothing is left out but the
    inside of a word of thousands of characters: a million digits are no number, and neither are the last of them.
    """
    while end - begin > LONGEST:
        half, stop = begin + LONGEST // 2, begin + LONGEST
        cut = max(text.rfind("; ", half, stop), text.rfind(", ", half, stop)) + 1 or text.rfind(
            " ", half, stop
        )
        if cut < half:
            cut = text.find(" ", stop, end)
            yield begin, stop
        else:
            yield begin, cut
        if cut < 0:
            return
        begin = cut
    yield begin, end


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a field, by its span of the folded text; what it says is read off when asked for."""

    prose: Prose
    begin: int
    end: int

    @property
    def field(self) -> str:
        """The name of the field it stands in."""
        return self.prose.field

    @property
    def text(self) -> str:
        """The sentence as rules see it."""
        return self.prose.folded.text[self.begin : self.end]

    @property
    def quote(self) -> str:
        """Its stored words."""
        return self.prose.stored[slice(*self.stored(0, self.end - self.begin))].strip()

    def words(self, start: int, end: int) -> str:
        """The stored words of a span of the sentence."""
        return self.prose.stored[slice(*self.stored(start, end))]

    def stored(self, start: int, end: int) -> tuple[int, int]:
        """A span of the sentence as offsets into the stored field; a part of one character («¼») is all of it."""
        folded = self.prose.folded
        first, last = folded.stored(self.begin + start), folded.stored(self.begin + end)
        return first, max(last, folded.stored(self.begin + end - 1) + 1) if end > start else last

    def within(self, stored: int) -> int:
        """The sentence's own offset for an offset into the stored field."""
        return self.prose.folded.within(stored) - self.begin


def sentences(text: str, abbreviations: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of a folded text, in order; they cover every character that is not blank."""
    for start, end in paragraphs(text):
        yield from split(text, start, end, abbreviations)


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
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


def paragraph_at(text: str, place: int) -> tuple[int, int]:
    """The span of the one paragraph that a place lies in, found from there."""
    start = text.rfind("\n", 0, place + 1)
    while start >= 0 and _is_wrap(text[text.rfind("\n", 0, start) + 1 : start], text[start + 1 : start + 2]):
        start = text.rfind("\n", 0, start)
    line = place if text[place : place + 1] == "\n" else text.rfind("\n", 0, place)
    end = text.find("\n", line + 1)
    while end >= 0 and _is_wrap(text[line + 1 : end], text[end + 1 : end + 2]):
        line, end = end, text.find("\n", end + 1)
    return max(start, 0), len(text) if end < 0 else end


def _is_wrap(line: str, following: str) -> bool:
    """Whether a line only ends because a column was full; `following` is the character behind its end."""
    line = line.rstrip()
    return (
        len(line) >= _HARD_WRAP
        and line[-1] not in '.!?:"'
        and bool(following.strip())
        and following not in "-•*"
    )


def split(text: str, start: int, end: int, abbreviations: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The spans of the sentences of one paragraph."""
    begin = start
    for match in _END.finditer(text, start, end):
        mark, stop = match.span()
        if stop == end or _closes(text, begin, mark, stop, end, abbreviations):
            yield begin, stop
            begin = stop
    if text[begin:end].strip():
        yield begin, end


# So far back the end of the sentence before is looked for at a time: news has sentences of 150 characters.
_BACK = 240
_DOUBT = -1


def _begin(text: str, place: int, start: int, end: int, abbreviations: frozenset[str]) -> int:
    """Where the sentence of a word begins, or `_DOUBT`."""
    high = place
    while high > start:
        low = max(start, high - _BACK)
        if place - low > LONGEST:
            return _DOUBT
        for match in reversed(tuple(_END.finditer(text, low, place))):
            mark, stop = match.span()
            if mark >= high:
                continue
            if _is_doubtful(text, start, mark):
                return _DOUBT
            if _closes(text, start, mark, stop, end, abbreviations):
                return stop
        high = low
    return start


def _stop(text: str, place: int, start: int, end: int, abbreviations: frozenset[str]) -> int:
    """Where the sentence of a word ends, or `_DOUBT`."""
    for match in _END.finditer(text, place, end):
        mark, stop = match.span()
        if _is_doubtful(text, start, mark):
            return _DOUBT
        if stop == end or _closes(text, start, mark, stop, end, abbreviations):
            return stop
    return end


def _is_doubtful(text: str, start: int, mark: int) -> bool:
    """Whether the word before a mark may be the first of its sentence, by a line's end that is none of a word."""
    return text.find("\n", max(start + 1, mark - _WORD), mark) >= 0


# So many characters of the word before a mark tell whether it ends a sentence.
_WORD = 12


def _closes(text: str, begin: int, mark: int, stop: int, end: int, abbreviations: frozenset[str]) -> bool:
    """Whether the mark ends a sentence: not after «Gen.», an initial, «am 12. Januar», or before a small letter."""
    if text[stop].islower():
        return False
    if text[mark] != ".":
        return True
    word = text[max(begin, mark - _WORD) : mark].rsplit(" ", 1)[-1].lstrip("\"'(").casefold()
    if word.isalpha():
        return len(word) > 1 and word not in abbreviations
    if word.isdigit():
        following = text[stop : min(stop + 20, end)].split(maxsplit=1)[0].rstrip(".,;:)").casefold()
        return f"0. {following}" not in abbreviations
    if _GROUPED.fullmatch(word):  # the dots inside «20.000» or «7.8» are no abbreviation's
        return True
    return word not in abbreviations and "." not in word
