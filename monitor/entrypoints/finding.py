"""From the address that a person gives to the feed that is meant: page by page, through the guards of every poll."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from rich.console import Console

from monitor.app import open_fetcher, open_parser
from monitor.config.writing import sources_as_written
from monitor.core.book import Book
from monitor.core.discover import FeedLink, address_key, guesses, is_of_comments, web_address
from monitor.core.hiding import without_keys
from monitor.core.newcomer import host_of
from monitor.entrypoints.telemetry import plural
from monitor.errors import FeedError, NotAFeed, UsageError
from monitor.model import Feed, Fetched, FetchFailed, Source, Validators

HOPS = 3
"""Pages on the way to a feed: a front page names a page of feeds, that one names the feed."""

NO_FEED = (
    "; where sites mostly keep a feed there is none either: "
    "`kind: page` watches a page that has none (docs/polling.md)"
)

Ask = Callable[[str, str], str]
"""Asks a person: question, and what an empty answer means."""


@dataclass(frozen=True, slots=True)
class Found:
    """A feed, and the address to poll it at."""

    url: str
    feed: Feed


class Known:
    """The sources that there are: which addresses and ids are taken, and where they stand."""

    def __init__(self, book: Book, directory: Path) -> None:
        self.book = book
        self.ids = set(book.sources)
        self._by_address = {address_key(source.url): source.id for source in book.sources.values()}
        self._places = {id: written.place for id, written in sources_as_written(directory).items()}

    def source_at(self, url: str) -> str | None:
        """The source that polls this address already, with its file and line; None if there is none."""
        id = self._by_address.get(address_key(url))
        return f"{id} ({self._places[id]})" if id in self._places else id

    def neighbours(self, url: str) -> list[Source]:
        """The sources of the same host."""
        host = host_of(url), urlsplit(url).port
        every = self.book.sources.values()
        return [one for one in every if (host_of(one.url), urlsplit(one.url).port) == host]


@dataclass(frozen=True, slots=True)
class Search:
    """The search for one feed.  `ask` is None where nobody can be asked; `secrets` are shown nowhere."""

    book: Book
    known: Known
    ask: Ask | None
    console: Console
    secrets: tuple[str, ...] = ()

    def good(self, typed: str) -> str:
        """The address that was typed as it can be fetched; without a scheme it is https.  Raises UsageError."""
        whole = typed if re.match(r"[A-Za-z][\w+-]*:(?!\d)", typed) else f"https://{typed}"
        good = web_address(whole)
        if not good:
            raise UsageError(f"{self.shown(typed)} is no http or https address of a feed or page")
        return good

    def refuse_known(self, url: str) -> None:
        """Raise UsageError if a source polls this address already."""
        if there := self.known.source_at(url):
            raise UsageError(f"{self.shown(url)} is there already: the source {there}")

    def find(self, address: str) -> Found:
        """Go from page to page until there is a feed.  Raises FeedError, and UsageError where one has to be chosen."""
        for hop in range(HOPS):
            try:
                return asyncio.run(self._read(address))
            except NotAFeed as error:
                said, links = str(error), tuple(FeedLink(*link) for link in error.links)
            if links:
                address = self._chosen(address, said, links)
                continue
            asked = hop == 0 and "HTML page" in said
            found = asyncio.run(self._guessed(address)) if asked else None
            if found is not None:
                self.say(f"{address} names no feed, but keeps one at {found.url}")
                return found
            raise FeedError(f"{self.shown(f'{address}: {said}')}{NO_FEED if asked else ''}")
        raise FeedError(
            f"{self.shown(address)}: pages that lead to pages only; give the address of the feed itself"
        )

    async def _read(self, address: str) -> Found:
        """Fetch and read once, as a poll does.  Raises FeedError, NotAFeed for what arrived and is none."""
        source = Source("new", "the new source", address, "F")
        async with (
            open_fetcher(self.book.settings) as fetch,
            open_parser(self.book.settings.polling) as parse,
        ):
            answer = await fetch(source, Validators())
            if isinstance(answer, FetchFailed):
                raise FeedError(
                    f"{self.shown(address)}: {answer.reason}{remedy(address, answer.reason, self.book)}"
                )
            if not isinstance(answer, Fetched):
                raise FeedError(f"{self.shown(address)}: «nothing changed» is no answer to a first question")
            arrived = replace(source, url=answer.url)
            feed = await parse(answer.body, answer.content_type, arrived, datetime.now(UTC))
        return Found(web_address(answer.moved_to or "") or address, feed)

    async def _guessed(self, address: str) -> Found | None:
        """The first feed among the places where sites mostly keep theirs; a few requests, one after the other."""
        for guess in guesses(address):
            try:
                return await self._read(guess)
            except FeedError:
                continue
        return None

    def _chosen(self, page: str, said: str, links: Sequence[FeedLink]) -> str:
        """The feed that is meant: the only one that is not of comments, else what the person says.

        Raises UsageError, with the list where nobody can be asked.
        """
        likely = [link for link in links if not is_of_comments(link)] or list(links)
        if len(likely) == 1:
            self.say(f"{page}: {said}")
            return likely[0].url
        head = f"{self.shown(page)} is a page that links to {plural(len(links), 'feed')}"
        lines = [self._line(number, link) for number, link in enumerate(links, 1)]
        if self.ask is None:
            raise UsageError("\n".join([f"{head}; give the address of the one that is meant:", *lines]))
        self.say("\n".join([f"{head}:", *lines]))
        while True:
            answer = self.ask(f"which one? [1–{len(links)}; q ends]", "1").strip().lower()
            if answer.isdecimal() and 0 < int(answer) <= len(links):
                return links[int(answer) - 1].url
            if answer.startswith("q"):
                raise UsageError("nothing was chosen, and nothing is written")

    def _line(self, number: int, link: FeedLink) -> str:
        there = self.known.source_at(link.url)
        title = f"  {link.title}" if link.title else ""
        return f"  {number:>2}  {self.shown(link.url)}{title}{f'  (there already: {there})' if there else ''}"

    def say(self, text: str, style: str | None = None) -> None:
        """Print a line, without what is secret."""
        self.console.print(self.shown(text), markup=False, style=style, soft_wrap=True)

    def shown(self, text: str) -> str:
        """A text as it may be shown: neither what variables hold nor what looks like a key stands in it."""
        for secret in self.secrets:
            text = text.replace(secret, "***")
        return without_keys(text)


def remedy(address: str, reason: str, book: Book) -> str:
    """What can be done about a failed fetch, for a person who sees it for the first time; '' where nobody knows."""
    if re.search(r"loopback|private address|shared address", reason):
        return (
            f"; if it is a feed of your own network, `allow_private: [{urlsplit(address).hostname}]` "
            "under `polling:` in monitor.yaml lets it in"
        )
    if reason.startswith("TLS failed"):
        return "; where a site has no TLS, begin its address with http://"
    if "does not resolve" in reason:
        return "; is it spelt as in your browser?"
    if re.search(r"HTTP (?:401|403|429|451)", reason) and not book.settings.contact:
        return "; `contact:` in monitor.yaml tells them who asks"
    if re.search(r"HTTP (?:404|410)", reason):
        return "; with the address of the site's front page its feeds are looked for"
    return ""
