"""Text × rulebook → figures: what is counted, how many, how sure, of what.

    field ─▶ fold ─▶ (a trigger?) ─▶ sentences ─▶ chunk ─▶ match ─▶ qualify ─▶ attribute ─▶ totals

Every step is cheap to skip: a text without a trigger word costs one pass of one automaton.  Why
other numbers were not read is `explain`'s question.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from monitor.core.antecedents import MEMORY, resolved
from monitor.core.attribute import attribute
from monitor.core.basis import Qualified, settle
from monitor.core.chunk import Chunked, Counted, chunk
from monitor.core.echo import Question, asked, echoes
from monitor.core.language import SAMPLE, detect
from monitor.core.match import Hit, covered, is_covered, match, members, parts
from monitor.core.numerals import bounded
from monitor.core.qualify import qualify
from monitor.core.rules import Language, Rulebook
from monitor.core.sayings import Spoken
from monitor.core.text import LONGEST, Prose, Sentence, fold, paragraph_at
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
    known, language = rulebook.languages, language_of(entry, rulebook)
    if language not in known:
        return Reading(language, (), dict.fromkeys(rulebook.metrics, 0))
    reader = known[language]
    told = tuple(_told(entry, reader))
    read = tuple(_read_all(told, entry, reader))
    if not read:
        return Reading(language, (), dict.fromkeys(rulebook.metrics, 0))
    attributed = attribute(_spoken(told, read, reader), reader, rulebook.voices, own_claimant)
    qualified = [one for _, found in read for one in found]
    figures = settle(attributed, qualified, reader, rulebook.voices)
    return Reading(language, figures, count_totals(figures, rulebook.metrics, reader, entry))


def language_of(entry: Entry, rulebook: Rulebook) -> str:
    """The language that an entry is read in, which the rulebook may not know."""
    sample = f"{entry.title[:SAMPLE]}\n{entry.text[:SAMPLE]}"
    return detect(sample, rulebook.languages.keys(), entry.language)


_Read = tuple[Sentence, tuple[Qualified, ...]]


def _told(entry: Entry, reader: Language) -> Iterator[tuple[Prose, Sequence[int]]]:
    """The fields in which a trigger word stands, and where: stage 1, one pass of one automaton."""
    for field, text in (("title", entry.title), ("text", entry.text)):
        folded = fold(text)
        places = tuple(reader.triggers.starts(folded.text))
        if places:
            yield Prose(field, text, folded), places


def _read_all(told: Iterable[tuple[Prose, Sequence[int]]], entry: Entry, reader: Language) -> Iterator[_Read]:
    """The sentences with figures, in order; each sentence leaves the next the question that it answered.

    Where nothing is asked, a paragraph is read from the first sentence on that has a trigger word and is worth it.
    """
    question: Question | None = None
    seen: set[str] = set()
    for prose, places in told:
        passed = _Passed(prose, reader)
        size = len(prose.folded.text)
        position = 0 if question else _first(places, 0, size)
        while position < size:
            start, end = paragraph_at(prose.folded.text, position)
            begin = start if question else _first_worth_reading(prose, places, position, start, end, reader)
            judged = None if question else begin
            passed.enter(start, end, begin)
            for sentence in prose.sentences(reader.abbreviations, begin, end) if begin < end else ():
                triggered = _first(places, sentence.begin, size) < sentence.end
                if question is not None or (
                    triggered and (sentence.begin == judged or _worth_reading(sentence.text, reader))
                ):
                    figures, question = _read(sentence, entry, reader, triggered, question, seen, passed)
                    if figures:
                        seen.update(one.figure.metric for one in figures)
                        yield sentence, figures
                passed.add(sentence)
            position = end if question else _first(places, end, size)


def _first_worth_reading(
    prose: Prose, places: Sequence[int], position: int, start: int, end: int, reader: Language
) -> int:
    """Where the first sentence of a paragraph begins that is worth reading, from a trigger word on; else `end`."""
    if end - start <= LONGEST and not reader.screen.candidates(prose.folded.text[start:end]):
        return end
    while position < end:
        sentence = prose.sentence_at(position, reader.abbreviations, start, end)
        if sentence is None:
            return start
        if _worth_reading(sentence.text, reader):
            return sentence.begin
        position = _first(places, sentence.end, end)
    return end


class _Passed:
    """The sentences before the one that is read, of all paragraphs that were looked at.

    Most of these are never cut into sentences; they are when a word points back («they»).
    """

    def __init__(self, prose: Prose, reader: Language) -> None:
        self._prose, self._reader = prose, reader
        self._paragraphs: list[tuple[int, int]] = []
        self._begin = 0
        self._last: deque[str] = deque(maxlen=MEMORY)

    def enter(self, start: int, end: int, begin: int) -> None:
        """A paragraph is looked at, and read from a sentence on."""
        self._paragraphs.append((start, end))
        self._begin = begin
        self._last.clear()

    def add(self, sentence: Sentence) -> None:
        """A sentence was passed."""
        self._last.append(sentence.text)

    def __iter__(self) -> Iterator[str]:
        """The last few, the last one first."""
        yield from reversed(self._last)
        yield from islice(self._before(), MEMORY - len(self._last))

    def _before(self) -> Iterator[str]:
        """Those before the first one that was read of the paragraph, the last one first."""
        for start, end in reversed(self._paragraphs):
            found = self._prose.sentences(self._reader.abbreviations, start, end)
            last = deque((one.text for one in found if one.end <= self._begin), maxlen=MEMORY)
            yield from reversed(last)


def _first(places: Sequence[int], start: int, none: int) -> int:
    """The first of the ascending places from `start` on; `none` if there is no more."""
    index = bisect_left(places, start)
    return places[index] if index < len(places) else none


# A source is named («the figures come from HRANA»), and a quotation closed, up to here behind a figure.
_BEHIND = 2


def _spoken(
    told: Iterable[tuple[Prose, Sequence[int]]], read: Iterable[_Read], reader: Language
) -> Sequence[Spoken]:
    """All sentences up to a little behind the last figure: who speaks later is of no use."""
    figures = {
        (sentence.field, sentence.begin): tuple(one.figure for one in found) for sentence, found in read
    }
    sentences = (sentence for prose, _ in told for sentence in prose.sentences(reader.abbreviations))
    spoken: list[Spoken] = []
    while figures:
        sentence = next(sentences)
        spoken.append(Spoken(sentence, figures.pop((sentence.field, sentence.begin), ())))
    behind = islice(sentences, _BEHIND) if spoken else ()
    return [*spoken, *(Spoken(sentence, ()) for sentence in behind)]


def _read(
    sentence: Sentence,
    entry: Entry,
    reader: Language,
    triggered: bool,
    before: Question | None,
    seen: Set[str],
    earlier: Iterable[str],
) -> tuple[tuple[Qualified, ...], Question | None]:
    """The figures of one sentence, and the question that it leaves open.

    `seen` are the metrics read so far, `earlier` the last few sentences, the last one first.
    """
    text = sentence.text
    if not (triggered or _has_digit(text)):
        return (), before.older() if before else None
    candidates = reader.screen.candidates(text)
    chunked = chunk(text, reader.numbers, reader.lexicon)
    hits = resolved(match(chunked, reader, candidates), chunked, text, earlier, reader)
    if not hits and (before is None or not chunked.counted):
        return (), asked((), before)
    unreal = covered(chunked, reader.cues["unreal"])
    real = [hit for hit in hits if not (hit.mask in unreal or _is_unreal(hit, chunked, reader))]
    told = seen | {hit.rule.metric for hit in real if not hit.rule.alone}
    real = [hit for hit in real if not (hit.rule.alone and hit.rule.metric in told)]
    last = before.rule if before else None
    fresh = before.rule if before and not before.age else None
    real = [*real, *parts(real, chunked, reader, unreal, fresh, last)] if real or last else []
    real = sorted([*real, *echoes(real, chunked, reader, unreal, before)], key=lambda hit: hit.span)
    counted = [(hit, one) for hit in real for one in members(hit, chunked, reader)]
    entry_id, quote = (_id_of(entry), sentence.quote) if counted else ("", "")
    figures = tuple(_figure(hit, one, sentence, entry_id, quote) for hit, one in counted)
    masks = [hit.mask for hit, _ in counted]
    spans = [(one.quantity.start, one.quantity.end) for _, one in counted]
    qualified = qualify(figures, masks, spans, chunked, reader, entry, text, seen)
    return qualified, asked(real, before, chunked)


def _worth_reading(text: str, reader: Language) -> bool:
    """Whether a rule that may match has something to read: a number, a person, or, where nothing is masked, words."""
    candidates = reader.screen.candidates(text)
    return bool(candidates) and (
        bool(reader.numbers.read(text))
        or (reader.lexicon.noun.search(text) is not None and reader.lexicon.unit.search(text) is not None)
        or any(
            rule.reads_words and rule.pattern.search(text)
            for rule in map(reader.rules.__getitem__, candidates)
        )
    )


def _is_unreal(hit: Hit, chunked: Chunked, reader: Language) -> bool:
    """Whether a name or words stand where a number would be no figure: «they could have killed Amir Rad»."""
    return hit.mask is None and is_covered(hit, chunked, reader.cues["unreal"])


@lru_cache(maxsize=1)
def _id_of(entry: Entry) -> str:
    return entry.id  # a hash of the whole text: once is enough


def _has_digit(text: str) -> bool:
    return any(character in text for character in "0123456789")


def _figure(hit: Hit, counted: Counted, sentence: Sentence, entry_id: str, quote: str) -> Figure:
    quantity = bounded(counted.quantity, hit.rule.bound)
    start, end = sentence.stored(quantity.start, quantity.end)
    return Figure(
        entry_id=entry_id,
        metric=hit.rule.metric,
        low=quantity.low,
        high=quantity.high,
        bound=quantity.bound,
        basis=Basis.SUBSET if counted.part else hit.rule.basis or Basis.INCIDENT,
        rule_id=hit.rule.id,
        quote=quote,
        field=sentence.field,
        start=start,
        end=end,
        subject=counted.subject,
    )
