"""`tollwatch try`: what one text would be read as, where it would go, what would be told, and why.

Nothing is written and nobody is told.  What is compared with is what is stored, where there is a database.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from rich.console import Console

from monitor.adapters.database import is_there
from monitor.adapters.http import HttpFetcher
from monitor.adapters.store import SqlStore, open_store
from monitor.app import open_articles, open_fetcher, open_parser
from monitor.config import load
from monitor.core.assign import assign
from monitor.core.book import Book
from monitor.core.decide import Decision, decide
from monitor.core.documents import alert_document, value_document
from monitor.core.extract import Reading, extract
from monitor.core.full_text import chosen, reasons, with_article
from monitor.core.hiding import without_keys
from monitor.core.ledger import Ledger, by_docket
from monitor.core.markup import plain
from monitor.core.rehearse import Key
from monitor.core.render import render
from monitor.entrypoints.documents import said_document
from monitor.entrypoints.extracting import reading_config
from monitor.entrypoints.options import DEFAULT_DATABASE
from monitor.entrypoints.reading import explained, figure_document
from monitor.errors import FeedError, NotAFeed, UsageError
from monitor.model import Entry, Fetched, FetchFailed, Filed, Ruling, Source, Validators, Value

SHOWN = 3
"""Entries of a feed that are tried."""

UNREADABLE = 0.05
"""The share of characters that are no UTF-8 from which on a file is no text."""


@dataclass(frozen=True, slots=True)
class Given:
    """What is to be tried: exactly one of them."""

    text: str | None
    url: str | None
    file: Path | None

    def entries(self, book: Book, source: Source, now: datetime) -> tuple[Entry, ...]:
        """The text as an entry, or the first entries of a feed or page.  Raises UsageError for what cannot be read."""
        given = sum(one is not None for one in (self.text, self.url, self.file))
        if given > 1 or not (given or source.url):
            raise UsageError(
                "say what to try, one of: --text TEXT, --url URL, --file FILE, or --source SOURCE"
            )
        if self.text is not None:
            return (_entry(_something(self.text, "--text"), source, "", now),)
        if self.file is not None:
            return asyncio.run(_of_bytes(_bytes(self.file), "", str(self.file), source, book, now))
        return asyncio.run(_of_url(source, book, now))


def try_out(
    what: str, given: Given, source_id: str | None, config: Path, database: str, as_json: bool = False
) -> int:
    """Print the reading, the topics, every condition's answer and the alert that there would be; 0.

    `what` is a rule's or a topic's id: only that rule reads, only that topic is looked at.  As JSON
    an entry is an object on a line of its own.
    """
    book = load(reading_config(config), os.environ, wait=True)
    rule, book = _kept_to(what, book)
    source = _source(source_id, given.url, book)
    now = datetime.now(UTC)
    console = Console(highlight=False)
    with closing(_Memory(database)) as memory:
        for entry in given.entries(book, source, now):
            reading = extract(entry, book.rulebook, source.claimant)
            if rule is not None:
                figures = tuple(figure for figure in reading.figures if figure.rule_id == rule)
                reading = replace(reading, figures=figures)
            decisions = tuple(_decisions(entry, reading, source, book, memory, now))
            if as_json:
                print(json.dumps(_document(entry, reading, decisions, book), ensure_ascii=False))
                continue
            page = explained(entry, reading, book, marks=not console.is_terminal)
            console.print(page, soft_wrap=not console.is_terminal)
            for line in _lines(decisions):
                console.print(line, markup=False, soft_wrap=True)
    return 0


def _kept_to(what: str, book: Book) -> tuple[str | None, Book]:
    """The rule's id if it is one, and the book with the topic alone if it is one.  Raises UsageError."""
    if what in book.topics:
        topics = {what: book.topics[what]}
        return None, replace(book, topics=topics, policies={what: book.policies[what]})
    if what in {rule.id for rule in book.rules()}:
        return what, book
    near = get_close_matches(what, [*book.topics, *(rule.id for rule in book.rules())], n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else f"topics: {', '.join(book.topics)}"
    raise UsageError(f"there is no rule and no topic {what!r}; {hint}")


def _source(source_id: str | None, url: str | None, book: Book) -> Source:
    if source_id is None:
        return Source("try", "what you try", url or "", "F")
    if source_id not in book.sources:
        near = get_close_matches(source_id, book.sources, n=1)
        hint = f"did you mean {near[0]}?" if near else "`tollwatch sources` lists them"
        raise UsageError(f"there is no source {source_id!r}; {hint}")
    return replace(book.sources[source_id], url=url or book.sources[source_id].url)


def _decisions(
    entry: Entry, reading: Reading, source: Source, book: Book, memory: _Memory, now: datetime
) -> Iterator[tuple[Key, Decision]]:
    """What would be decided of each topic and metric that gets a figure of the entry."""
    claims = assign(entry, reading.figures, source, book.topics.values())
    by_id = {figure.id: figure for figure in reading.figures}
    for key, group in by_docket(claims, lambda claim: claim.series).items():
        docket = [Filed(claim, by_id[claim.figure_id], entry) for claim in group]
        yield key, decide(docket, memory.ledger(*key), book, now)


def _document(
    entry: Entry, reading: Reading, decisions: Sequence[tuple[Key, Decision]], book: Book
) -> dict[str, Any]:
    """What was read, and of each topic and metric what would be decided; `alert` is null where nobody is told."""
    return {
        "title": entry.title,
        "url": entry.url,
        "language": reading.language,
        "figures": [figure_document(figure, book) for figure in reading.figures],
        "decided": [
            {
                "topic": topic,
                "metric": metric,
                "rulings": [
                    {"value": value_document(_value(ruling)), **said_document(ruling.claim.series, ruling)}
                    for ruling in decision.rulings
                ],
                "alert": alert_document(decision.alert) if decision.alert else None,
                "held_until": decision.held_until.isoformat() if decision.held_until else None,
            }
            for (topic, metric), decision in decisions
        ],
    }


def _value(ruling: Ruling) -> Value:
    return Value(ruling.claim.low, ruling.claim.high, ruling.claim.bound)


def _lines(decisions: Sequence[tuple[Key, Decision]]) -> Iterator[str]:
    if not decisions:
        yield "\nno topic would get a figure of this"
    for (topic, metric), decision in decisions:
        yield from _decided(decision, topic, metric)


def _decided(decision: Decision, topic: str, metric: str) -> Iterator[str]:
    yield f"\n── {topic}, {metric.replace('_', ' ')}"
    for ruling in decision.rulings:
        claim = ruling.claim
        yield f"{claim.series.key}: {ruling.outcome}"
        for verdict in ruling.verdicts:
            arithmetic = f" [{verdict.arithmetic}]" if verdict.arithmetic else ""
            yield f"  {verdict.condition}: {'yes' if verdict.fires else 'no'}: {verdict.reason}{arithmetic}"
    if decision.alert is not None:
        yield "\nwould be told:\n"
        yield render(decision.alert).text.rstrip()
    elif decision.held_until is not None:
        yield f"would wait until {decision.held_until:%d %b %Y %H:%M} UTC: the series told something a while ago"
    else:
        yield "would not be told"


class _Memory:
    """What is stored, to compare with; nothing where there is no database yet (none is made)."""

    def __init__(self, database: str) -> None:
        self._store: SqlStore | None = None
        if database != DEFAULT_DATABASE or is_there(database):
            self._store = open_store(database)

    def ledger(self, topic: str, metric: str) -> Ledger:
        """What is known of a topic's metric."""
        if self._store is None:
            return Ledger()
        with self._store.looking() as facts:
            return Ledger.of(facts.claims(topic, metric), facts.told(topic, metric))

    def close(self) -> None:
        """Close the database, if there was one."""
        if self._store is not None:
            self._store.close()


def _entry(text: str, source: Source, url: str, now: datetime, title: str = "") -> Entry:
    return Entry(source.id, "try", url, title, text, source.language, now, now)


async def _of_url(source: Source, book: Book, now: datetime) -> tuple[Entry, ...]:
    """What the address brings now, with the articles if the source asks for them."""
    async with open_fetcher(book.settings) as fetch, open_articles(fetch, book.settings.polling) as read:
        found = await _fetched(source, fetch)
        entries = await _of_bytes(found.body, found.content_type, found.url, source, book, now)
        wanted = chosen(entries, (), source) if source.full_text else ()
        articles = await read(wanted, source, now) if wanted else {}
    for reason in reasons(articles):
        print(f"article not read: {reason}", file=sys.stderr)
    return tuple(with_article(entry, articles.get(entry.url)) for entry in entries)


async def _of_bytes(
    body: bytes, content_type: str, name: str, source: Source, book: Book, now: datetime
) -> tuple[Entry, ...]:
    """A feed's or a page's first entries, else the bytes as one text."""
    if not body.strip():
        raise UsageError(f"{name}: nothing stands in it")
    try:
        async with open_parser(book.settings.polling) as parse:
            return (await parse(body, content_type, source, now)).entries[:SHOWN]
    except FeedError as error:
        # Where there are selectors, they are what is tried.
        if source.page is not None or not isinstance(error, NotAFeed):
            raise UsageError(f"{without_keys(name)}: {error}") from None
        text = body.decode("utf-8", "replace")
    if "\0" in text or text.count("\ufffd") > len(text) * UNREADABLE:
        raise UsageError(f"{name}: no feed, and no text or page in UTF-8")
    return (_entry(_something(plain(text) if "<" in text else text, name), source, name, now),)


def _something(text: str, name: str) -> str:
    if not text.strip():
        raise UsageError(f"{name}: nothing stands in it")
    return text


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror or error}") from None


async def _fetched(source: Source, fetch: HttpFetcher) -> Fetched:
    answer = await fetch(source, Validators())
    if isinstance(answer, Fetched):
        return answer
    raise UsageError(f"{source.url}: {answer.reason if isinstance(answer, FetchFailed) else 'nothing came'}")
