"""A sentence → the masked sentence that rules are written against.

    At least three policemen and five civilians were killed on 12 May
    └──────────────── ⟨group⟩ ────────────────┘ were killed on ⟨other⟩ May

Every number with its hedge becomes one character, every counted group of people («three
policemen and five civilians») becomes another, one person («a villager», «the driver») a third,
numbers that count something else (dates, ages, money) a fourth, and what looks like a year a
fifth.  So a rule says only what matters, `{group} {were} {killed}`, and stays readable; each mask
remembers the values it stands for and the span it came from.  This is the first half of
a cascaded finite-state reader in the manner of FASTUS (Hobbs et al., 1997).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from monitor.core.numerals import NumberReader, Quantity
from monitor.core.pattern import Match, Pattern
from monitor.core.screen import Screen
from monitor.model import Bound

NUMBER, YEAR, GROUP, ONE, OTHER = "\x01", "\x06", "\x04", "\x03", "\x05"


@dataclass(frozen=True, slots=True)
class Counted:
    """A quantity and whom it counts, if the noun says so."""

    quantity: Quantity
    subject: str | None = None
    part: bool = False
    """Whether it is none of its own: «two nurses, *a man and a woman*, …», «34 people, *12 of them children*»."""


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with one character in place of each cut: mask i stands at `places[i]` for the span `cuts[i]`."""

    text: str
    places: tuple[int, ...]
    cuts: tuple[tuple[int, int], ...]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The span of the unmasked text that a masked span stands for; it has one character at least."""
        return self._of(start)[0], self._of(end - 1)[1]

    def _of(self, place: int) -> tuple[int, int]:
        mask = bisect_right(self.places, place) - 1
        if mask < 0:
            return place, place + 1
        if self.places[mask] == place:
            return self.cuts[mask]
        moved = place - self.places[mask] - 1 + self.cuts[mask][1]
        return moved, moved + 1


@dataclass(frozen=True, slots=True)
class Chunked:
    """A masked sentence: `groups` over `numbers` over the sentence.

    `counted` maps the position of a mask to what it stands for, `others` to why it counts no people.
    """

    numbers: Masked
    groups: Masked
    counted: Mapping[int, tuple[Counted, ...]]
    others: Mapping[int, str]

    @property
    def text(self) -> str:
        """The sentence as rules see it."""
        return self.groups.text

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The span of the sentence that the masked span stands for."""
        return self.numbers.origin(*self.groups.origin(start, end))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The compiled patterns of one language that tell what is counted; built by `rules`.

    `unit` finds a counted noun phrase (group `unit` or `demonym`) in a sentence with numbers masked, and `noun`
    whether there is any of the nouns in it, which takes a tenth of the time;
    (a group `pair` is a word for two people); `trailing` a hedge that follows a number's noun, `behind`
    one that follows a noun without a number («one person at least»; the hedge is the second group);
    (a group `besides` is a second noun for the same number: «six doctors and nurses», unless it is
    `alone`, a noun that counts one or two by itself: «двое мужчин и женщина»);
    `between` is what joins two of them into one group, `the` opens one that goes on after a comma only
    in a list («100 people, the boy was …»), `an` one that may only describe, `of_them` says that the
    second is a part of the first, `speaks` that the second is who says so; `others` pairs a reason with a pattern whose
    numbers count no people, `screen` is one automaton over them, `kinds` one over the `subjects`.
    `solar` finds years of another calendar behind its months and seasons.
    Where a pattern has a group `modifiers` or `qualities`, none of `modifier_stops` may stand in it.
    """

    unit: Pattern
    noun: Pattern
    alone: Pattern
    between: Pattern
    the: Pattern
    an: Pattern
    of_them: Pattern
    speaks: Pattern
    trailing: Pattern | None
    behind: Pattern | None
    modifier_stops: frozenset[str]
    subjects: tuple[tuple[str, Pattern], ...]
    kinds: Screen
    others: tuple[tuple[str, Pattern], ...]
    screen: Screen
    solar: Pattern | None = None


_Group = tuple[int, int, str, tuple[Counted, ...]]
"""Start, end, sign, members."""


def chunk(sentence: str, numbers: NumberReader, lexicon: Lexicon) -> Chunked:
    """Mask one folded sentence; pure, linear in its length."""
    quantities = tuple(_repeated(numbers.read(sentence), sentence))
    solar = {match.start(1) for match in search_all(lexicon.solar, sentence)} if lexicon.solar else set()
    masked = mask(
        sentence,
        [
            (*_unquoted(q, sentence), YEAR if q.start in solar else _sign(sentence[q.start : q.end]))
            for q in quantities
        ],
    )
    at = dict(zip(masked.places, quantities, strict=True))
    for match in search_all(lexicon.trailing, masked.text) if lexicon.trailing and at else ():
        at[match.start(1)] = numbers.hedged(at[match.start(1)], match.group(2))
    reasons = dict(_count_others(masked.text, lexicon)) if at else {}
    reasons = {place: reason for place, reason in reasons.items() if not _is_no_day(at[place], reason)}
    masked = replace(masked, text=_put(masked.text, reasons, OTHER)) if reasons else masked
    people = {place: quantity for place, quantity in at.items() if place not in reasons}
    groups = tuple(_groups(masked, people, numbers, lexicon))
    return _assemble(masked, groups, at, reasons)


def _is_no_day(quantity: Quantity, reason: str) -> bool:
    """Whether a number beside a month is no day of it: «since September at least 1,160 people»."""
    return reason == "date" and quantity.bound in (Bound.AT_LEAST, Bound.MORE_THAN)


def _repeated(quantities: Iterable[Quantity], sentence: str) -> Iterator[Quantity]:
    """The quantities, those that brackets repeat as one: «three (3) civilians»."""
    last: Quantity | None = None
    for one in quantities:
        between = sentence[last.end : one.start].strip() if last else ""
        if last and between == "(" and sentence[one.end : one.end + 1] == ")" and last.size == one.size:
            last = replace(last, end=one.end + 1)
            continue
        if last:
            yield last
        last = one
    if last:
        yield last


# Nobody is so old.
_AGE = 120


def _unquoted(quantity: Quantity, sentence: str) -> tuple[int, int]:
    """The span of a number with the marks around it alone: «killed "5" people», «(10,716) people».

    In brackets only a count is: «Ali Rad (45)» is an age.
    """
    start, end = quantity.start, quantity.end
    close = end + 1 if sentence[end : end + 1] == " " else end
    if start and sentence[start - 1] == sentence[close : close + 1] == '"':
        return start - 1, close + 1
    goes_on = sentence[end : end + 2] == ") " and sentence[end + 2 : end + 3].islower()
    if start and sentence[start - 1] == "(" and goes_on and quantity.size >= _AGE:
        return start - 1, end + 1
    return start, end


def _assemble(
    numbers: Masked, groups: tuple[_Group, ...], at: Mapping[int, Quantity], reasons: Mapping[int, str]
) -> Chunked:
    outer = mask(numbers.text, [(start, end, sign) for start, end, sign, _ in groups])
    counted = dict(zip(outer.places, (members for *_, members in groups), strict=True))
    others: dict[int, str] = {}
    for match in _UNGROUPED.finditer(outer.text) if at else ():
        place = match.start()
        number = outer.origin(place, place + 1)[0]
        if match.group() == OTHER:
            others[place] = reasons[number]
        else:
            counted[place] = (Counted(at[number]),)
    return Chunked(numbers, outer, dict(sorted(counted.items())), others)


def mask(text: str, cuts: Sequence[tuple[int, int, str]]) -> Masked:
    """Put one mask in place of each cut (start, end, mask); they ascend and do not overlap."""
    if not cuts:
        return Masked(text, (), ())
    pieces: list[str] = []
    places: list[int] = []
    last = size = 0
    for start, end, sign in cuts:
        pieces += (text[last:start], sign)
        size += start - last
        places.append(size)
        size += 1
        last = end
    pieces.append(text[last:])
    return Masked("".join(pieces), tuple(places), tuple((start, end) for start, end, _ in cuts))


def _put(text: str, places: Iterable[int], sign: str) -> str:
    """The text with its characters at some places replaced."""
    characters = list(text)
    for place in places:
        characters[place] = sign
    return "".join(characters)


_NUMBERS = re.compile(f"[{NUMBER}{YEAR}]")
_UNGROUPED = re.compile(f"[{NUMBER}{YEAR}{OTHER}]")
_YEARS = re.compile(r"(?:1[89]\d\d|20[0-4]\d|[^\d]*(?:1[89]\d\d|20[0-4]\d)[^\d,.]+(?:1[89]\d\d|20[0-4]\d))")


def _sign(number: str) -> str:
    """Four bare digits, or a range of two such, may well be years; round hundreds are more often people."""
    return YEAR if not number.endswith("00") and _YEARS.fullmatch(number) else NUMBER


def _count_others(text: str, lexicon: Lexicon) -> Iterator[tuple[int, str]]:
    """Numbers that count no people, with the reason; the first reason in the language's file wins."""
    seen: set[int] = set()
    numbers = len(_NUMBERS.findall(text))
    for index in lexicon.screen.candidates(text):
        if len(seen) == numbers:
            return
        reason, pattern = lexicon.others[index]
        for match in pattern.overlapping(text):
            if is_stopped(match, lexicon):
                continue
            for number in _NUMBERS.finditer(text, *match.span()):
                place = number.start()
                if place not in seen:
                    seen.add(place)
                    yield place, reason


def search_all(pattern: Pattern, text: str) -> Iterable[Match]:
    """All matches, also those that share their boundary character with the one before."""
    return pattern.overlapping(text)


def _groups(
    masked: Masked, at: Mapping[int, Quantity], numbers: NumberReader, lexicon: Lexicon
) -> Iterator[_Group]:
    """Counted groups of people, coordinated units merged into one."""
    members: list[Counted] = []
    start = end = 0
    sign = ONE
    apart = apposed = False
    for unit_start, unit_end, numbered, counted in _units(masked, at, numbers, lexicon):
        parted = bool(members) and members[-1].part
        if members and _joined(masked.text, end, unit_start, unit_end, numbered, parted, lexicon):
            members.append(replace(counted, part=counted.part or parted))
            between = masked.text[end:unit_start]
            apposed = between.strip() == "," and lexicon.an.match(masked.text, unit_start) is not None
            apart = apart or _is_apart(between)
            end, sign = unit_end, GROUP
            continue
        if members:
            yield start, *_closed(masked.text, end, sign, members, apart, apposed)
        apart = apposed = False
        members, sign = [counted], GROUP if numbered else ONE
        start, end = unit_start, unit_end
    if members:
        yield start, *_closed(masked.text, end, sign, members, apart, apposed)


def _joined(
    text: str, end: int, start: int, stop: int, numbered: bool, parted: bool, lexicon: Lexicon
) -> bool:
    """Whether a unit goes on with the group before it.

    Behind a comma «both farmers» only says who those were, and behind a part («three of them women, the
    mayor said») a person is none of them.
    """
    between = text[end:start]
    digits = text[start] in (NUMBER, YEAR) or text[stop - 1] in (NUMBER, YEAR)
    if lexicon.between.fullmatch(between) is None:
        return False
    return between.strip() != "," or (
        (digits or not (numbered or parted))
        and lexicon.of_them.match(text, stop) is None
        and (lexicon.the.match(text, start) is None or lexicon.between.match(text, stop) is not None)
        and (digits or lexicon.speaks.match(text, stop) is None)  # «killing a boy, the governor said»
    )


def _is_apart(between: str) -> bool:
    """Whether a unit is set apart by a comma and more than one word: «, in addition to the attackers,»."""
    return between.startswith(",") and len(between.split()) > 2


def _closed(
    text: str, end: int, sign: str, members: list[Counted], apart: bool, apposed: bool
) -> tuple[int, str, tuple[Counted, ...]]:
    """End, sign, members of a group; with the comma that closes what is set `apart` in it, or breaks it down.

    «Two nurses, a man and a woman, …»; «eight people, in addition to two attackers, …»; `apposed` if the
    last unit may only describe the one before: «the owner, a man of 67, …».
    """
    first, *rest = members
    broken_down = len(rest) > (0 if apposed else 1) and first.quantity.size == sum(
        one.quantity.size for one in rest
    )
    apart = apart or (bool(rest) and rest[-1].part)
    if text[end : end + 1] != "," or not (broken_down or apart):
        return end, sign, tuple(members)
    return end + 1, sign, (first, *(replace(one, part=one.part or broken_down) for one in rest))


def _units(
    masked: Masked, at: Mapping[int, Quantity], numbers: NumberReader, lexicon: Lexicon
) -> Iterator[tuple[int, int, bool, Counted]]:
    """Counted noun phrases: start, end, whether a number opens it, whom it counts."""
    position = 0
    while lexicon.noun.search(masked.text, position) and (
        match := lexicon.unit.search(masked.text, position)
    ):
        groups = match.re.groupindex
        start, end = match.span(groups["unit"])
        if start < 0:
            start, end = match.span(groups["demonym"])
        people = 2 if "pair" in groups and match.took_part(groups["pair"]) else 1
        if is_stopped(match, lexicon) or (people == 2 and not _says_two(at, start, end)):
            position = match.start() + 2
            continue
        place = start if start in at else end - 1  # «five people», «a family of five»
        quantity = at.get(place)
        if quantity is None:
            quantity = Quantity(*masked.origin(start, end), people, people, Bound.EXACT)
            hedge = lexicon.behind.match(masked.text, end) if lexicon.behind else None
            quantity = numbers.hedged(quantity, hedge.group(2)) if hedge else quantity
        whom = match.start(groups["besides"]) if match.took_part(groups["besides"]) else end
        if whom < end and (
            lexicon.alone.search(masked.text[whom:end]) or _is_stop(match.group("whose"), lexicon)
        ):
            end = whom  # «six civilians and a police officer», «two doctors and their drivers»
        subject = subject_of(masked.text[start:whom], lexicon)
        part = place == start and lexicon.of_them.match(masked.text, start + 1) is not None
        yield start, end, place in at or people > 1, Counted(quantity, subject, part)
        position = end


def _says_two(at: Mapping[int, Quantity], start: int, end: int) -> bool:
    """Whether a number within a word for a pair only repeats it: «two journalists two», never «… 41».

    Arabic says so where its dual and its plural look the same.
    """
    return all(at[place].size == 2 for place in range(start, end) if place in at)


_PUNCTUATION = re.compile("[,()]")


def is_stopped(match: Match, lexicon: Lexicon) -> bool:
    """Whether a word that cannot stand before a noun stands between a number and its noun."""
    groups = [name for name in match.re.groupindex if name.startswith(("modifiers", "qualities"))]
    words = " ".join(match.group(name) or "" for name in groups)
    return bool(words) and not lexicon.modifier_stops.isdisjoint(
        _PUNCTUATION.sub(" ", words.casefold()).split()
    )


def _is_stop(word: str | None, lexicon: Lexicon) -> bool:
    return word is not None and word.strip().casefold() in lexicon.modifier_stops


def subject_of(phrase: str, lexicon: Lexicon) -> str | None:
    """The group named last in the phrase: its head noun rather than a modifier."""
    best: tuple[int, str] | None = None
    for index in lexicon.kinds.candidates(phrase):
        subject, pattern = lexicon.subjects[index]
        for match in search_all(pattern, phrase):
            if best is None or match.end() > best[0]:
                best = (match.end(), subject)
    return best[1] if best else None
