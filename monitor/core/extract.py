"""Text × rulebook → figures: what is counted, how many, how sure, of what.

    field ─▶ fold ─▶ (a trigger?) ─▶ sentences ─▶ chunk ─▶ match ─▶ qualify ─▶ attribute ─▶ totals

Every step is cheap to skip: a text without a trigger word costs one pass of one automaton.  Why
other numbers were not read is `explain`'s question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from monitor.core.attribute import Spoken, attribute
from monitor.core.chunk import Counted, chunk
from monitor.core.echo import Question, asked, echoes
from monitor.core.language import SAMPLE, detect
from monitor.core.match import Hit, covered, match, members, parts
from monitor.core.numerals import bounded
from monitor.core.qualify import cumulate, qualify
from monitor.core.rules import Language, Rulebook
from monitor.core.text import Prose, Sentence, fold
from monitor.core.totals import count_totals
from monitor.model import Basis, Entry, Figure


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one entry; `totals` has every metric of the rulebook, 0 where nothing is reported."""

    language: str
    figures: tuple[Figure, ...]
    totals: Mapping[str, int]


def extract(entry: Entry, rulebook: Rulebook, own_claimant: str | None = None) -> Reading:
    """Read one entry.  `own_claimant` is whom the source speaks for when nobody else is named.

    Never raises for any text; the cost is linear in its length.
    """
    known = rulebook.languages
    language = detect(f"{entry.title[:SAMPLE]}\n{entry.text[:SAMPLE]}", known.keys(), entry.language)
    if language not in known:
        return Reading(language, (), dict.fromkeys(rulebook.metrics, 0))
    reader = known[language]
    told = tuple(_read_all(entry, reader))
    found = [Spoken(sentence, figures) for sentence, figures in told[: _last(told)]]
    attributed = attribute(found, reader, rulebook.voices, own_claimant)
    figures = tuple(cumulate(figure, reader, rulebook.voices) for figure in attributed)
    return Reading(language, figures, count_totals(figures, rulebook.metrics, reader))


def _told(entry: Entry, reader: Language) -> Iterator[Sentence]:
    """The sentences of both fields; none of a field in which no trigger word stands."""
    for field, text in (("title", entry.title), ("text", entry.text)):
        prose = Prose(field, text, fold(text))
        if reader.triggers.search(prose.folded.text):
            yield from prose.sentences(reader.abbreviations)


# A source is named («the figures come from HRANA»), and a quotation closed, up to here behind a figure.
_BEHIND = 3


def _last(told: Sequence[tuple[Sentence, Sequence[Figure]]]) -> int:
    """Where the sentences end that have to do with figures, 0 if there is none: who speaks later is of no use."""
    return max((index + _BEHIND for index, (_, figures) in enumerate(told) if figures), default=0)


def _read_all(entry: Entry, reader: Language) -> Iterator[tuple[Sentence, tuple[Figure, ...]]]:
    """Sentence after sentence; each leaves the next the question that it answered."""
    question: Question | None = None
    seen: set[str] = set()
    for sentence in _told(entry, reader):
        read, question = _read(sentence, entry, reader, question, seen)
        seen.update(figure.metric for figure in read)
        yield sentence, read


def _read(
    sentence: Sentence, entry: Entry, reader: Language, before: Question | None, seen: Set[str]
) -> tuple[tuple[Figure, ...], Question | None]:
    """The figures of one sentence, and the question that it leaves open; `seen` are the metrics read so far."""
    text = sentence.text
    if not (reader.triggers.search(text) or (before and _has_digit(text))):
        return (), before.older() if before else None
    chunked = chunk(text, reader.numbers, reader.lexicon)
    hits = match(chunked, reader)
    unreal = covered(chunked, reader.cues["unreal"]) if hits or before else set()
    real = [hit for hit in hits if hit.mask not in unreal]
    told = seen | {hit.rule.metric for hit in real if not hit.rule.alone}
    real = [hit for hit in real if not (hit.rule.alone and hit.rule.metric in told)]
    last = before.rule if before and not before.age else None
    real = [*real, *parts(real, chunked, reader, unreal, last)] if real or last else []
    real = sorted([*real, *echoes(real, chunked, reader, unreal, before)], key=lambda hit: hit.span)
    counted = [(hit, one) for hit in real for one in members(hit, chunked, reader)]
    figures = tuple(_figure(hit, one, entry, sentence) for hit, one in counted)
    masks = [hit.mask for hit, _ in counted]
    spans = [(one.quantity.start, one.quantity.end) for _, one in counted]
    qualified = qualify(figures, masks, spans, chunked, reader, entry, text, not seen)
    return qualified, asked(real, before)


def _has_digit(text: str) -> bool:
    return any(character in text for character in "0123456789")


def _figure(hit: Hit, counted: Counted, entry: Entry, sentence: Sentence) -> Figure:
    quantity = bounded(counted.quantity, hit.rule.bound)
    start, end = sentence.stored(quantity.start, quantity.end)
    return Figure(
        entry_id=entry.id,
        metric=hit.rule.metric,
        low=quantity.low,
        high=quantity.high,
        bound=quantity.bound,
        basis=hit.rule.basis or Basis.INCIDENT,
        rule_id=hit.rule.id,
        quote=sentence.quote,
        field=sentence.field,
        start=start,
        end=end,
        subject=counted.subject,
    )
