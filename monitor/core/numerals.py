"""Number words and figures → values with a bound, by a language's tables; the algorithm knows no language.

    "at least two hundred and twelve" → 212, None  at_least        "2 bin 615"        → 2615, 2615  exact
    "between 3,000 and 4,000"         → 3000, 4000 range           "tens of thousands" → 10000, None vague

It reads folded text (see `text`), so digits are ASCII and marks are plain.  It does not know what
a number counts: ages, dates and money are told apart by the cues of the language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from monitor.core.pattern import Match, Pattern, Refused, escape
from monitor.core.specs import LanguageSpec, Numbers
from monitor.core.text import fold, spaced
from monitor.model import Bound

# Four groups of three digits already pass the number of people on earth; longer runs are ids.
_DIGITS = r"(?:\d{1,3}(?:[,.' ]\d{3}){1,3}|\d{1,10}(?:[.,]\d{1,3})?)"
_SEPARATOR = r"[\s-]+"
_LARGEST = 10_000_000_000
_REMEMBERED = 8


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its hedge: offsets into the text read, low/high in whole units, None for an open end."""

    start: int
    end: int
    low: int | None
    high: int | None
    bound: Bound

    @property
    def size(self) -> int:
        """The one number to sort or sum by: the low end, else the high one."""
        return self.low if self.low is not None else self.high or 0


class NumberReader:
    """Reads the quantities of one language; compiled once from its tables."""

    def __init__(self, spec: LanguageSpec, refuse: Refused = None) -> None:
        numbers = spec.numbers
        self._decimal = numbers.decimal
        self._values = _folded_keys({**numbers.values, **numbers.closing})
        self._multipliers = _folded_keys({**numbers.multipliers, **numbers.suffixes})
        self._vague = _folded_keys(numbers.vague)
        self._approximate = _folded_keys(numbers.approximate)
        self._before = {
            word.rstrip("-"): bound for bound, hedge in spec.hedges.items() for word in _folded(hedge.before)
        }
        self._after = {word: bound for bound, hedge in spec.hedges.items() for word in _folded(hedge.after)}
        self._movement = tuple(_folded(numbers.movement))
        # Where eleven is no word of its own it is said «ten one».
        self._tens_from = 20 if 11 in self._values.values() else 10
        self._joiners = frozenset(_folded(numbers.joiners))
        self._articles = frozenset(_folded(numbers.singular))
        self._lookalikes = frozenset(_folded(numbers.lookalikes))
        self._halves = frozenset(_folded(numbers.halves))
        words = [*self._values, *self._multipliers, *self._joiners, *self._articles, *self._halves]
        self._token = Pattern(f"(?i)({_slashed(numbers)}{_DIGITS})|({_any(words)})", refuse)
        self._plain = Pattern(f"(?i){_number(numbers)}", refuse)
        self._expression = Pattern(_expression(spec, self._after), refuse)
        self._ranges = len(spec.ranges)
        self._number = lru_cache(maxsize=4_096)(self._compose_longest)  # news repeats its numbers
        # Monday is «the two» in Arabic; a day's name is no number.
        self._weekdays = frozenset(_folded(form for day in spec.weekdays for form in day.split("|")))
        self._climbs = _climbs(numbers.climbs, refuse)
        # Whether there is a number is asked before which; so the last few texts are remembered.
        self._read = lru_cache(maxsize=_REMEMBERED)(lambda text: tuple(self._quantities(text)))

    def read(self, text: str) -> tuple[Quantity, ...]:
        """The quantities of a folded text, in order; they do not overlap.

        Numbers glued to letters (12th, F-16, 5kg) are none.
        """
        return self._read(text)

    def _quantities(self, text: str) -> Iterator[Quantity]:
        position = 0
        while match := self._expression.search(text, position):
            start = match.start(1)
            apart = _is_clitic(text[match.start() : start]) or _stands_alone(text, start)
            if match.group(2) and self._is_climb(match, text):
                position = match.end(2) - 1  # the space behind the words that are no hedge here
                continue
            named = text[match.start() : match.end(1)].strip().casefold() in self._weekdays
            quantity = self._quantity(match, text) if apart and not named else None
            if quantity is not None:
                yield quantity
            position = max(quantity.end if quantity else self._beyond(match) or start + 1, position + 1)

    def value(self, text: str) -> int | None:
        """The value of one number in words or digits; None if the words make no number."""
        words = [
            (m.group().casefold(), m.group(1) is not None) for m in self._token.finditer(fold(text).text)
        ]
        total, used = self._compose(words)
        return total if used == len(words) and words else None

    def _quantity(self, match: Match, text: str) -> Quantity | None:
        start, end = match.span(1)
        hedge, after = match.group(2), match.group("after")
        before = self._before.get(_squeezed(hedge).rstrip("- ")) if hedge else None
        if match.group(3) and before and (one := self._counted(text, *match.span(3))):
            return _bounded(start, one[1], one[0], before)
        if match.group(3):
            return self._loose(start, end, _squeezed(match.group(3)), before)
        for first in range(4, 4 + 2 * self._ranges, 2):
            if match.took_part(first) and not self._is_movement(text, start):
                ends = match.group(first), match.group(first + 1)
                if not _is_since(*ends):
                    return self._range(start, end, *ends)
        if match.took_part(least := match.re.groupindex["one"]):
            return _bounded(start, match.end(least), 1, Bound.AT_LEAST)
        number = 4 + 2 * self._ranges
        if match.group(number) is None:
            number = next(first for first in range(4, number, 2) if match.took_part(first))
            after = None
        words = match.group(number)
        value, stop = self._number(words)
        if value is None or value > _LARGEST or not (hedge or after or self._counts(words, match)):
            return None
        cut = match.start(number) + stop
        whole = cut == match.end(number)
        bound = before or (self._after.get(_squeezed(after)) if after and whole else None) or Bound.EXACT
        return _bounded(start, (end if after else match.end(number)) if whole else cut, value, bound)

    def _beyond(self, match: Match) -> int | None:
        """Where a number that is too large ends: no part of it counts anybody either."""
        value, stop = self._number(match.group(1))
        return match.start(1) + stop if value is not None and value > _LARGEST else None

    def _loose(self, start: int, end: int, words: str, before: Bound | None) -> Quantity:
        """An expression that stands for a number: «dozens» opens one, «une dizaine» rounds one."""
        if words in self._approximate:
            return _bounded(start, end, self._approximate[words], before or Bound.ABOUT)
        return Quantity(
            start, end, self._vague[words], None, before if before in _OPEN_ABOVE else Bound.VAGUE
        )

    def _counts(self, words: str, match: Match) -> bool:
        """Whether words without a hedge are a number: «ein» alone is an article, Turkish «onu» a pronoun."""
        word = _squeezed(words)
        return (
            word not in self._articles
            and word + (match.group("ending") or "").casefold() not in self._lookalikes
        )

    def hedged(self, quantity: Quantity, words: str) -> Quantity:
        """The quantity with the hedge that follows its noun: «12 people or more»."""
        bound = self._after.get(_squeezed(words))
        return bounded(quantity, bound)

    def _counted(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """The value and end of a number behind a hedge, if its first word can be vague or count one.

        «тысячи людей» are thousands, «около тысячи людей» is about one thousand.
        """
        if self._number(text[start:end])[1] != end - start:
            return None
        found = self._plain.match(text, start)
        value, stop = self._number(found.group()) if found else (None, 0)
        return (value, start + stop) if value is not None else None

    def _is_climb(self, match: Match, text: str) -> bool:
        """Whether what looks like an upper limit is where a count came to: «возросло до 34»."""
        if self._climbs is None or self._before.get(_squeezed(match.group(2))) is not Bound.AT_MOST:
            return False
        beside = (
            text[max(0, match.start(2) - _CLIMB) : match.start(2)],
            text[match.end() - 1 : match.end() + _CLIMB],
        )
        return any(pattern.search(part) for pattern, part in zip(self._climbs, beside, strict=True))

    def _is_movement(self, text: str, start: int) -> bool:
        return text[:start].rstrip().casefold().endswith(self._movement) if self._movement else False

    def _range(self, start: int, end: int, first: str, second: str) -> Quantity | None:
        low, high = self._number(first)[0], self._number(second)[0]
        if low is None or high is None:
            return None
        scale = self._scale(second)
        if low < high / scale:
            low *= scale  # «3 to 4 thousand», «zwei- bis dreihundert»
        return Quantity(start, end, low, high, Bound.RANGE) if low < high <= _LARGEST else None

    def _scale(self, text: str) -> int:
        """What the words at the end of a number multiply the others by: «four hundred thousand» 100,000."""
        scale = 1
        for token in reversed(list(self._token.finditer(text))):
            factor = self._multipliers.get(_squeezed(token.group()))
            if factor is None:
                break
            scale *= factor
        return scale

    def _compose_longest(self, text: str) -> tuple[int | None, int]:
        """The value of the longest beginning that makes a number, and where that beginning ends."""
        tokens = list(self._token.finditer(text))
        value, used = self._compose(
            [(token.group().casefold(), token.group(1) is not None) for token in tokens]
        )
        stop = tokens[used - 1].end() if used else 0
        # A number ends where a word ends: «zweivier» is none.
        return (None, 0) if text[stop : stop + 1].isalpha() else (value, stop)

    def _compose(self, words: list[tuple[str, bool]]) -> tuple[int | None, int]:
        """Put a number together, as far as the words make one: its value, and how many words it took.

        The scheme of every positional number-word system: values add up to a group, a multiplier
        scales the group, a smaller multiplier may follow a larger one.
        """
        number, used = _Number(tens_from=self._tens_from), 0
        for position, (word, is_digits) in enumerate(words):
            word, next_scales = _squeezed(word), self._scales(words, position + 1)
            if word in self._multipliers:
                taken = number.scale(self._multipliers[word])
            elif self._values.get(word, 0) >= 1000:
                taken = number.contain(self._values[word], self._scale_in(self._values[word]))
            elif is_digits or word in self._values:
                taken = number.add(
                    self._digits(word, next_scales) if is_digits else Fraction(self._values[word])
                )
            elif word in self._joiners:
                number.joined = True
                continue
            elif word in self._halves:
                taken = number.halve(next_scales)
            else:
                taken = next_scales and number.open()  # an article: «a hundred»
            if not taken:
                break
            used = position + 1
        value = number.total + number.group
        return (int(value) if used and value.denominator == 1 else None), used

    def _scales(self, words: list[tuple[str, bool]], position: int) -> bool:
        return position < len(words) and _squeezed(words[position][0]) in self._multipliers

    def _scale_in(self, value: int) -> int:
        """The scale that one word for a whole value has built in: 1000 in the one word for two thousand."""
        return max((scale for scale in self._multipliers.values() if scale <= value), default=value)

    def _digits(self, word: str, scaled: bool) -> Fraction:
        """«1.200» is 1200 people but «1.200 million» is 1.2 million: people are never counted in thousandths."""
        marks = [character for character in word if not character.isdigit()]
        if len(marks) == 1 and (
            len(word.rpartition(marks[0])[2]) != 3 or (scaled and marks[0] in self._decimal)
        ):
            return Fraction(word.replace(marks[0], "."))
        return Fraction("".join(character for character in word if character.isdigit()))


# How far from its limit a climbing verb is looked for, in characters: a clause.
_CLIMB = 120


def _climbs(patterns: Iterable[str], refuse: Refused) -> tuple[Pattern, Pattern] | None:
    """A climbing verb in the clause before a limit, and right behind its number."""
    words = "|".join(spaced(fold(pattern).text) for pattern in patterns)
    if not words:
        return None
    before = rf"(?i)(?:^|[^\p{{L}}])(?:{words})[^.;!?]*$"
    after = rf"(?i)^[^.,;!?]{{0,30}}?[^\p{{L}}](?:{words})"
    return Pattern(before, refuse), Pattern(after, refuse)


_OPEN_ABOVE = (Bound.AT_LEAST, Bound.MORE_THAN)


def bounded(quantity: Quantity, bound: Bound | None) -> Quantity:
    """An exact quantity with the bound that other words give it; any other as it is."""
    if bound is None or quantity.bound is not Bound.EXACT:
        return quantity
    return _bounded(quantity.start, quantity.end, quantity.size, bound)


def _bounded(start: int, end: int, value: int, bound: Bound) -> Quantity:
    if bound in _OPEN_ABOVE or bound is Bound.VAGUE:
        return Quantity(start, end, value, None, bound)
    if bound is Bound.AT_MOST:
        return Quantity(start, end, None, value, bound)
    return Quantity(start, end, value, value, bound)


@dataclass(slots=True)
class _Number:
    """A number being put together, word by word; each step says whether the word belongs to it."""

    total: Fraction = Fraction(0)
    group: Fraction = Fraction(0)
    last: Fraction | None = None
    last_scale: Fraction = Fraction(_LARGEST * 10)
    joined: bool = False
    tens_from: int = 20

    def open(self) -> bool:
        """An article before a multiplier counts one."""
        if self.group:
            return False
        self.group = Fraction(1)
        return True

    def halve(self, scales: bool) -> bool:
        """A half: of the scale that follows («two and a half thousand»), else of the one before."""
        scaled = bool(self.total) and not self.group
        if not (scaled or scales):
            return False
        self.total += self.last_scale / 2 if scaled else 0
        self.group += 0 if scaled else Fraction(1, 2)
        self.last, self.joined = Fraction(0), False
        return True

    def add(self, value: Fraction) -> bool:
        """A value: twenty + four, hundred + twelve, (fünf) und + zwanzig."""
        if value >= self.last_scale or not self._continues(value):
            return False
        self.group, self.last, self.joined = self.group + value, value, False
        return True

    def contain(self, value: int, factor: int) -> bool:
        """One word with its scale built in: Arabic and Hebrew «two thousand»."""
        if self.group or factor >= self.last_scale:
            return False
        self.last, self.joined = None, False
        self.total, self.last_scale = self.total + value, Fraction(factor)
        return True

    def scale(self, factor: int) -> bool:
        """A multiplier: of the group below a thousand, of the group into the total from there on."""
        if factor >= self.last_scale:
            return False
        self.last, self.joined = None, False
        if factor < 1000:
            self.group = (self.group or Fraction(1)) * factor
        else:
            self.total += (self.group or Fraction(1)) * factor
            self.group, self.last_scale = Fraction(0), Fraction(factor)
        return True

    def _continues(self, value: Fraction) -> bool:
        if self.last is None:
            return not self.group or value < 100
        if self.last % 10 == 0 and self.last >= self.tens_from:
            return value < _place(int(self.last))
        return self.joined and self.last < 10 and value % 10 == 0 and 20 <= value < 100


def _place(value: int) -> int:
    """The place of the last digit that is not 0: twenty 10, the one word for three hundred 100."""
    place = 10
    while value % (place * 10) == 0:
        place *= 10
    return place


_YEAR = Pattern(r"19\d\d|20[0-4]\d")


def _is_since(first: str, second: str) -> bool:
    """Whether a year comes first: «since October 2023 to 65,174» is no range."""
    return (
        _YEAR.fullmatch(first) is not None
        and not first.endswith("00")
        and _YEAR.fullmatch(second) is None
        and any(mark in second for mark in ",.")
    )


def _stands_alone(text: str, start: int) -> bool:
    """No digit touches it from before; «F-16» and «Covid-19» are names."""
    if start and text[start - 1] == "-" and text[start].isdigit():
        return not (start > 1 and text[start - 2].isalnum())
    return not (start and (text[start - 1] in ".,:/" and start > 1 and text[start - 2].isdigit()))


def _is_clitic(opening: str) -> bool:
    """Whether letters written onto the front of a number open it, rather than a name such as «F-16»."""
    return any(character.isalpha() for character in opening)


def _expression(spec: LanguageSpec, after: Iterable[str]) -> str:
    numbers, number = spec.numbers, _number(spec.numbers)
    before = _folded(word for hedge in spec.hedges.values() for word in hedge.before)
    alternatives = [f"({_any([*_folded(numbers.vague), *_folded(numbers.approximate)])})"]
    for pattern in spec.ranges:
        opened = spaced(fold(pattern).text).replace("{n}", f"({number})")
        alternatives.append(opened.replace("{digits}", f"({_DIGITS})"))
    alternatives.append(f"({number})")
    single = _folded(numbers.singular)
    further = rf"\s*(?:(?:{_hedges([*before, *single])})\s*)?"
    counted = (
        rf"(?:({_hedges(before)}){further})?(?:{'|'.join(alternatives)})(?:\s*(?P<after>{_any(after)}))?"
    )
    least = spec.hedges.get(Bound.AT_LEAST)
    one = rf"(?:{_hedges(_folded(least.before if least else ()))}){further}(?P<one>{_any(single)})"
    whole = f"({counted}|{one})"
    ending = f"(?P<ending>{_any(_folded(numbers.endings))})?"
    return rf"(?i)(?:^|[^\p{{L}}\p{{N}}]){proclitics(spec)}{whole}{ending}(?:[^\p{{L}}\p{{N}}_]|$)"


def _hedges(words: Iterable[str]) -> str:
    """Words and the space behind them; an elided one («plus d'1,2 million») needs none, nor does one
    that is written onto the number («כ-200», «כמאה»).
    """
    listed = list(words)
    elided = [word for word in listed if word.endswith("'")]
    onto = [word.removesuffix("-") for word in listed if word.endswith("-")]
    apart = [word for word in listed if not word.endswith(("'", "-"))]
    return rf"(?:{_any(apart)})\s|(?:{_any(elided)})|(?:{_any(onto)})-?"


def proclitics(spec: LanguageSpec) -> str:
    """What may be written onto the front of a word («and», «to», «the» in Arabic), as an optional pattern."""
    words = spec.words.get("proclitics", ())
    return f"(?:{'|'.join(fold(word).text for word in words)})?" if words else ""


def _number(numbers: Numbers) -> str:
    value, scale = _any(_folded([*numbers.values, *numbers.halves])), _any(_folded(numbers.multipliers))
    joiner = _any(_folded(numbers.joiners))
    joint = rf"(?:{_SEPARATOR}|{joiner})?" if numbers.compound else rf"{_SEPARATOR}(?:(?:{joiner})[\s-]*)?"
    scaled_words = {**numbers.values, **numbers.multipliers}
    large = _any(_folded(word for word, number in scaled_words.items() if number >= 1000))
    more = _any(_folded([*numbers.values, *numbers.closing, *numbers.halves]))
    following = rf"(?:{joint}(?:{more}|{scale}))*"
    article = rf"(?:{_any(_folded(numbers.singular))})\s+(?:{scale}){following}"  # «a hundred and one»
    words = rf"(?:{value}|{scale}){following}"
    and_digits = rf"(?:{words}{joint})?(?:{large})[\s-]+(?:(?:{joiner})[\s-]+)?\d{{1,3}}"  # «mil 200»
    opening = rf"(?:{_slashed(numbers, scale)}{_DIGITS}|{article}|{and_digits}|{words})"
    half = rf"(?:(?:{_any(_folded(numbers.halves))})[\s-]+)?"
    scaled = rf"[\s-]*{half}(?:{scale})(?:{joint}(?:{more}|{scale}|\d{{1,3}}))*"
    return rf"{opening}(?:(?:{_any(_folded(numbers.suffixes))})|{scaled})?"


def _slashed(numbers: Numbers, scale: str = "") -> str:
    """«2/5 million» where a language writes its decimals so; elsewhere a slash parts two numbers."""
    scaled = rf"[\s-]*(?:{scale})" if scale else ""
    return rf"\d{{1,3}}/\d{{1,2}}{scaled}|" if "/" in numbers.decimal else ""


def _any(words: Iterable[str]) -> str:
    """An alternation of literal words, longest first so that «sixteen» is not read as «six»; never empty."""
    ordered = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    return "|".join(spaced(escape(word).replace(r"\ ", " ")) for word in ordered) or r"[^\s\S]"


def _squeezed(words: str) -> str:
    return " ".join(words.casefold().split())


def _folded(words: Iterable[str]) -> list[str]:
    return [_squeezed(fold(word).text) for word in words]


def _folded_keys(table: Mapping[str, int]) -> dict[str, int]:
    return {_squeezed(fold(word).text): value for word, value in table.items()}
