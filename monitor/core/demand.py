"""What a pattern demands of a text: the most telling words of those that stand in everything it matches.

    {group}{reach}(?:was|were) (?:killed|shot dead)   demands   (?:was|were)\\s+(?:killed|shot\\s+dead)

The words are a pattern again, of literals in a few alternatives, so that one automaton over the demands of
hundreds of patterns stays small: it has hardly more states than the words have letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

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


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a pattern: all that it matches, if that is but words, and the words that it demands, if any."""

    whole: _Words | None
    demanded: _Words | None


_ANYTHING = _Part(None, None)


# What a mask tells, in letters: most texts that are asked about have one, but few have it beside a certain word.
_MASK = 2
_MASKS = re.compile(r"[\x01-\x08]|\[[\x01-\x08]+\]")


def demand(pattern: str, *, masks: bool = False) -> str | None:
    """The words that a pattern demands, as a pattern whose case does not matter; None if none are known.

    Large classes are no words, nor are masks: in a text without its masks, anything may stand there.  With
    `masks` they are, for the masked text itself.
    """
    open_groups: list[list[list[_Part]]] = [[[]]]
    for token in _TOKEN.findall(pattern):
        parts = open_groups[-1][-1]
        if token == "|":
            open_groups[-1].append([])
        elif token == ")" and len(open_groups) > 1:
            group = _either(open_groups.pop())
            open_groups[-1][-1].append(group)
        elif token[0] == "(":
            open_groups += [[[]]] if token[-1] != ")" else []
        elif _REPEATED.fullmatch(token) and parts:
            parts.append(_repeated(parts.pop(), token))
        elif token in (_QUOTATION, ")"):
            return None
        elif token not in _PLACES:
            parts.append(
                _of(_Words(token, 1, _MASK, 1)) if masks and _MASKS.fullmatch(token) else _one(token)
            )
    found = _either(open_groups[0]).demanded
    return found.pattern if found and found.letters and len(open_groups) == 1 else None


def has_masks(demanded: str | None) -> bool:
    """Whether masks are among what is demanded."""
    return demanded is not None and _MASKS.search(demanded) is not None


@lru_cache(maxsize=4_096)
def _one(token: str) -> _Part:
    """Letters, another character, white space, a class: the same few stand in all patterns."""
    if token.isalpha():
        return _of(_Words(escape(token), len(token), len(token), len(token)))
    if token == r"\s":
        return _of(_Words(token, 1, 0, 1))
    if token[0] == "[":
        return _of(_Words(token, 1, int(token[1:-1].isalpha()), 1)) if _FEW.fullmatch(token) else _ANYTHING
    character = token[-1]
    if token == "." or token < " " or (len(token) > 1 and (len(token) > 2 or character.isalnum())):
        return _ANYTHING
    return _of(_Words(escape(character), 1, int(character.isalnum()), 1))


def _of(words: _Words) -> _Part:
    return _Part(words, words if words.least else None)


def _repeated(part: _Part, times: str) -> _Part:
    """What is demanded once is demanded of any repetition, unless it may be left out."""
    optional = times[0] in "*?" or times.startswith("{0")
    words = part.whole
    if words is not None and words.size <= _LONG:
        sign = ("?" if times[0] == "?" else "*") if optional else "+"
        least, letters = (0, 0) if optional else (words.least, words.letters)
        words = _Words(f"(?:{words.pattern}){sign}", least, letters, words.size)
    return _Part(words, None if optional else part.demanded)


def _either(alternatives: Iterable[list[_Part]]) -> _Part:
    """A group: it demands something only if each of its alternatives does."""
    parts = [_sequence(one) for one in alternatives]
    return _Part(_any([part.whole for part in parts]), _any([part.demanded for part in parts]))


def _any(alternatives: list[_Words | None]) -> _Words | None:
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


def _sequence(parts: Sequence[_Part]) -> _Part:
    """Parts behind each other: of the words between those that may be anything, the most telling."""
    runs: list[list[_Words]] = [[]]
    found: list[_Words] = []
    all_words = [part.whole for part in parts]
    for part, words in zip(parts, all_words, strict=True):
        if words is None or words.size > _LONG:
            found += [part.demanded] if part.demanded else []
            runs.append([])
        else:
            runs[-1].append(words)
    found += [run for run in map(_trimmed, runs) if run is not None]
    known = [words for words in all_words if words is not None]
    whole = _joined(known) if len(known) == len(all_words) else None
    return _Part(whole, max(found, key=lambda words: words.telling, default=None))


def _trimmed(run: list[_Words]) -> _Words | None:
    """Words behind each other without those at the ends that may be left out."""
    needed = [place for place, words in enumerate(run) if words.least]
    return _joined(run[needed[0] : needed[-1] + 1]) if needed else None


def _joined(run: list[_Words]) -> _Words:
    if len(run) == 1:
        return run[0]
    return _Words(
        "".join(words.pattern for words in run),
        sum(words.least for words in run),
        sum(words.letters for words in run),
        sum(words.size for words in run),
    )
