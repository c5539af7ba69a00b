"""What a pattern demands of a text: the most telling words of those that stand in everything it matches.

    {group}{reach}(?:was|were) (?:killed|shot dead)   demands   (?:was|were)\\s+(?:killed|shot\\s+dead)

The words are a pattern again, of literals in a few alternatives, so that one automaton over the demands of
hundreds of patterns stays small: it has hardly more states than the words have letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, groupby

from monitor.core.pattern import escape

CLASS = r"\[\^?\]?(?:\\x\{\w+\}|\\[pP]\{\^?\w+\}|\[:\^?\w+:\]|\\.|[^\]\\])*\]"
TIMES = r"(?:[*+?]|\{\d+(?:,\d*)?\})\??"
_TOKEN = re.compile(
    rf"{CLASS}|\\x(?:\{{\w+\}}|\w\w)|\\[pP](?:\{{\^?\w+\}}|\w)|\\[0-7]{{1,3}}|\\.|{TIMES}"
    r"|\(\?P?<\w+>|\(\?[a-zA-Z-]*[:)]|[^\W\d_]+(?![*+?{])|.",
    re.DOTALL,
)
_REPEATED = re.compile(TIMES)
_FEW = re.compile(r"\[[^\x00-\x1f^\\[\]-]{1,4}\]")
_QUOTATION = r"\Q"  # up to \E nothing means what it says: such a pattern demands nothing that we know
_PLACES = ("^", "$", r"\b", r"\B", r"\A", r"\z")

# Words with so many letters tell enough; between such, the fewer alternatives tell more.
_ENOUGH = 6
# A part with more characters than this is a word list, and is not joined to what stands beside it.
_LONG = 1_000


@dataclass(frozen=True, slots=True)
class _Words:
    """Words as a pattern: of so many characters and letters at least; the `size` of the pattern."""

    pattern: str
    least: int
    letters: int
    size: int

    @property
    def telling(self) -> tuple[int, int]:
        """The more, the better."""
        return min(self.letters, _ENOUGH), -self.size


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """A part of a pattern: all that it matches, if that is but words, else the alternatives that it is made of.

    The same part is the same object wherever it stands: patterns are put together from the same few lists.

    `opens` and `closes` say whether it may begin and end with a letter, `empty` whether it may be nothing, `again`
    whether it may follow itself.
    """

    whole: _Words | None
    opens: bool
    closes: bool
    empty: bool = False
    inside: tuple[tuple[_Part, ...], ...] = ()
    again: bool = False


# What a mask tells, in letters: most texts that are asked about have one, but few have it beside a certain word.
_MASK = 2
_MASKS = re.compile(r"[\x01-\x08]|\[[\x01-\x08]+\]")

# What stands beside a word: none of these letters, which are enough to tell words apart.
_APART = r"[^a-z\x{c0}-\x{d6}\x{d8}-\x{f6}\x{f8}-\x{24f}\x{400}-\x{481}\x{5d0}-\x{5ea}\x{620}-\x{64a}]"

# A language has some three thousand parts; the next one takes their room.
_once = lru_cache(maxsize=4_096)

EDGE = "\0"
"""What must stand at both ends of a text that is searched for what is demanded, so that its words have ends."""


def demand(pattern: str, *, masks: bool = False) -> str | None:
    """The words that a pattern demands, as a pattern whose case does not matter; None if none are known.

    Where no letter may stand beside them they are whole words: «died», not «audience».  Large classes are no words,
    nor are masks: in a text without its masks, anything may stand there, but what is masked is parted from the words
    beside it.  With `masks` they are words, for the masked text itself.
    """
    open_groups: list[list[list[_Part]]] = [[[]]]
    for token in _TOKEN.findall(pattern):
        parts = open_groups[-1][-1]
        if token == "|":
            open_groups[-1].append([])
        elif token == ")" and len(open_groups) > 1:
            group = _group(tuple(map(tuple, open_groups.pop())))
            open_groups[-1][-1].append(group)
        elif token[0] == "(":
            open_groups += [[[]]] if token[-1] != ")" else []
        elif _REPEATED.fullmatch(token) and parts:
            parts.append(_repeated(parts.pop(), token))
        elif token in (_QUOTATION, ")"):
            return None
        elif masks and _MASKS.fullmatch(token):
            parts.append(_Part(_Words(token, 1, _MASK, 1), opens=False, closes=False))
        else:
            parts.append(_one(token))
    found = _demanded(_group(tuple(map(tuple, open_groups[0]))), True, True)
    return found.pattern if found and found.letters and len(open_groups) == 1 else None


def has_masks(demanded: str | None) -> bool:
    """Whether masks are among what is demanded."""
    return demanded is not None and _MASKS.search(demanded) is not None


@_once
def _one(token: str) -> _Part:
    """Letters, another character, white space, a class, a place: the same few stand in all patterns."""
    if token in _PLACES:
        return _Part(_Words("", 0, 0, 0), opens=False, closes=False, empty=token[-1] in "bB")
    lettered = _may_be_letter(token)
    words = _words(token)
    return _Part(words, lettered, lettered)


def _words(token: str) -> _Words | None:
    if token.isalpha():
        return _Words(escape(token), len(token), len(token), len(token))
    if token == r"\s":
        return _Words(token, 1, 0, 1)
    if token[0] == "[":
        return _Words(token, 1, int(token[1:-1].isalpha()), 1) if _FEW.fullmatch(token) else None
    character = token[-1]
    if token == "." or token < " " or (len(token) > 1 and (len(token) > 2 or character.isalnum())):
        return None
    return _Words(escape(character), 1, int(character.isalnum()), 1)


# Marks and white space in a class; a hyphen between two of them would be a range.
_NO_LETTERS = re.compile(
    r"\[-?(?:[^\w\x00-\x1f\\^[\]-]|\\[s\W])*-?\]|\[\^[^\]]*\\p\{L\}[^\]]*\]|\\[sd\W]|[^\w\x00-\x1f.\\[]"
)


def _may_be_letter(token: str) -> bool:
    """Whether a letter is among what a token matches, or may be where a mask stands."""
    return _NO_LETTERS.fullmatch(token) is None


@_once
def _repeated(part: _Part, times: str) -> _Part:
    """What is demanded once is demanded of any repetition, unless it may be left out."""
    optional = times[0] in "*?" or times.startswith("{0")
    words = part.whole if _is_short(part) else None
    if words is not None:
        sign = ("?" if times[0] == "?" else "*") if optional else "+"
        least, letters = (0, 0) if optional else (words.least, words.letters)
        words = _Words(f"(?:{words.pattern}){sign}", least, letters, words.size)
    inside = () if optional else part.inside
    return _Part(words, part.opens, part.closes, part.empty or optional, inside, again=True)


@_once
def _group(inside: tuple[tuple[_Part, ...], ...]) -> _Part:
    return _Part(
        _any([_whole(parts) for parts in inside]),
        opens=any(_behind(parts, False)[0] for parts in inside),
        closes=any(_before(parts, False)[-1] for parts in inside),
        empty=any(all(part.empty for part in parts) for parts in inside),
        inside=inside,
    )


def _before(parts: Sequence[_Part], beyond: bool) -> list[bool]:
    """Whether a letter may stand before each part, and behind all of them; `beyond`: before the first."""
    return [*accumulate(parts, lambda letter, part: part.closes or (part.empty and letter), initial=beyond)]


def _behind(parts: Sequence[_Part], beyond: bool) -> list[bool]:
    """Whether a letter may stand where each part begins, and behind the last one, where `beyond` says so."""
    back = accumulate(
        reversed(parts), lambda letter, part: part.opens or (part.empty and letter), initial=beyond
    )
    return [*back][::-1]


def _whole(parts: Sequence[_Part]) -> _Words | None:
    known = [part.whole for part in parts if part.whole is not None]
    return _joined(known) if len(known) == len(parts) else None


def _any(alternatives: Sequence[_Words | None]) -> _Words | None:
    known = [one for one in alternatives if one is not None]
    if len(known) < len(alternatives):
        return None
    if len(known) == 1:
        return known[0]
    return _Words(
        f"(?:{'|'.join(dict.fromkeys(one.pattern for one in known))})",
        min(one.least for one in known),
        min(one.letters for one in known),
        sum(one.size for one in known),
    )


@_once
def _demanded(part: _Part, before: bool, behind: bool) -> _Words | None:
    """What a part demands, beside which letters may stand; a group demands what each of its alternatives does."""
    before, behind = before or (part.again and part.closes), behind or (part.again and part.opens)
    if part.inside:
        return _any([_sequence(parts, before, behind) for parts in part.inside])
    return _words_of([part], before, behind) if part.whole and part.whole.least else None


def _sequence(parts: Sequence[_Part], before: bool, behind: bool) -> _Words | None:
    """Parts behind each other: of the words between those that may be anything, the most telling."""
    ahead, after = _before(parts, before), _behind(parts, behind)
    found: list[_Words | None] = []
    for short, places in groupby(range(len(parts)), lambda place: _is_short(parts[place])):
        if not short:
            found += [_demanded(parts[place], ahead[place], after[place + 1]) for place in places]
        elif needed := [place for place in places if (words := parts[place].whole) and words.least]:
            # Without those at the ends that may be left out.
            first, last = needed[0], needed[-1] + 1
            found.append(_words_of(parts[first:last], ahead[first], after[last]))
    return max(filter(None, found), key=lambda words: words.telling, default=None)


def _is_short(part: _Part) -> bool:
    return part.whole is not None and part.whole.size <= _LONG


def _words_of(parts: Sequence[_Part], before: bool, behind: bool) -> _Words:
    """Parts that are but words as such, apart from what stands beside them where that can be no letter."""
    words = _whole(parts)
    assert words is not None
    opened = _APART if parts[0].opens and not before else ""
    closed = _APART if parts[-1].closes and not behind else ""
    return replace(words, pattern=f"{opened}{words.pattern}{closed}") if opened or closed else words


def _joined(run: Sequence[_Words]) -> _Words:
    if len(run) == 1:
        return run[0]
    return _Words(
        "".join(words.pattern for words in run),
        sum(words.least for words in run),
        sum(words.letters for words in run),
        sum(words.size for words in run),
    )
