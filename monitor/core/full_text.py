"""Which articles are read, and what becomes of an entry whose article was: decisions, nothing is fetched here.

An entry is known by the words that its feed has for it, also when its text is the article's: the next
poll brings the feed's words again, and they must be no edit.  So the revision stays that of the feed's
words (`Entry.known_as`); an article that comes later than its entry makes one revision more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.model import Article, Entry, Source, Unread, content_id

MOST = 20
"""Articles of one poll; what is new beyond is stored with the feed's words, and read at the polls that follow."""

TRIES = 3
"""Polls that try to get an article, before the feed's words are all that there will be."""

LONGEST_WAIT = timedelta(days=3)
"""An article that has not come by then is no news any more."""

FEW = 3
"""Longer words of an entry that say whether a page is about the same; fewer do not."""

# Words of scripts that are written with spaces: not Thai, Lao, Burmese, Khmer, kana and Han.
_WORD = re.compile(r"[^\W\d_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{4,}")
_CUT = " \t\n.…[]()>»→"


def chosen(new: Sequence[Entry], waiting: Sequence[Entry], source: Source) -> tuple[str, ...]:
    """The addresses of the articles that this poll reads: of what is new, then of what waits, each once."""
    links = (entry.url for entry in (*new, *waiting) if _has_article(entry, source))
    return tuple(dict.fromkeys(links))[:MOST]


def newest(new: Sequence[Entry]) -> tuple[Entry, ...]:
    """The order in which the entries of a first poll get their articles: what was published last comes first."""
    return tuple(sorted(new, key=lambda entry: entry.published_at or entry.seen_at, reverse=True))


def with_article(entry: Entry, article: Article | None, late: bool = False) -> Entry:
    """The entry with the article's text, known by the feed's words; as it is where there is no better text.

    `late` is for an entry that is stored already: its article makes another revision of it.
    """
    if article is None or not article.text or not _is_better(entry, article.text):
        return entry
    known_as = content_id(entry.revision, "article") if late else entry.revision
    return replace(entry, text=_together(entry.text, article.text), known_as=known_as)


def unread(
    entry: Entry, source: Source, article: Article | None, now: datetime, tries: int = 0
) -> Unread | None:
    """What is remembered of an entry that has no article yet, or never will; None where it has its article."""
    if not _has_article(entry, source):
        return None
    late = now - entry.seen_at > LONGEST_WAIT
    if article is None:
        return Unread(entry.id, source.id, tries, None if late else now, "it waits for its turn")
    if article.text:
        fault = None if _is_better(entry, article.text) else "what came says less than the feed does"
        return Unread(entry.id, source.id, tries + 1, None, fault) if fault else None
    again = article.retry and not late and tries + 1 < TRIES
    due_at = now + (article.retry_after or timedelta(0)) if again else None
    return Unread(entry.id, source.id, tries + 1, due_at, article.reason)


def reasons(found: Mapping[str, Article]) -> tuple[str, ...]:
    """Why articles were not read, each reason once, with how many it kept away."""
    counts: dict[str, int] = {}
    for article in found.values():
        if article.reason:
            counts[article.reason] = counts.get(article.reason, 0) + 1
    return tuple(f"{reason} ({count})" if count > 1 else reason for reason, count in counts.items())


def _has_article(entry: Entry, source: Source) -> bool:
    return bool(entry.url) and entry.url != source.url


def _is_better(entry: Entry, text: str) -> bool:
    """Whether a page says more than the feed does, and of the same: consent and login pages do not."""
    said = _stems(f"{entry.title} {entry.text}")
    shared = len(said & _stems(text))
    return len(text) > len(entry.text) and (len(said) < FEW or 3 * shared >= len(said))


def _stems(text: str) -> set[str]:
    """How its longer words begin: endings differ between a headline and its article."""
    return {word.casefold()[:5] for word in _WORD.findall(text)}


def _together(summary: str, text: str) -> str:
    """The article, behind those lines of the feed's summary that do not stand in it."""
    inside = " ".join(text.split())
    own = [line for line in summary.split("\n") if line.strip(_CUT) and line.rstrip(_CUT) not in inside]
    return "\n".join([*own, text])
