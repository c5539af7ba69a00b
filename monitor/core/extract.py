"""Text × rulebook → figures: what is counted, how many, how sure, of what.

    field ─▶ fold ─▶ (a trigger?) ─▶ sentences ─▶ chunk ─▶ screen ─▶ rules ─▶ cues ─▶ figures ─▶ attribute

Every step is cheap to skip: a text without a trigger word costs one pass of one automaton.  What
was not read is kept too, with its reason, so that a person can ask why.  Who says a number is
`attribute`'s question; what the text as a whole reports is `totals`'.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from monitor.core.attribute import Sentence, attribute
from monitor.core.chunk import Chunked, Counted, chunk, search_all
from monitor.core.dates import is_long_gone
from monitor.core.language import detect
from monitor.core.numerals import Quantity
from monitor.core.rules import Language, Rule, Rulebook
from monitor.core.screen import Screen
from monitor.core.text import Folded, fold, sentences
from monitor.core.totals import count_totals
from monitor.model import Basis, Bound, Entry, Figure

# A sentence is read up to here: real ones have under 1,000 characters, lists and rubbish can have millions.
_LONGEST_SENTENCE = 4_000


@dataclass(frozen=True, slots=True)
class Rejected:
    """A number that was not read as a figure, and why."""

    field: str
    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one entry; `totals` has every metric of the rulebook, 0 where nothing is reported."""

    language: str
    figures: tuple[Figure, ...]
    totals: Mapping[str, int]
    rejected: tuple[Rejected, ...]


@dataclass(frozen=True, slots=True)
class _Hit:
    """A rule that matched: the mask it read (None for words that count `people`), the span it covered."""

    rule: Rule
    mask: int | None
    start: int
    end: int
    span: tuple[int, int]
    people: int = 1


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a sentence stands: field, folded text and offset, and its stored words."""

    field: str
    folded: Folded
    offset: int
    quote: str

    def stored(self, span: tuple[int, int]) -> tuple[int, int]:
        """A span of the sentence as offsets into the stored field."""
        return self.folded.stored(self.offset + span[0]), self.folded.stored(self.offset + span[1])

    def rejected(self, span: tuple[int, int], reason: str) -> Rejected:
        return Rejected(self.field, *self.stored(span), reason)


def extract(entry: Entry, rulebook: Rulebook, own_claimant: str | None = None) -> Reading:
    """Read one entry.  `own_claimant` is whom the source speaks for when nobody else is named.

    Never raises for any text; the cost is linear in its length.
    """
    known = rulebook.languages
    language = detect(f"{entry.title}\n{entry.text}", known.keys(), entry.language)
    if language not in known:
        return Reading(language, (), dict.fromkeys(rulebook.metrics, 0), ())
    reader = known[language]
    read = [
        _read_field(name, text, entry, reader)
        for name, text in (("title", entry.title), ("text", entry.text))
    ]
    found = [sentence for part, _ in read for sentence in part]
    figures = tuple(
        _cumulate(figure, rulebook, reader)
        for figure in attribute(found, reader, rulebook.voices, own_claimant)
    )
    rejected = tuple(one for _, part in read for one in part)
    return Reading(language, figures, count_totals(figures, rulebook.metrics), rejected)


def _read_field(
    name: str, text: str, entry: Entry, reader: Language
) -> tuple[list[Sentence], list[Rejected]]:
    folded = fold(text)
    found: list[Sentence] = []
    rejected: list[Rejected] = []
    if not reader.triggers.search(folded.text):
        return found, rejected
    for start, end in sentences(folded.text, reader.abbreviations):
        piece = folded.text[start : min(end, start + _LONGEST_SENTENCE)]
        figures: tuple[Figure, ...] = ()
        if reader.triggers.search(piece):
            figures = _read_sentence(name, text, folded, start, piece, entry, reader, rejected)
        found.append(Sentence(name, start, piece, figures, folded))
    return found, rejected


def _read_sentence(
    name: str,
    text: str,
    folded: Folded,
    offset: int,
    piece: str,
    entry: Entry,
    reader: Language,
    rejected: list[Rejected],
) -> tuple[Figure, ...]:
    chunked = chunk(piece, reader.numbers, reader.lexicon)
    hits = _settle(tuple(_hits(chunked, reader)))
    unreal = _covered(chunked, reader.cues["unreal"])
    real = tuple(hit for hit in hits if hit.mask not in unreal)
    place = _Place(
        name, folded, offset, text[folded.stored(offset) : folded.stored(offset + len(piece))].strip()
    )
    rejected += (place.rejected(hit.span, "unreal") for hit in hits if hit.mask in unreal)
    real = tuple(sorted((*real, *_parts(real, chunked, reader, unreal)), key=lambda hit: hit.span))
    masks = [hit.mask for hit in real for _ in _members(hit, chunked)]
    rejected += _rejections(place, chunked, {hit.mask for hit in (*hits, *real)})
    figures = tuple(_figure(hit, counted, entry, place) for hit in real for counted in _members(hit, chunked))
    return _judge(figures, masks, chunked, reader, entry, piece)


def _hits(chunked: Chunked, reader: Language) -> Iterator[_Hit]:
    """Every match of every rule that the screen lets through."""
    if not (chunked.counted or _may_name(chunked.text)):
        return
    for index in reader.screen.hits(chunked.text):
        rule = reader.rules[index]
        yield from _matches(rule, chunked, reader.clause_words)


def _matches(rule: Rule, chunked: Chunked, clause_words: frozenset[str]) -> Iterator[_Hit]:
    """Every match of one rule, from every number on: the leftmost one may reach over the right one."""
    position = 0
    groups = rule.pattern.groupindex
    while match := rule.pattern.search(chunked.text, position):
        whole = match.span(groups["whole"])
        read = [(name, match.span(number)) for name, number in groups.items() if match.start(number) >= 0]
        figures = [(name, span) for name, span in read if name.startswith(("count", "one", "two"))]
        aside = " ".join(match.group(groups[name]) for name, _ in read if name.startswith("words"))
        for name, span in figures if clause_words.isdisjoint(aside.casefold().split()) else ():
            mask = span[0] if name.startswith("count") else None
            if mask is None or mask in chunked.counted:
                people = 2 if name.startswith("two") else 1
                yield _Hit(rule, mask, whole[0], whole[1], chunked.origin(*span), people)
        position = min((span[1] for _, span in figures), default=match.end())


def _may_name(text: str) -> bool:
    return not text.islower()  # scripts without capitals show no name: any words may be one


def _settle(hits: tuple[_Hit, ...]) -> tuple[_Hit, ...]:
    """One hit for each number: the higher priority, then the shorter reach, then the earlier rule.

    A shorter match ties a verb to the number beside it: in «killed 12, wounded 30» both rules
    could reach both numbers.
    """
    best: dict[tuple[int, int], _Hit] = {}
    for hit in hits:
        rival = best.get(hit.span)
        if rival is None or _rank(hit) < _rank(rival):
            best[hit.span] = hit
    best = {
        span: hit for span, hit in best.items() if not any(_steals(hit, other) for other in best.values())
    }
    named = [hit for hit in best.values() if hit.mask is None]
    counted = [hit for hit in best.values() if hit.mask is not None]
    apart = [hit for hit in named if not any(_reads_same(hit, other) for other in counted)]
    return tuple(sorted([*counted, *apart], key=lambda hit: hit.span))


def _steals(hit: _Hit, other: _Hit) -> bool:
    """Whether the verb of a hit belongs to a stronger one: «one gunman killed 39» counts 39."""
    return (
        hit.rule.metric == other.rule.metric
        and hit.rule.priority < other.rule.priority
        and hit.start < other.start < hit.end <= other.end
    )


def _rank(hit: _Hit) -> tuple[int, int]:
    return -hit.rule.priority, hit.end - hit.start


def _reads_same(named: _Hit, counted: _Hit) -> bool:
    """A name beside a number of the same metric is one of those counted."""
    return named.rule.metric == counted.rule.metric


def _parts(real: Sequence[_Hit], chunked: Chunked, reader: Language, unreal: set[int]) -> Iterator[_Hit]:
    """Parts of a figure that have no verb of their own: «544 killed, among them 47 officers»."""
    taken = {hit.mask for hit in real} | unreal
    for mask in sorted(_covered(chunked, reader.cues[Basis.SUBSET]) - taken):
        whole = max(
            (hit for hit in real if hit.mask is not None and hit.mask < mask),
            key=lambda hit: hit.span,
            default=None,
        )
        if whole is not None and mask in chunked.counted:
            part = replace(whole.rule, basis=Basis.SUBSET)  # whatever the rule says of the whole
            yield replace(whole, rule=part, mask=mask, span=chunked.origin(mask, mask + 1))


def _members(hit: _Hit, chunked: Chunked) -> tuple[Counted, ...]:
    if hit.mask is not None:
        return chunked.counted[hit.mask]
    return (Counted(Quantity(*hit.span, hit.people, hit.people, Bound.EXACT)),)


def _figure(hit: _Hit, counted: Counted, entry: Entry, place: _Place) -> Figure:
    quantity = counted.quantity
    start, end = place.stored((quantity.start, quantity.end))
    return Figure(
        entry_id=entry.id,
        metric=hit.rule.metric,
        low=quantity.low,
        high=quantity.high,
        bound=quantity.bound,
        basis=hit.rule.basis or Basis.INCIDENT,
        rule_id=hit.rule.id,
        quote=place.quote,
        field=place.field,
        start=start,
        end=end,
        subject=counted.subject,
    )


def _covered(chunked: Chunked, cue: Screen) -> set[int]:
    """The masks that a cue's own figure placeholders stand on."""
    places: set[int] = set()
    for pattern in cue.matching(chunked.text):
        for match in search_all(pattern, chunked.text):
            groups = match.re.groupindex
            places |= {match.start(number) for group, number in groups.items() if group.startswith("count")}
    return places - {-1}


def _rejections(place: _Place, chunked: Chunked, taken: set[int | None]) -> Iterator[Rejected]:
    for position, reason in chunked.others.items():
        yield place.rejected(chunked.origin(position, position + 1), reason)
    for position, members in chunked.counted.items():
        if position not in taken:
            yield from (place.rejected((one.quantity.start, one.quantity.end), "no rule") for one in members)


# ── what a figure counts ─────────────────────────────────────────────────────────────────────


def _judge(
    figures: Sequence[Figure],
    masks: Sequence[int | None],
    chunked: Chunked,
    reader: Language,
    entry: Entry,
    piece: str,
) -> tuple[Figure, ...]:
    """Settle basis, background and as-of date by the cues of the sentence."""
    if not figures:
        return ()
    covered = {basis: _covered(chunked, reader.cues[basis]) for basis in (Basis.SUBSET, Basis.INCREMENT)}
    whole = {basis for basis in (Basis.TOTAL, Basis.INCIDENT) if _speaks(reader, basis, chunked.text)}
    published = entry.published_at.date() if entry.published_at else None
    past = _is_background(piece, reader, published, entry.seen_at.date())
    day = reader.calendar.as_of(piece, published)
    return tuple(
        replace(
            figure, basis=_basis(figure, mask, figures[:index], covered, whole), background=past, as_of=day
        )
        for index, (figure, mask) in enumerate(zip(figures, masks, strict=True))
    )


def _is_background(sentence: str, reader: Language, published: date | None, seen: date) -> bool:
    """Whether a cue names another event: by its words, or by a year that is long gone."""
    for pattern in reader.cues["background"].matching(sentence):
        groups = pattern.groupindex
        for match in search_all(pattern, sentence):
            dated = {
                name: match.group(number)
                for name, number in groups.items()
                if "year" in name and match.group(number)
            }
            if not dated or any(
                is_long_gone(_common_year(name, year), published or (seen if "event" in name else None))
                for name, year in dated.items()
            ):
                return True
    return False


def _common_year(name: str, year: str) -> int:
    """The Gregorian year of a year that was read as `{solar_year}` or as it stands."""
    return int(year) + (621 if name.startswith("solar") else 0)


def _basis(
    figure: Figure,
    mask: int | None,
    before: Sequence[Figure],
    covered: Mapping[Basis, set[int]],
    whole: set[Basis],
) -> Basis:
    if figure.basis is not Basis.INCIDENT:
        return figure.basis
    # «12 killed, including 2 children, and 9 injured»: the nine are no part of the twelve.
    apart = bool(before) and all(other.metric != figure.metric for other in before)
    if mask in covered[Basis.SUBSET] and not apart:
        return Basis.SUBSET
    if mask in covered[Basis.INCREMENT]:
        return Basis.INCREMENT
    if Basis.TOTAL in whole and not (Basis.INCIDENT in whole and figure.subject not in (None, "protesters")):
        return Basis.TOTAL
    return figure.basis


# Bodies that count a whole crisis; police and hospitals speak of the incident at hand.
_KEEP_COUNT = frozenset({"monitor", "un", "party", "official", "media"})


def _cumulate(figure: Figure, rulebook: Rulebook, reader: Language) -> Figure:
    """What a monitor says without naming an incident is its running total."""
    claimant = rulebook.voices.claimants.get(figure.claimant or "")
    if figure.basis is not Basis.INCIDENT or claimant is None or claimant.class_ not in _KEEP_COUNT:
        return figure
    named = _speaks(reader, Basis.INCIDENT, fold(figure.quote).text)
    return figure if named else replace(figure, basis=Basis.TOTAL)


def _speaks(reader: Language, question: str, text: str) -> bool:
    return reader.cues[question].matches(text)
