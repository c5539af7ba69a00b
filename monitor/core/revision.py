"""What an edit leaves as it was: the passages that stood in the revision before, so that only the rest is news.

A passage stands when its sentence is there word for word, as often as before, and its figures are read as
they were: who said a number may hang on the sentence before it.  Sentences are cut without knowing the
language, and rather too short: cut where there is no end, they stand or fall by their parts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from monitor.model import Entry, Figure, Passage

_SPACE = re.compile(r"\s+")
_MARKS = frozenset(".!?…。！？؟۔।")
_CLOSING = "\"')]”’»"


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The spans of a text's sentences, without the space between them."""
    text = text.rstrip()
    begin = 0
    for space in _SPACE.finditer(text):
        stop = space.start()
        if stop > begin and ("\n" in space.group() or _ends(text[max(begin, stop - 4) : stop])):
            yield begin, stop
            begin = space.end()
        elif stop == begin:
            begin = space.end()
    if begin < len(text):
        yield begin, len(text)


def _ends(word: str) -> bool:
    """Whether the end of a word is that of a sentence, quotation marks and brackets aside."""
    bare = word.rstrip(_CLOSING)
    return bare != "" and bare[-1] in _MARKS


def told(entry: Entry) -> Counter[str]:
    """The sentences of an entry's text, and how often each is there."""
    return Counter(entry.text[begin:end] for begin, end in sentences(entry.text))


def stood(entry: Entry, former: Entry) -> tuple[Passage, ...]:
    """The passages of an entry that stood in its former revision; does not look at what is read in them."""
    before, now = told(former), told(entry)
    spans = [
        (begin, end)
        for begin, end in sentences(entry.text)
        if now[entry.text[begin:end]] <= before[entry.text[begin:end]]
    ]
    titled = entry.title and (entry.title == former.title or before[entry.title])
    title = [Passage("title", 0, len(entry.title))] if titled else []
    return (*title, *(Passage("text", begin, end) for begin, end in _joined(spans, entry.text)))


def without_what_moved(
    entry: Entry, figures: Iterable[Figure], former_figures: Iterable[Figure]
) -> tuple[Passage, ...]:
    """The passages of `entry.stood` without those in which a figure is read otherwise than it was before."""
    places: dict[tuple[object, ...], set[str | None]] = {}
    for figure in former_figures:
        places.setdefault(_reading(figure), set()).add(figure.place)
    moved = [figure for figure in figures if not _is_at(figure, places.get(_reading(figure), set()))]
    return tuple(part for passage in entry.stood for part in _around(passage, moved, entry))


def _is_at(figure: Figure, places: Set[str | None]) -> bool:
    """Whether a figure may be of one of the places: a place that is known only now is no other place."""
    return bool(places) and (figure.place is None or not places.isdisjoint((figure.place, None)))


def _around(passage: Passage, moved: Sequence[Figure], entry: Entry) -> Iterator[Passage]:
    """A passage without the sentences in which one of the figures begins or ends."""
    stored = getattr(entry, passage.field)
    hit = [one for one in moved if one.field == passage.field and _meets(one, passage.start, passage.end)]
    if not hit:
        yield passage
        return
    parts = (
        (passage.start + a, passage.start + b) for a, b in sentences(stored[passage.start : passage.end])
    )
    rest = [(begin, end) for begin, end in parts if not any(_meets(one, begin, end) for one in hit)]
    for begin, end in _joined(rest, stored):
        yield replace(passage, start=begin, end=end)


def _meets(figure: Figure, begin: int, end: int) -> bool:
    return figure.start < end and begin < figure.end


def _joined(spans: Iterable[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    """Spans with nothing but space between them as one."""
    last: tuple[int, int] | None = None
    for begin, end in spans:
        if last is not None and not text[last[1] : begin].strip():
            last = last[0], end
            continue
        if last is not None:
            yield last
        last = begin, end
    if last is not None:
        yield last


def _reading(figure: Figure) -> tuple[object, ...]:
    """What a figure says, wherever it stands and of whatever day and place that is."""
    return (
        *(figure.quote, figure.metric, figure.low, figure.high, figure.bound, figure.basis),
        *(figure.subject, figure.claimant, figure.background),
    )
