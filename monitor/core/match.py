"""A masked sentence × the rules of a language → hits: which rule reads which number.

Every rule is tried from every number on; where several reach the same number, one is chosen.
What a number counts, and whether it is about this event, is `qualify`'s question.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from monitor.core.chunk import ONE, Chunked, Counted, search_all, subject_of
from monitor.core.numerals import Quantity
from monitor.core.pattern import Match
from monitor.core.rules import Language, Rule
from monitor.core.screen import Screen
from monitor.model import Basis, Bound

BACK = ("them", "those")
"""Groups of a rule whose words stand for people named before."""
READ = ("count", "name", "one", "two", *BACK)
"""Groups of a rule in which a figure is read."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matched: the mask it read (None for words that count `people`), the span it covered.

    `start`/`end` are offsets of the whole match in the masked sentence, `span` is what was read, in
    the sentence itself; `named` says that it is a person's name, `read` where in the masked sentence it stands;
    `whom` are the words that tell whom the number counts where no mask does: «three killed *policemen*»
    in German, words that count one; `points_back` says that these words stand for people named before
    («they», `them`; «the gunmen», `those`), `quantity` how many those are, once that is known.
    """

    rule: Rule
    mask: int | None
    start: int
    end: int
    span: tuple[int, int]
    people: int = 1
    named: bool = False
    read: int = -1
    whom: str = ""
    stop: int = -1
    points_back: str = ""
    quantity: Quantity | None = None


def match(chunked: Chunked, reader: Language, candidates: Iterable[int]) -> tuple[Hit, ...]:
    """One hit for each number that a rule reads, in order of the text.

    `candidates` are the rules that the screen lets through, of the sentence with or without its masks.
    """
    hits = tuple(_hits(chunked, reader, candidates))
    return _settle(hits) if hits else ()


def _hits(chunked: Chunked, reader: Language, candidates: Iterable[int]) -> Iterator[Hit]:
    """Every match of the candidates; where nothing is counted, of those that read words as well as numbers."""
    numbered = bool(chunked.counted or chunked.others)
    if not (numbered or _may_name(chunked.text)):
        return
    for index in candidates:
        rule = reader.rules[index]
        if rule.reads_words or (numbered and not rule.pattern.counts.isdisjoint(chunked.text)):
            yield from _matches(rule, chunked, reader)


def _matches(rule: Rule, chunked: Chunked, reader: Language) -> Iterator[Hit]:
    """Every match of one rule, from every number on: the leftmost one may reach over the right one."""
    position = 0
    groups = rule.pattern.groupindex
    while match := rule.pattern.search(chunked.text, position):
        whole = match.span(groups["whole"])
        read = [(name, match.span(number)) for name, number in groups.items() if match.start(number) >= 0]
        figures = [(name, span) for name, span in read if name.startswith(READ)]
        whom = match.group("whom") or "" if "whom" in groups else ""
        again: list[int] = []
        for name, span in figures if _holds_together(match, read, reader) else ():
            mask = span[0] if name.startswith("count") else None
            named = name.startswith("name")
            if named and not _is_name(chunked.text[slice(*span)], reader):
                again.append(_next_word(chunked.text, *span))
                continue
            if mask is None or mask in chunked.counted:
                people = 2 if name.startswith("two") else 1
                words = whom if mask is not None else "" if named else match.group(groups[name])
                origin = chunked.origin(*span)
                back = name if name.startswith(BACK) else ""
                yield Hit(
                    rule, mask, whole[0], whole[1], origin, people, named, span[0], words, span[1], back
                )
        # «Monday Amir Rad was killed»: no name, but one begins a word later.
        position = min((*again, *(span[1] for _, span in figures)), default=match.end())


def _next_word(text: str, start: int, end: int) -> int:
    """Just before the second word of a span, or its end."""
    space = text.find(" ", start, end)
    return space if space >= 0 else end


def _holds_together(match: Match, read: Sequence[tuple[str, tuple[int, int]]], reader: Language) -> bool:
    """Whether nothing stands aside that opens another clause, nor before a noun what no noun has before it."""
    clause, noun = reader.clause_words, reader.lexicon.modifier_stops
    spoken = {"words": clause, "whom": clause, "modifiers": noun}
    return all(
        stops.isdisjoint(match.group(match.re.groupindex[name]).casefold().split())
        for kind, stops in spoken.items()
        for name, _ in read
        if name.startswith(kind)
    )


def _is_name(words: str, reader: Language) -> bool:
    """Whether capitalised words are a person's: neither «The Ministry» nor «Monday»."""
    parts = words.casefold().replace("-", " ").split()
    return reader.name_stops.isdisjoint(parts) and not parts[-1].endswith("'s")


def _may_name(text: str) -> bool:
    return not text.islower()  # scripts without capitals show no name: any words may be one


def _settle(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """One hit for each number: the higher priority, then the shorter reach, then the earlier rule.

    A shorter match ties a verb to the number beside it: in «killed 12, wounded 30» both rules
    could reach both numbers.
    """
    best: dict[tuple[int, int], Hit] = {}
    for hit in hits:
        rival = best.get(hit.span)
        if rival is None or _rank(hit) < _rank(rival):
            best[hit.span] = hit
    best = {
        span: hit
        for span, hit in best.items()
        if not any(_steals(hit, other) and not _shares(hit, other, hits) for other in best.values())
    }
    named = _longest([hit for hit in best.values() if hit.named], hits)
    counted = [hit for hit in best.values() if not hit.named]
    apart = [hit for hit in named if not any(_holds(other, hit) for other in counted)]
    return tuple(sorted([*counted, *apart], key=lambda hit: hit.span))


def _longest(named: Sequence[Hit], hits: tuple[Hit, ...]) -> list[Hit]:
    """The names without those within another, or within what is said aside of another.

    «Marta Lopez, manager of El Espectador in Medellin, was killed» counts one, «Marta Lopez and Amir Rad» two.
    """
    return [
        hit
        for hit in named
        if not any(_within(hit, other) and not _shares(other, hit, hits) for other in named)
    ]


def _within(hit: Hit, other: Hit) -> bool:
    a_part = other.span != hit.span and other.span[0] <= hit.span[0] and hit.span[1] <= other.span[1]
    return a_part or (other.rule is hit.rule and other.start < hit.start and other.end == hit.end)


def _steals(hit: Hit, other: Hit) -> bool:
    """Whether the verb of a hit belongs to a stronger one: «one gunman killed 39» counts 39."""
    return (
        hit.rule.metric == other.rule.metric
        and other.rule.basis is not Basis.SUBSET  # «eight were killed, including two women» are eight
        and hit.rule.priority < other.rule.priority
        and hit.start < other.start < hit.end <= other.end
    )


def _shares(hit: Hit, other: Hit, hits: tuple[Hit, ...]) -> bool:
    """Whether one match read both: «Noor and his guard were killed»."""
    return any(
        one.span == other.span and (one.start, one.end) == (hit.start, hit.end) and one.rule is hit.rule
        for one in hits
    )


def _rank(hit: Hit) -> tuple[int, int]:
    return -hit.rule.priority, hit.end - hit.start


def _holds(counted: Hit, named: Hit) -> bool:
    """A name behind a number of the same metric is one of those counted: «two men, among them Ali Rad, died»."""
    return (
        counted.rule.metric == named.rule.metric
        and (counted.start, counted.end) != (named.start, named.end)
        and counted.start <= named.read
    )


def parts(
    real: Sequence[Hit],
    chunked: Chunked,
    reader: Language,
    unreal: set[int],
    before: Rule | None,
    last: Rule | None,
) -> Iterator[Hit]:
    """Parts of a figure that have no verb of their own: «544 killed, among them 47 officers».

    `unreal` are masks that cues have ruled out; `before` is the rule of the sentence before, whose
    figure `cues.breakdown` says a sentence breaks down: «Of these, 47 were officers»; `last` that of the last one
    with a figure, which «six of the victims were children» breaks down wherever it stands.
    """
    covers = described(chunked, reader.cues[Basis.SUBSET])
    taken = {hit.mask for hit in real} | unreal
    of_before = described(chunked, reader.cues["breakdown"]) if before else {}
    for mask in sorted((covers.keys() | of_before.keys() | _told_apart(real, chunked)) - taken):
        whole = max(
            (hit for hit in real if hit.mask is not None and hit.mask < mask),
            key=lambda hit: hit.span,
            default=None,
        )
        if mask not in chunked.counted or _speaks(mask, chunked, reader):
            continue
        span = chunked.origin(mask, mask + 1)
        if whole is not None:
            part = replace(whole.rule, basis=Basis.SUBSET)  # whatever the rule says of the whole
            yield replace(whole, rule=part, mask=mask, span=span, whom=covers.get(mask, ""))
        elif before is not None and mask in of_before:
            part = replace(before, basis=Basis.SUBSET)
            yield Hit(part, mask, mask, mask + 1, span, whom=of_before[mask])
        elif (
            last is not None and chunked.counted[mask][0].part and chunked.counted[mask][0].quantity.size > 1
        ):
            yield Hit(replace(last, basis=Basis.SUBSET), mask, mask, mask + 1, span)


def _speaks(mask: int, chunked: Chunked, reader: Language) -> bool:
    """Whether one person behind a list is who says so: «including 27 students, an official said»."""
    return chunked.text[mask] == ONE and reader.lexicon.speaks.match(chunked.text, mask + 1) is not None


def _told_apart(real: Sequence[Hit], chunked: Chunked) -> set[int]:
    """Groups that say of themselves that they are parts, or that add up to a number before them.

    «16 dead, three of them firefighters»; «29 people died - 20 passengers, six crew and three on the ground».
    """
    wholes = [(hit.mask, chunked.counted[hit.mask]) for hit in real if hit.mask is not None]
    sizes = {(mask, one.quantity.size) for mask, (one, *others) in wholes if not others}
    return {
        mask
        for mask, group in chunked.counted.items()
        if group[0].part
        or (
            len(group) > 1
            and any(place < mask and size == sum(one.quantity.size for one in group) for place, size in sizes)
        )
    }


def members(hit: Hit, chunked: Chunked, reader: Language) -> tuple[Counted, ...]:
    """Whom a hit counts: the members of its mask, or the one or two people of its words."""
    if hit.mask is None:
        exact = Quantity(*hit.span, hit.people, hit.people, Bound.EXACT)
        return (Counted(hit.quantity or exact, _whom(hit, reader)),)
    counted = chunked.counted[hit.mask]
    if hit.whom and len(counted) == 1 and counted[0].subject is None:
        return (replace(counted[0], subject=_whom(hit, reader)),)
    return counted


def _whom(hit: Hit, reader: Language) -> str | None:
    return subject_of(hit.whom, reader.lexicon) if hit.whom else None


def covered(chunked: Chunked, cue: Screen) -> set[int]:
    """The masks that a cue's own figure placeholders stand on."""
    return set(described(chunked, cue))


def is_covered(hit: Hit, chunked: Chunked, cue: Screen) -> bool:
    """Whether a cue speaks of a hit: of its mask, or of one in place of the name or the words that it read."""
    if hit.mask is not None:
        return hit.mask in covered(chunked, cue)
    text = f"{chunked.text[: hit.read]}{ONE}{chunked.text[hit.stop :]}"
    return any(
        match.took_part(number) and match.start(number) == hit.read
        for pattern in cue.worth_running(text)
        for match in search_all(pattern, text)
        for name, number in match.re.groupindex.items()
        if name.startswith("count")
    )


def described(chunked: Chunked, cue: Screen) -> dict[int, str]:
    """The masks of a cue's figure placeholders, each with the words of the `whom` behind it, in the longest reading."""
    found: dict[int, str] = {}
    for pattern in cue.worth_running(chunked.text):
        if pattern.counts.isdisjoint(chunked.text):
            continue
        for match in search_all(pattern, chunked.text):
            groups = {name: number for name, number in match.re.groupindex.items() if match.took_part(number)}
            masks = [match.start(number) for name, number in groups.items() if name.startswith("count")]
            found |= {mask: found.get(mask, "") for mask in masks}
            for name in groups:
                before = [
                    mask for mask in masks if name.startswith("whom") and mask < match.start(groups[name])
                ]
                if before:
                    found[max(before)] = max(found[max(before)], match.group(name), key=len)
    return found


def listed(chunked: Chunked, cue: Screen) -> set[int]:
    """The masks that stand later in a cue's list, never first: the words of the cue are not beside them."""
    first: set[int] = set()
    for pattern in cue.worth_running(chunked.text):
        for match in search_all(pattern, chunked.text):
            starts = [
                match.start(number)
                for name, number in match.re.groupindex.items()
                if name.startswith("count") and match.took_part(number)
            ]
            first.add(min(starts, default=-1))
    return covered(chunked, cue) - first
