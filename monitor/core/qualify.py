"""What a figure counts, of which event, as of which day: settled by the cues of its sentence.

A number knows its value from `numerals` and its metric from `match`; whether it is the whole toll,
one incident, an addition or a part, and whether it is about this event at all, the words around
it say.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from datetime import date
from itertools import pairwise

from monitor.core.basis import Firm, Qualified, basis_of
from monitor.core.chunk import Chunked, is_stopped, search_all, subject_of
from monitor.core.clauses import between, boundaries, gap
from monitor.core.dates import is_long_gone
from monitor.core.match import covered, listed
from monitor.core.rules import Language
from monitor.core.screen import Screen
from monitor.core.text import fold
from monitor.model import Basis, Bound, Entry, Figure


def qualify(
    figures: Sequence[Figure],
    masks: Sequence[int | None],
    spans: Sequence[tuple[int, int]],
    chunked: Chunked,
    reader: Language,
    entry: Entry,
    sentence: str,
    seen: Set[str],
) -> tuple[Qualified, ...]:
    """The figures of one sentence with basis, background and as-of date; `seen` are the metrics read before it.

    `masks` are their places in the masked sentence, `spans` those of their numbers in the sentence itself.
    """
    if not figures:
        return ()
    figures = tuple(_parted(figures, masks, covered(chunked, reader.cues[Basis.SUBSET])))
    within = {basis: covered(chunked, reader.cues[basis]) for basis in (Basis.SUBSET, Basis.INCREMENT)}
    if within[Basis.INCREMENT]:  # «600 since the truce, bringing the toll of the war to 72,000»
        within[Basis.INCREMENT] -= covered(chunked, reader.cues["wider"])
    on_top = _on_top(masks, spans, chunked, sentence, reader)
    wordings = _wordings(chunked, masks, reader)
    starts = boundaries(sentence, reader.contrast)
    past = _background(sentence, spans, starts, reader, entry, not seen)
    days = _days(sentence, spans, starts, reader, entry)
    dated = tuple(
        replace(figure, background=past[index], as_of=days[index]) if past[index] or days[index] else figure
        for index, figure in enumerate(figures)
    )
    later = listed(chunked, reader.cues[Basis.SUBSET]) if within[Basis.SUBSET] else set()
    settled = tuple(_lone_parts(_bases(dated, masks, within, on_top, later, wordings, seen), figures))
    parts = _broken_down([one.figure for one in settled])
    settled = tuple(_described(settled, masks, chunked, reader))
    return tuple(
        replace(one, figure=replace(one.figure, basis=Basis.SUBSET), firm=Firm.SURE)
        if index in parts
        else one
        for index, one in enumerate(settled)
    )


def _parted(figures: Sequence[Figure], masks: Sequence[int | None], parts: set[int]) -> Iterator[Figure]:
    """The figures, those of a list given back to the count before them that they break down.

    «72 were killed, including 29 children and over 200 others were injured»: the children were killed.
    """
    before: Figure | None = None
    for index, (figure, mask) in enumerate(zip(figures, masks, strict=True)):
        goes_on = mask is not None and index + 1 < len(masks) and masks[index + 1] == mask
        if before and goes_on and mask in parts and before.metric != figure.metric:
            yield replace(figure, metric=before.metric, rule_id=before.rule_id, basis=Basis.SUBSET)
            continue
        before = figure
        yield figure


def _described(
    figures: Sequence[Qualified], masks: Sequence[int | None], chunked: Chunked, reader: Language
) -> Iterator[Qualified]:
    """The figures, those without a noun with the group that words behind them name."""
    nameless = any(one.figure.subject is None for one in figures)
    groups = _whom(chunked, reader) if nameless else {}
    for one, mask in zip(figures, masks, strict=True):
        subject = groups.get(mask) if one.figure.subject is None and mask is not None else None
        yield replace(one, figure=replace(one.figure, subject=subject)) if subject else one


def _whom(chunked: Chunked, reader: Language) -> dict[int, str | None]:
    """Mask → the group that words behind the number name: «nine of whom were children»."""
    named: dict[int, str | None] = {}
    for pattern in reader.cues["whom"].worth_running(chunked.text):
        for match in search_all(pattern, chunked.text):
            if is_stopped(match, reader.lexicon):
                continue
            groups = match.re.groupindex
            start, end = match.span(groups["whom"])
            place = next(match.start(number) for name, number in groups.items() if name.startswith("count"))
            said = subject_of(chunked.text[start:end], reader.lexicon)
            one = chunked.counted.get(end - 1)
            named.setdefault(place, said or (one[0].subject if one else None))
    return named


def _on_top(
    masks: Sequence[int | None],
    spans: Sequence[tuple[int, int]],
    chunked: Chunked,
    sentence: str,
    reader: Language,
) -> tuple[bool, ...]:
    """Which figures say between number and noun that they come on top: «24 more people»."""

    def says(mask: int | None, end: int) -> bool:
        noun = sentence[end : chunked.origin(mask, mask + 1)[1]] if mask is not None else ""
        return not reader.on_top.isdisjoint(noun.casefold().split()[:2])

    return tuple(says(mask, end) for mask, (_, end) in zip(masks, spans, strict=True))


def _bases(
    figures: Sequence[Figure],
    masks: Sequence[int | None],
    within: Mapping[Basis, set[int]],
    on_top: Sequence[bool],
    later: set[int],
    wordings: Sequence[frozenset[str]],
    seen: Set[str],
) -> Iterator[Qualified]:
    """The figures, each with what its own clause says that it counts."""
    added = within[Basis.INCREMENT]
    for index, (figure, mask, said) in enumerate(zip(figures, masks, wordings, strict=True)):
        before = figures[:index]
        # «12 killed, including 2 children, and 9 injured»: the nine are no part of the twelve.
        apart = bool(before) and all(other.metric != figure.metric for other in before)
        # «12 dead, including 2 children, 9 injured and 3 gunmen killed»: nor are the three.
        apart = apart or (bool(before) and mask in later and before[-1].metric != figure.metric)
        # «12 killed and another 30 injured» adds no injured to anybody's; «in 24 hours 12 killed and 30 injured» does.
        placed = [place for place in masks[:index] if place is not None]
        first_added = bool(placed) and added.isdisjoint(placed)
        # «They stopped a bus and shot nine of them»: the nine are a part of people, of no figure.
        of_whole = figure.metric in seen or any(other.metric == figure.metric for other in before)
        basis, firm = basis_of(
            figure,
            said,
            is_part=mask in within[Basis.SUBSET] and not apart and of_whole,
            is_added=(mask in added and not (apart and first_added)) or (on_top[index] and not apart),
            is_dated=figure.as_of is not None,
        )
        figure = figure if figure.basis is basis else replace(figure, basis=basis)
        yield Qualified(figure, firm, "incident" in said)


def _lone_parts(qualified: Iterable[Qualified], figures: Sequence[Figure]) -> Iterator[Qualified]:
    """The figures without parts that are larger than their whole, unless they have no verb of their own.

    «Five militants, including the bomber, and nine civilians were killed»: the nine are no part of the five.
    """
    room: dict[str, int] = {}
    for one, read in zip(qualified, figures, strict=True):
        figure = one.figure
        size = figure.low if figure.low is not None else figure.high or 0
        if figure.basis is not Basis.SUBSET:
            room[figure.metric] = (figure.high or size) if figure.bound is Bound.EXACT else _ANY
        elif read.basis is not Basis.SUBSET and size > room.get(figure.metric, _ANY):
            one = replace(one, figure=replace(figure, basis=Basis.INCIDENT), firm=Firm.GUESS)
        yield one


_ANY = 1 << 62


def _days(
    sentence: str, spans: Sequence[tuple[int, int]], starts: Sequence[int], reader: Language, entry: Entry
) -> tuple[date | None, ...]:
    """The day that each figure stands at: the one named nearest in its clause."""
    published = entry.published_at.date() if entry.published_at else None
    named = tuple(reader.calendar.days_in(sentence, published))

    def day(span: tuple[int, int]) -> date | None:
        own = [one for one in named if not between(starts, one[0], span[0])]
        nearest = min(own, key=lambda one: gap(span, (one[0], one[1])), default=None)
        return nearest[2] if nearest else None

    return tuple(map(day, spans))


def _broken_down(figures: Sequence[Figure]) -> frozenset[int]:
    """The parts that a number is broken down into: «12 people, 8 men, 3 women and a child», which add up to it."""
    for first, whole in enumerate(figures):
        parts: list[int] = []
        rest = whole.low or 0
        for index in range(first + 1, len(figures)):
            part = figures[index]
            if part.metric == whole.metric and part.basis is not Basis.SUBSET and _fits(part, whole):
                parts.append(index)
                rest -= part.low or rest + 1
            if rest <= 0:
                break
        if rest == 0 and len(parts) > 1:
            return frozenset(parts)
    return frozenset()


# What may be broken down: people of whom nothing more is said, and civilians into women and children.
_FIGHTERS = ("security forces", "militants")


def _fits(part: Figure, whole: Figure) -> bool:
    """Whether a part can be one of the whole: soldiers are no civilians, «three doctors» a group of their own."""
    if whole.subject == "civilians":
        return part.subject not in _FIGHTERS
    return whole.subject in (None, part.subject)


def _background(
    sentence: str,
    spans: Sequence[tuple[int, int]],
    starts: Sequence[int],
    reader: Language,
    entry: Entry,
    opening: bool,
) -> tuple[bool, ...]:
    """Which figures are of another event: a cue stands in their clause, or opens the sentence before all of them.

    A clause that says «now» is about this event, whatever the sentence opens with.  A crime that is tried
    or punished is another event than the trial, and what dates the one does not date the other.
    """
    crimes = tuple(_spans_of(sentence, reader.cues["crimes"]))
    if crimes:
        clauses, starts = starts, tuple(sorted({*starts, *(start for start, _ in crimes)}))
        past = _background_of(sentence, spans, starts, reader, entry, opening)
        tried = [
            any(end <= span[0] + 1 and not between(clauses, start, span[0]) for start, end in crimes)
            for span in spans
        ]
        return tuple(map(max, past, tried))
    return _background_of(sentence, spans, starts, reader, entry, opening)


def _background_of(
    sentence: str,
    spans: Sequence[tuple[int, int]],
    starts: Sequence[int],
    reader: Language,
    entry: Entry,
    opening: bool,
) -> tuple[bool, ...]:
    """Which figures are of another event by the cues of one, as `_background` has it."""
    known = ("background",) if opening else ("background", "elsewhere")
    cues = tuple(event for cue in known for event in _other_events(sentence, spans, reader, entry, cue))
    if not cues:
        return (False,) * len(spans)
    here = tuple(_spans_of(sentence, reader.cues["current"]))
    first = min(start for start, _ in spans)
    opens = any(start < first and not between(starts, 0, start) for start, _ in cues)

    def is_other(span: tuple[int, int]) -> bool:
        if any(not between(starts, end - 1, span[0]) for _, end in cues):
            return True
        return opens and not any(not between(starts, start, span[0]) for start, _ in here)

    return tuple(map(is_other, spans))


def _other_events(
    sentence: str, spans: Sequence[tuple[int, int]], reader: Language, entry: Entry, cue: str
) -> Iterator[tuple[int, int]]:
    """Where a cue names another event: by its words, by a year that is long gone, or by a month that is past.

    A number that counts people (`spans`) is no year: «more than 1500 were killed»; and «since 2022» or
    «than in 2022» tells of this event.
    """
    ours: tuple[tuple[int, int], ...] | None = None
    for pattern in reader.cues[cue].worth_running(sentence):
        groups = pattern.groupindex
        for match in search_all(pattern, sentence):
            dated = {
                name: match.group(number)
                for name, number in groups.items()
                if ("year" in name or name.startswith(("in_", _MONTH))) and match.group(number)
            }
            years = [match.span(groups[name]) for name in dated if "year" in name]
            if any(_lies_in(year, spans) for year in years):
                continue
            if years and _own_years(entry, reader).issuperset(dated.values()):
                continue
            if not dated or any(_is_gone(name, said, entry, reader) for name, said in dated.items()):
                ours = tuple(_spans_of(sentence, reader.cues["current"])) if ours is None else ours
                # «Since 1978, when 400 died»: what reaches beyond the words of this event is of another.
                start, end = match.span(groups["whole"])
                since = max((year[0] for year in years), default=start)
                if not _lies_in((since, end), ours):
                    yield start, end


def _spans_of(sentence: str, cue: Screen) -> Iterator[tuple[int, int]]:
    for pattern in cue.worth_running(sentence):
        for match in search_all(pattern, sentence):
            yield match.span(match.re.groupindex["whole"])


_MONTH = "past_month"
"""How the groups of a cue begin that read the name of a month."""


def _is_gone(name: str, year: str, entry: Entry, reader: Language) -> bool:
    """Whether a year that a cue read is long gone by the publication, or for an event's own by when it was seen.

    A month is, unless it is that of the publication, the one before, or one that the text opens with.
    """
    published = entry.published_at.date() if entry.published_at else None
    if name.startswith(_MONTH):
        month = reader.calendar.months.get(year.casefold().rstrip("."))
        near = published is None or month is None or (published.month - month) % 12 < 2
        opening = entry.text[:_LEAD].split(". ")[0]
        return not near and year.casefold() not in fold(opening).text.casefold()
    return is_long_gone(
        _common_year(name, year), published or (entry.seen_at.date() if _is_event(name) else None)
    )


_OPENING = 100
"""Characters of a text in which its own date may stand."""
_LEAD = 250
"""Characters of a text in which its own month may stand."""


def _own_years(entry: Entry, reader: Language) -> frozenset[str]:
    """The year that a note about one event opens with: «On 3 April 2024, gunmen …»."""
    opening = fold(entry.text[:_OPENING]).text
    return frozenset(
        match.group(number)
        for pattern in reader.cues["opening"].worth_running(opening)
        for match in search_all(pattern, opening)
        for name, number in match.re.groupindex.items()
        if "year" in name and match.took_part(number)
    )


def _lies_in(span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)


def _is_event(name: str) -> bool:
    """Whether the year is what an event is called by: then the day we saw it will do."""
    return name.startswith(("event_", "in_"))


def _common_year(name: str, year: str) -> int:
    """The Gregorian year of what was read as `(?P<in_2022>…)`, as `{solar_year}` and its like, or as it stands."""
    if name.startswith("in_"):
        return int(name.removeprefix("in_")[:4])
    if "solar" not in name:
        return int(year)
    return int(year) + 621 + (1300 if len(year) == 2 else 0)


def _wordings(chunked: Chunked, masks: Sequence[int | None], reader: Language) -> tuple[frozenset[str], ...]:
    """Which of `total`, `running` and `incident` the clause of each figure speaks of, or how the sentence opens."""
    text = _silent(chunked.text, reader)
    starts = boundaries(text, reader.contrast)
    clauses = [text[start:end] for start, end in pairwise((*starts, len(text)))]
    said = [
        frozenset(cue for cue in ("total", "running", "incident") if _speaks(reader, cue, clause))
        for clause in clauses
    ]
    return tuple(said[bisect_right(starts, mask) - 1 if mask is not None else 0] for mask in masks)


def _silent(text: str, reader: Language) -> str:
    """The text without the days on which somebody only spoke."""
    for pattern in reader.cues["speech"].worth_running(text):
        for match in search_all(pattern, text):
            start, end = match.span(match.re.groupindex["whole"])
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def _speaks(reader: Language, question: str, text: str) -> bool:
    return reader.cues[question].matches(text)
