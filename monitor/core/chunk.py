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

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Chunked:
    """A masked sentence.  `spans[i]` is where character i of `text` came from, in the sentence;
    `counted` maps the position of a mask to what it stands for, `others` to why it counts no people.
    """

    text: str
    spans: tuple[tuple[int, int], ...]
    counted: Mapping[int, tuple[Counted, ...]]
    others: Mapping[int, str]

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """The span of the sentence that the masked span stands for."""
        return self.spans[start][0], self.spans[end - 1][1]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The compiled patterns of one language that tell what is counted; built by `rules`.

    `unit` finds a counted noun phrase (group `unit` or `demonym`) in a sentence with numbers masked;
    (a group `pair` is a word for two people); `trailing` a hedge that follows a number's noun;
    `between` is what joins two of them into one group; `others` pairs a reason with a pattern whose
    numbers count no people, `screen` is one automaton over them.  Where a pattern has a group
    `modifiers` or `qualities`, none of `modifier_stops` may stand in it.
    """

    unit: Pattern
    between: Pattern
    trailing: Pattern | None
    modifier_stops: frozenset[str]
    subjects: tuple[tuple[str, Pattern], ...]
    others: tuple[tuple[str, Pattern], ...]
    screen: Screen


_Group = tuple[int, int, str, tuple[Counted, ...]]
"""Start, end, sign, members."""


def chunk(sentence: str, numbers: NumberReader, lexicon: Lexicon) -> Chunked:
    """Mask one folded sentence; pure, linear in its length."""
    quantities = tuple(numbers.read(sentence))
    text, spans = mask(sentence, [(q.start, q.end, _sign(sentence[q.start : q.end])) for q in quantities])
    at = {position: quantities[index] for index, position in enumerate(_positions(text))}
    for match in search_all(lexicon.trailing, text) if lexicon.trailing else ():
        at[match.start(1)] = numbers.hedged(at[match.start(1)], match.group(2))
    reasons = dict(_count_others(text, lexicon))
    text = "".join(OTHER if position in reasons else character for position, character in enumerate(text))
    groups = tuple(_groups(text, at, lexicon, spans))
    masked, outer = mask(text, [(start, end, sign) for start, end, sign, _ in groups])
    return _assemble(masked, outer, spans, at, reasons, groups)


def _assemble(
    masked: str,
    outer: list[tuple[int, int]],
    spans: list[tuple[int, int]],
    at: Mapping[int, Quantity],
    reasons: Mapping[int, str],
    groups: tuple[_Group, ...],
) -> Chunked:
    by_start = {start: members for start, _, _, members in groups}
    counted: dict[int, tuple[Counted, ...]] = {}
    others: dict[int, str] = {}
    for position, character in enumerate(masked):
        inner = outer[position][0]
        if character in (GROUP, ONE):
            counted[position] = by_start[inner]
        elif character in (NUMBER, YEAR):
            counted[position] = (Counted(at[inner]),)
        elif character == OTHER:
            others[position] = reasons[inner]
    origins = tuple((spans[start][0], spans[end - 1][1]) for start, end in outer)
    return Chunked(masked, origins, counted, others)


def mask(text: str, cuts: list[tuple[int, int, str]]) -> tuple[str, list[tuple[int, int]]]:
    """Put one mask in place of each cut; also where each character of the result came from."""
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    last = 0
    for start, end, mask in cuts:
        pieces += (text[last:start], mask)
        spans += ((index, index + 1) for index in range(last, start))
        spans.append((start, end))
        last = end
    pieces.append(text[last:])
    spans += ((index, index + 1) for index in range(last, len(text)))
    return "".join(pieces), spans


_YEARS = Pattern(r"(?:1[89]\d\d|20[0-4]\d|[^\d]*(?:1[89]\d\d|20[0-4]\d)[^\d,.]+(?:1[89]\d\d|20[0-4]\d))")


def _sign(number: str) -> str:
    """Four bare digits, or a range of two such, may well be years; round hundreds are more often people."""
    return YEAR if not number.endswith("00") and _YEARS.fullmatch(number) else NUMBER


def _positions(text: str) -> Iterator[int]:
    return (position for position, character in enumerate(text) if character in (NUMBER, YEAR))


def _count_others(text: str, lexicon: Lexicon) -> Iterator[tuple[int, str]]:
    """Numbers that count no people, with the reason; the first reason in the language's file wins."""
    seen: set[int] = set()
    for index in lexicon.screen.hits(text):
        reason, pattern = lexicon.others[index]
        for match in search_all(pattern, text):
            if _stopped(match, lexicon):
                continue
            for position in _positions(match.group()):
                place = match.start() + position
                if place not in seen:
                    seen.add(place)
                    yield place, reason


def search_all(pattern: Pattern, text: str) -> Iterator[Match]:
    """All matches, also those that share their boundary character with the one before."""
    return pattern.overlapping(text)


def _groups(
    text: str, at: Mapping[int, Quantity], lexicon: Lexicon, spans: list[tuple[int, int]]
) -> Iterator[_Group]:
    """Counted groups of people, coordinated units merged into one."""
    members: list[Counted] = []
    start = end = 0
    sign = ONE
    for unit_start, unit_end, numbered, counted in _units(text, at, lexicon, spans):
        if members and lexicon.between.fullmatch(text[end:unit_start]):
            members.append(counted)
            end, sign = unit_end, GROUP
            continue
        if members:
            yield start, end, sign, tuple(members)
        members, sign = [counted], GROUP if numbered else ONE
        start, end = unit_start, unit_end
    if members:
        yield start, end, sign, tuple(members)


def _units(
    text: str, at: Mapping[int, Quantity], lexicon: Lexicon, spans: list[tuple[int, int]]
) -> Iterator[tuple[int, int, bool, Counted]]:
    """Counted noun phrases: start, end, whether a number opens it, whom it counts."""
    position = 0
    while match := lexicon.unit.search(text, position):
        groups = match.re.groupindex
        start, end = next(
            match.span(groups[name]) for name in ("unit", "demonym") if match.start(groups[name]) >= 0
        )
        if _stopped(match, lexicon):
            position = match.start() + 2
            continue
        people = 2 if "pair" in groups and match.start(groups["pair"]) >= 0 else 1
        numbered = text[start] in (NUMBER, YEAR) or people > 1
        exact = Quantity(spans[start][0], spans[end - 1][1], people, people, Bound.EXACT)
        quantity = at[start] if text[start] in (NUMBER, YEAR) else exact
        yield start, end, numbered, Counted(quantity, _subject(text[start:end], lexicon))
        position = end


def _stopped(match: Match, lexicon: Lexicon) -> bool:
    """Whether a word that cannot stand before a noun stands between a number and its noun."""
    groups = [name for name in ("modifiers", "qualities") if name in match.re.groupindex]
    words = " ".join(match.group(name) or "" for name in groups).casefold().replace(",", " ").split()
    return bool(lexicon.modifier_stops.intersection(words))


def _subject(phrase: str, lexicon: Lexicon) -> str | None:
    """The group named last in the phrase: its head noun rather than a modifier."""
    best: tuple[int, str] | None = None
    for subject, pattern in lexicon.subjects:
        for match in search_all(pattern, phrase):
            if best is None or match.end() > best[0]:
                best = (match.end(), subject)
    return best[1] if best else None
