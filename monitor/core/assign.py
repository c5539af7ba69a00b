"""Figures to topics: which crisis an entry's numbers are about.

An entry belongs to a topic when its source lists the topic, or when its title or text holds one of
the topic's places and one of its words; and in either case when its time lies in the topic's
window.  Here nothing is compared or decided.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from monitor.core.specs import Topic, Window
from monitor.model import Claim, Entry, Figure, Series, Source

UNSORTED = "unsorted"
"""The topic of a claim that fits none: stored and visible, never alerted."""

BEFORE = timedelta(days=1)
"""Grace before a window's first day: a day begins earlier east of Greenwich."""

AFTER = timedelta(days=3)
"""Grace after a window's last day: the count of the last day is printed on the next ones."""

_ONE_LETTER_FOR_MANY = str.maketrans(
    {
        "ي": "ی",  # Arabic yeh, as many Persian keyboards write it
        "ى": "ی",  # alef maksura, which stands for yeh in Egypt
        "ك": "ک",  # Arabic kaf
        "ة": "ه",  # teh marbuta
        "ـ": None,  # tatweel, a typographic stretch
        "\u200c": " ",  # zero-width non-joiner: «کشته‌شدگان» is also written with a space
        "\u200d": None,
        "\u00ad": None,  # soft hyphen
        "ı": "i",  # Turkish dotless i, so that upper case finds lower case
    }
)

_TOKEN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well an entry fits a topic: listed by the source, and how many words and places it holds."""

    topic: Topic
    listed: bool
    hits: int


def assign(
    entry: Entry, figures: Sequence[Figure], source: Source, topics: Iterable[Topic]
) -> tuple[Claim, ...]:
    """The claims that the figures make, in the order of the figures.

    Background figures make none, nor do those that stood in the entry's former revision: they were
    claims of that one.

    A figure goes to one topic: of several that fit, to the one that the source lists, else to the
    more specific one (more different words and places found), else to the first configured; to
    several only where all of them are `shared`.  A
    figure that fits none becomes a claim of the topic `unsorted`; one whose topic does not watch
    its metric becomes none at all.
    """
    news = [figure for figure in figures if not (figure.background or entry.stood_before(figure))]
    if not news:
        return ()
    text = _Text.of(f"{entry.title}\n{entry.text}")
    fits = tuple(fit for topic in topics if (fit := _fit(topic, text, source)) is not None)
    return tuple(_claim(entry, figure, topic) for figure in news for topic in _topics_of(figure, entry, fits))


def searchable(text: str) -> str:
    """The text as lower-case words between single spaces, without accents, for whole-word search.

    Arabic and Persian forms of one letter become one, vowel signs go, a zero-width non-joiner
    separates words.  Offsets are lost: never quote from it.
    """
    return f" {' '.join(_TOKEN.findall(text.lower() if text.isascii() else _plain_letters(text)))} "


def holds(text: str, word: str) -> bool:
    """Whether a text holds a word or phrase as a whole; a trailing * allows any ending."""
    needle = _Needle.of(word)
    return bool(needle.first) and _Text.of(text).holds(needle)


def stated_at(entry: Entry, figure: Figure) -> datetime:
    """When a figure was stated: the end of its as-of day, else publication, else when we saw it.

    Never later than publication, and never later than we saw it: a feed with its clock ahead
    would otherwise make every later statement look old.  An edited article keeps its first date
    of publication in most feeds, so what it says now was printed when we saw the edit.
    """
    published = None if entry.edited else entry.published_at
    printed = min(published or entry.seen_at, entry.seen_at)
    if figure.as_of is None:
        return printed
    return min(_midnight(figure.as_of + timedelta(days=1)), printed)


@dataclass(frozen=True, slots=True)
class _Text:
    """A searchable text, and its words, sorted and as a set: a topic is looked for by a hundred words."""

    whole: str
    words: frozenset[str]
    in_order: Sequence[str]

    @classmethod
    def of(cls, text: str) -> _Text:
        whole = searchable(text)
        words = frozenset(whole.split())
        return cls(whole, words, sorted(words))

    def holds(self, needle: _Needle) -> bool:
        """Whether it is in the text; only for a phrase whose first word is in it the text is gone through."""
        if needle.first not in self.words if needle.whole_first else not self._begins(needle.first):
            return False
        return needle.one_word or needle.searched in self.whole

    def _begins(self, word: str) -> bool:
        place = bisect_left(self.in_order, word)
        return place < len(self.in_order) and self.in_order[place].startswith(word)


@dataclass(frozen=True, slots=True)
class _Needle:
    """A word or phrase as it is searched for; `whole_first` is whether its first word has its ending."""

    searched: str
    first: str
    whole_first: bool
    one_word: bool

    @classmethod
    def of(cls, word: str) -> _Needle:
        searched = _needle(word)
        first, *more = searched.split() or [""]
        return cls(searched, first, bool(more) or not word.endswith("*"), not more)


def _fit(topic: Topic, text: _Text, source: Source) -> _Fit | None:
    listed = topic.id in source.topics
    places = _hits(text, topic.places.values())
    if not (listed or places):
        return None
    words = _hits(text, topic.words.values())
    return _Fit(topic, listed, words + places) if listed or words else None


def _hits(text: _Text, by_language: Iterable[Sequence[str]]) -> int:
    # The words of every language are tried: feeds misstate their own language too often
    # («en-US» is a default of the software), and words and places together rarely mislead.
    plain, others = _needles(tuple(map(tuple, by_language)))
    needles = plain if text.whole.isascii() else (*plain, *others)
    return sum(map(text.holds, needles))


def _topics_of(figure: Figure, entry: Entry, fits: Sequence[_Fit]) -> tuple[str, ...]:
    """The topics' ids, `unsorted`, or nothing where the topic does not watch the metric."""
    day = figure.as_of or (entry.published_at or entry.seen_at).astimezone(UTC).date()
    timely = [fit for fit in fits if _within(day, fit.topic.window)]
    watched = [fit for fit in timely if figure.metric in fit.topic.metrics]
    if watched:
        first = max(watched, key=lambda fit: (fit.listed, fit.hits)).topic
        others = (fit.topic for fit in watched if first.shared and fit.topic.shared and fit.topic != first)
        return first.id, *(topic.id for topic in others)
    return () if timely else (UNSORTED,)


def _within(day: date, window: Window) -> bool:
    return window.from_ - BEFORE <= day and (window.until is None or day <= window.until + AFTER)


def _claim(entry: Entry, figure: Figure, topic: str) -> Claim:
    return Claim(
        series=Series(topic, figure.metric, figure.claimant, figure.subject, figure.basis),
        figure_id=figure.id,
        source_id=entry.source_id,
        low=figure.low,
        high=figure.high,
        bound=figure.bound,
        stated_at=stated_at(entry, figure),
        seen_at=entry.seen_at,
        entry_id=entry.id,
        titled=figure.field == "title",
        place=figure.place,
    )


def _plain_letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    bare = "".join(letter for letter in plain if unicodedata.category(letter) != "Mn")
    return bare.translate(_ONE_LETTER_FOR_MANY)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)


@lru_cache(maxsize=1024)
def _needles(by_language: tuple[tuple[str, ...], ...]) -> tuple[tuple[_Needle, ...], tuple[_Needle, ...]]:
    """What to look for, each word once: what an ASCII text can hold, and what it cannot."""
    words = dict.fromkeys(word for words in by_language for word in words)
    needles = [needle for needle in map(_Needle.of, words) if needle.first]
    return (
        tuple(needle for needle in needles if needle.searched.isascii()),
        tuple(needle for needle in needles if not needle.searched.isascii()),
    )


@lru_cache(maxsize=8192)
def _needle(word: str) -> str:
    needle = searchable(word.removesuffix("*"))
    return needle.rstrip() if word.endswith("*") else needle
