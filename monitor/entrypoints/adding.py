"""`tollwatch sources add`: an address of a feed, or of a page, becomes a source.

    find the feed | show what it says | propose | check with all the rest | write

Nothing is stored and nobody is told: the daemon polls the new source when it has taken it over.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from monitor.config import load
from monitor.config.writing import (
    Draft,
    Value,
    add_sources,
    block,
    filled_in,
    of_others,
    source_file,
    try_sources,
)
from monitor.core.assign import assign
from monitor.core.book import Book
from monitor.core.discover import FeedLink, is_of_comments
from monitor.core.extract import Reading, extract
from monitor.core.newcomer import id_of, keys_in, language_of, title_of
from monitor.entrypoints.finding import Ask, Found, Known, Search
from monitor.entrypoints.options import existing
from monitor.entrypoints.reading import figure_lines
from monitor.entrypoints.telemetry import plural
from monitor.errors import ConfigurationError, NotWritten, UsageError
from monitor.model import Entry, Source

READ = 100
"""Entries of a feed that are read for what they hold: enough to choose three of."""

SHOWN = 3
"""Entries of a feed that are shown."""

MOST_FIGURES = 4
"""Figures of one entry that are shown."""

FILE = "my-sources.yaml"
UNKNOWN_GRADE = "F"
"""The Admiralty code's word for a source whose reliability cannot be judged."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user has said of the new source; None is left to us."""

    id: str | None = None
    title: str | None = None
    language: str | None = None
    grade: str | None = None
    claimant: str | None = None
    topics: tuple[str, ...] = ()
    every: str | None = None
    file: str | None = None
    sure: bool = False
    dry_run: bool = False


def add(config: Path, address: str, wishes: Wishes, ask: Ask | None) -> int:
    """Find the feed, show what it says, and write it down as a source; 0, also where the person says no.

    `ask` is None where nobody can be asked: then nothing is, and what is clear is written.  Raises UsageError,
    FeedError, NotWritten and ConfigurationError; the configuration is then as it was.
    """
    refuse_keys(address)
    directory = existing(config)
    book = load(directory, os.environ, wait=True)
    file = source_file(directory, wishes.file or FILE)
    console = Console(highlight=False)
    known = Known(book, directory)
    search = Search(book, known, ask, console, _secrets_of(address))
    written, found = _located(address, search)
    draft, notes = proposal(written, found, book, wishes, known)
    _show(found, _source_of(draft, found), search)
    for line in (f"\n{file}:", block(draft), *notes):
        search.say(line)
    if wishes.dry_run:
        put_down(directory, file, [draft], dry_run=True)
        console.print("nothing is written (--dry-run); the configuration would be good with it")
        return 0
    if ask is not None and not wishes.sure and ask("write this? [Y/n]", "y").strip().lower()[:1] != "y":
        console.print("nothing is written")
        return 0
    put_down(directory, file, [draft], dry_run=False)
    console.print(
        f"written.  `tollwatch poll {draft.values['id']}` polls it now; a daemon that runs takes it over by itself.  "
        "What the feed says at its first poll is taken as known: you hear of what comes from then on.",
        markup=False,
        soft_wrap=True,
    )
    return 0


def _located(address: str, search: Search) -> tuple[str, Found]:
    """The address as it is to be written, and the feed that is there.  Raises UsageError if it is a source already."""
    asked = search.good(filled_in(address, os.environ))
    search.refuse_known(asked)
    found = search.find(asked)
    search.refuse_known(found.url)
    if found.url == asked and "${" in address:
        return address, found
    if any(secret in found.url for secret in search.secrets):
        raise UsageError(
            "the feed's own address says back what the variable holds: give that one, with the variable"
        )
    return found.url, found


def proposal(
    url: str, found: Found, book: Book, wishes: Wishes, known: Known
) -> tuple[Draft, tuple[str, ...]]:
    """The source that is to be written, and what a person should know about it.

    Raises UsageError for an address with a key in clear.
    """
    refuse_keys(url)
    notes: list[str] = []
    title = wishes.title or of_others(title_of(found.feed.title, found.url))
    values: dict[str, Value] = {
        "id": wishes.id or id_of(title, found.url, known.ids),
        "title": title,
        "url": url,
    }
    language = wishes.language or language_of(found.feed.entries, book.languages)
    if language:
        values["language"] = language
    else:
        notes.append("language: its entries are not in one, or there are none: each is recognised by itself")
    if language and language not in book.languages:
        notes.append(
            f"language: no rules read `{language}`: there are rules for {', '.join(sorted(book.languages))}"
        )
    if is_of_comments(FeedLink(found.url, found.feed.title)):
        notes.append("it looks like a feed of readers' comments: is it the one that you mean?")
    neighbours = known.neighbours(found.url)
    inherited = _shared(source.grade for source in neighbours if source.grade != UNKNOWN_GRADE)
    values["grade"] = wishes.grade or inherited or UNKNOWN_GRADE
    if not wishes.grade:
        notes.append(
            f"grade {inherited}: as the other sources of this host have it; --grade sets another"
            if inherited
            else "grade F: how reliable it is cannot be judged yet; --grade, or an edit, says it once you know"
        )
    claimant = wishes.claimant or _shared(source.claimant for source in neighbours)
    if claimant and claimant != "none":
        values["claimant"] = claimant
        if not wishes.claimant:
            notes.append(f"claimant {claimant}: as {neighbours[0].id} has it; --claimant none leaves it out")
    if wishes.topics:
        values["topics"] = wishes.topics
    if wishes.every:
        values["every"] = wishes.every
    return Draft(values), tuple(notes)


def refuse_keys(url: str) -> None:
    """Raise UsageError for an address with a key in clear: a configuration is shown and kept under version control."""
    if keys := keys_in(url):
        raise UsageError(
            f"a key stands in clear in the address: {' and '.join(keys)}; put it into a variable and write its name "
            "in its place, in quotes: 'https://example.org/feed?token=${FEED_TOKEN}'"
        )


# ── showing what it says ────────────────────────────────────────────────────────────────────


def _source_of(draft: Draft, found: Found) -> Source:
    values = draft.values
    return Source(
        id=str(values["id"]),
        title=str(values["title"]),
        url=found.url,
        grade=str(values["grade"]),
        language=str(values["language"]) if "language" in values else None,
        claimant=str(values["claimant"]) if "claimant" in values else None,
        topics=tuple(values.get("topics", ())),
    )


@dataclass(frozen=True, slots=True)
class Sample:
    """An entry, what is read in it, and the topics that this goes to."""

    entry: Entry
    reading: Reading
    topics: tuple[str, ...]

    @property
    def rank(self) -> int:
        """0 for what a topic hears of, 1 for other figures, 2 for none."""
        return 0 if self.topics else 1 if self.reading.figures else 2


def _show(found: Found, source: Source, search: Search) -> None:
    """The feed in a line, and three of its entries with the figures in them."""
    entries = found.feed.entries
    if source.claimant is not None and source.claimant not in search.book.claimants:
        source = replace(source, claimant=None)  # the check of the whole will say so
    search.say(f"\n{source.title}: {found.url}", style="bold")
    if not entries:
        search.say("a feed without entries at this moment")
        return
    samples = [_sample(entry, source, search.book) for entry in entries[:READ]]
    search.say(_summary(entries, samples))
    # What Tollwatch would hear comes first.
    for sample in sorted(samples, key=lambda sample: sample.rank)[:SHOWN]:
        _show_entry(sample, search)


def _sample(entry: Entry, source: Source, book: Book) -> Sample:
    reading = extract(entry, book.rulebook, source.claimant)
    claims = assign(entry, reading.figures, source, book.topics.values()) if reading.figures else ()
    topics = dict.fromkeys(claim.series.topic for claim in claims)
    return Sample(entry, reading, tuple(topic for topic in topics if topic in book.topics))


def _summary(entries: Sequence[Entry], samples: Sequence[Sample]) -> str:
    dates = [entry.published_at for entry in entries if entry.published_at]
    newest = f", the newest of {max(dates):%d %b %Y %H:%M} UTC" if dates else ""
    of = f"of the first {READ} " if len(entries) > READ else ""
    telling = sum(sample.rank < 2 for sample in samples)
    heard = sum(sample.rank < 1 for sample in samples)
    ours = f", {heard} of them for your topics" if telling else ""
    return f"{plural(len(entries), 'entry', 'entries')}{newest}; {telling} {of}with figures{ours}"


def _show_entry(sample: Sample, search: Search) -> None:
    entry, figures = sample.entry, sample.reading.figures
    date = f"{entry.published_at:%d %b %Y}  " if entry.published_at else ""
    search.say(f"\n▸ {date}{entry.title or entry.text[:100]}")
    for number, figure in enumerate(figures[:MOST_FIGURES], 1):
        search.console.print(figure_lines(number, figure, search.book), end="", soft_wrap=True)
    if more := len(figures[MOST_FIGURES:]):
        search.say(f"\n  and {plural(more, 'more figure')}")
    there = f"none of the topics {', '.join(search.book.topics)}"
    search.say(f"  goes to {', '.join(sample.topics) or there}" if figures else "  no figures")


# ── writing it down ─────────────────────────────────────────────────────────────────────────


def put_down(directory: Path, file: Path, drafts: Sequence[Draft], dry_run: bool) -> None:
    """Write the sources, or only check them; says so where nothing is written for mistakes."""
    try:
        (try_sources if dry_run else add_sources)(directory, file, drafts, os.environ)
    except ConfigurationError:
        print(f"nothing is written: {file} would have mistakes with it", file=sys.stderr)
        raise
    except NotWritten as error:
        raise NotWritten(f"{error}; `--dry-run` shows what you can put there by hand") from None


def _secrets_of(address: str) -> tuple[str, ...]:
    """What the variables of an address hold: to be neither shown nor written."""
    return tuple(filled_in(variable, os.environ) for variable in re.findall(r"\$\{[^}]*\}", address))


def _shared(values: Iterable[str | None]) -> str | None:
    """The one value that all have; None if they differ."""
    different = set(values)
    return different.pop() if len(different) == 1 else None
