"""Why each other number of a text is no figure: for a person who asks, not on the line's way.

It reads the text once more, sentences without any trigger word included, and says of every number
that is in no figure what it was taken for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from monitor.core.chunk import Chunked, chunk
from monitor.core.extract import Reading
from monitor.core.match import covered, match
from monitor.core.rules import Language, Rulebook
from monitor.core.text import Prose, Sentence, fold
from monitor.model import Entry

UNREAL = "unreal: denied, threatened, feared or only possible"
NO_TRIGGER = "no word of any metric in its sentence"
NO_RULE = "no rule reads it: no words of a metric belong to it"


@dataclass(frozen=True, slots=True)
class Rejected:
    """A number that was not read as a figure, and why; offsets into the stored field."""

    field: str
    start: int
    end: int
    reason: str


def rejections(entry: Entry, reading: Reading, rulebook: Rulebook) -> tuple[Rejected, ...]:
    """Every number of both fields that is in no figure, in order; none for a language without rules."""
    reader = rulebook.languages.get(reading.language)
    if reader is None:
        return ()
    figures = [(figure.field, figure.start, figure.end) for figure in reading.figures]
    return tuple(
        rejected
        for field, text in (("title", entry.title), ("text", entry.text))
        for sentence in Prose(field, text, fold(text)).sentences(reader.abbreviations)
        for rejected in _others(sentence, reader)
        if not any(_overlap(rejected, figure) for figure in figures)
    )


def _overlap(rejected: Rejected, figure: tuple[str, int, int]) -> bool:
    field, start, end = figure
    return rejected.field == field and rejected.start < end and start < rejected.end


def _others(sentence: Sentence, reader: Language) -> Iterator[Rejected]:
    """All numbers of a sentence with the reason that each would have for being no figure."""
    chunked = chunk(sentence.text, reader.numbers, reader.lexicon)
    unread = NO_RULE if reader.triggers.search(sentence.text) else NO_TRIGGER
    hits = match(chunked, reader, reader.screen.candidates(chunked.text))
    unreal = covered(chunked, reader.cues["unreal"]) if hits else set()
    found = [*_counting_others(chunked), *_counting_people(chunked, unreal, unread)]
    for (start, end), reason in sorted(found):
        yield Rejected(sentence.field, *sentence.stored(start, end), reason)


def _counting_others(chunked: Chunked) -> Iterator[tuple[tuple[int, int], str]]:
    for position, reason in chunked.others.items():
        yield chunked.origin(position, position + 1), reason


def _counting_people(
    chunked: Chunked, unreal: set[int], unread: str
) -> Iterator[tuple[tuple[int, int], str]]:
    for position, counted in chunked.counted.items():
        for one in counted:
            yield (one.quantity.start, one.quantity.end), UNREAL if position in unreal else unread
